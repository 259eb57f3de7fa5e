// The rest of a term beside the rest of a text, with a few errors.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/lexicon/alphabet.hpp"
#include "core/lexicon/match.hpp"

namespace textmend {

struct Comparison {
  std::uint32_t errors = 0;
  std::uint32_t length = 0;                   // of the text that was taken
  MatchKind kind = MatchKind::kSubstituted;  // of the error, where there is one
};

inline constexpr std::uint32_t kTooManyErrors = 255;

// Compares a term with a text from given places on, forwards (`Step` 1) or backwards (-1), until
// the term is at its end. What is equal is always taken as equal, which loses nothing; where it is
// not, each kind of error is tried, so the time is bounded by 3 to the power of `budget`. Of equal
// numbers of errors a substitution is preferred, but not of a mark or blank at the term's end.
template <int Step>
class Side {
 public:
  Side(View<Code> term, const std::vector<Code>& text, const Alphabet& alphabet)
      : term_(term), text_(text), alphabet_(alphabet) {}

  Comparison compare(std::int64_t k, std::int64_t i, std::uint32_t budget) const {
    Comparison result;
    while (in_term(k) && in_text(i) && term_at(k) == text_at(i)) {
      k += Step;
      i += Step;
      ++result.length;
    }
    if (!in_term(k)) return result;
    if (budget == 0) return {kTooManyErrors, 0, MatchKind::kSubstituted};
    const Comparison rest = with_error(k, i, budget);
    return {rest.errors, result.length + rest.length, rest.kind};
  }

 private:
  bool in_term(std::int64_t k) const noexcept {
    return k >= 0 && k < static_cast<std::int64_t>(term_.size);
  }
  bool in_text(std::int64_t i) const noexcept {
    return i >= 0 && i < static_cast<std::int64_t>(text_.size());
  }
  Code term_at(std::int64_t k) const noexcept { return term_[static_cast<std::size_t>(k)]; }
  Code text_at(std::int64_t i) const noexcept { return text_[static_cast<std::size_t>(i)]; }

  Comparison with_error(std::int64_t k, std::int64_t i, std::uint32_t budget) const {
    Comparison best{kTooManyErrors, 0, MatchKind::kSubstituted};
    const bool at_end = !in_term(k + Step);
    const bool unlikely = in_text(i) && at_end && alphabet_.is(text_at(i), kMark | kBlankCode) &&
                          !alphabet_.is(term_at(k), kMark | kBlankCode);
    if (in_text(i) && !unlikely) {
      take(compare(k + Step, i + Step, budget - 1), 1, MatchKind::kSubstituted, best);
    }
    take(compare(k + Step, i, budget - 1), 0, MatchKind::kMissing, best);
    if (in_text(i)) take(compare(k, i + Step, budget - 1), 1, MatchKind::kExtra, best);
    return best;
  }

  static void take(Comparison rest, std::uint32_t length, MatchKind kind, Comparison& best) {
    if (rest.errors == kTooManyErrors || rest.errors + 1 >= best.errors) return;
    best = {rest.errors + 1, rest.length + length, rest.errors == 0 ? kind : MatchKind::kTwoErrors};
  }

  View<Code> term_;
  const std::vector<Code>& text_;
  const Alphabet& alphabet_;
};

}  // namespace textmend
