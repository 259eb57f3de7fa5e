#include "core/lexicon/fit.hpp"

namespace textmend {

namespace {

constexpr std::uint32_t kMostBlanks = 8;

void note(std::vector<MissingRun>* runs, std::uint32_t offset, std::uint32_t first,
          std::uint32_t last, Fit& result) {
  if (first == last) return;
  result.missing += last - first;
  if (runs != nullptr) runs->push_back({offset, first, last});
}

}  // namespace

bool Fitter::fit(View<Code> term, std::size_t index, std::size_t length, Fit& result,
                 std::vector<MissingRun>* runs) const {
  const auto size = static_cast<std::uint32_t>(term.size);
  const std::uint32_t* at = projection_.at.data() + index;
  result = {at[0], at[length - 1] + 1, 0, 0};
  std::uint32_t k = 0;
  while (k < size && !is_content(term[k])) ++k;
  const std::uint32_t front = k;
  for (std::size_t i = 0; i < length; ++i) {
    if (k >= size || term[k] != projection_.codes[index + i]) return false;  // a hostile file
    ++k;
    const std::uint32_t gap = k;
    while (k < size && !is_content(term[k])) ++k;
    if (i + 1 < length && !fit_gap(term, gap, k, at[i] + 1, at[i + 1], result, runs)) return false;
    if (i + 1 == length) {
      if (k != size) return false;
      fit_back(term, gap, result, runs);
    }
  }
  fit_front(term, front, result, runs);
  return true;
}

bool Fitter::fit_gap(View<Code> term, std::uint32_t first, std::uint32_t last, std::uint32_t from,
                     std::uint32_t to, Fit& result, std::vector<MissingRun>* runs) const {
  for (std::uint32_t i = from; i < to; ++i) {
    std::uint32_t k = first;
    while (k < last && term[k] != text_[i]) ++k;
    if (k < last) {
      note(runs, i, first, k, result);
      first = k + 1;
    } else if (alphabet_.is(text_[i], kBlankCode)) {
      ++result.blanks;
    } else {
      return false;
    }
  }
  note(runs, to, first, last, result);
  return true;
}

std::uint32_t Fitter::blanks_from(std::uint32_t position, int step) const noexcept {
  std::uint32_t count = 0;
  std::int64_t i = position;
  const auto size = static_cast<std::int64_t>(text_.size());
  unsigned lines = 0;
  for (; i >= 0 && i < size && alphabet_.is(text_[static_cast<std::size_t>(i)], kBlankCode);
       i += step) {
    lines += alphabet_.is(text_[static_cast<std::size_t>(i)], kLineEndCode);
    if (++count > kMostBlanks || lines > 1) return 0;
  }
  return i >= 0 && i < size ? count : 0;
}

void Fitter::fit_front(View<Code> term, std::uint32_t last, Fit& result,
                       std::vector<MissingRun>* runs) const {
  for (bool found = true; found && last > 0 && result.start > 0;) {
    found = false;
    // Blanks count only where the term goes on behind them.
    const std::uint32_t blanks = blanks_from(result.start - 1, -1);
    for (std::uint32_t skip : {std::uint32_t{0}, blanks}) {
      if (found || skip >= result.start) continue;
      const Code code = text_[result.start - 1 - skip];
      std::uint32_t k = last;
      while (k > 0 && term[k - 1] != code) --k;
      if (k == 0) continue;
      note(runs, result.start, k, last, result);
      result.blanks += skip;
      result.start -= skip + 1;
      last = k - 1;
      found = true;
    }
  }
  note(runs, result.start, 0, last, result);
}

void Fitter::fit_back(View<Code> term, std::uint32_t first, Fit& result,
                      std::vector<MissingRun>* runs) const {
  const auto size = static_cast<std::uint32_t>(term.size);
  for (bool found = true; found && first < size && result.end < text_.size();) {
    found = false;
    const std::uint32_t blanks = blanks_from(result.end, 1);
    for (std::uint32_t skip : {std::uint32_t{0}, blanks}) {
      if (found || result.end + skip >= text_.size()) continue;
      const Code code = text_[result.end + skip];
      std::uint32_t k = first;
      while (k < size && term[k] != code) ++k;
      if (k == size) continue;
      note(runs, result.end, first, k, result);
      result.blanks += skip;
      result.end += skip + 1;
      first = k + 1;
      found = true;
    }
  }
  note(runs, result.end, first, size, result);
}

}  // namespace textmend
