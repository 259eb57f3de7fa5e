#include "core/lookalikes/finder.hpp"

#include <algorithm>

#include "core/lookalikes/line_reader.hpp"

namespace textmend::lookalikes {

namespace {

// Characters that are looked up together; their ways from memory overlap.
constexpr std::size_t kBlock = 256;

constexpr bool is_common_han(char32_t c) noexcept { return c >= 0x4E00 && c <= 0x9FFF; }

// Finds the lines with a pair of Han that the model never saw.
template <typename View>
class PairScan {
 public:
  PairScan(View view, const NgramModel& ngrams, bool any)
      : view_(view), ngrams_(ngrams), any_(any) {}

  // The offset of the second character of the first such pair in [start, end), of the first Han
  // if any pair will do, or `end`.
  std::size_t next(std::size_t start, std::size_t end) {
    if (any_) {
      while (start < end && !is_common_han(view_[start])) ++start;
      return start;
    }
    for (std::size_t from = start; from < end; from += kBlock) {
      const std::size_t to = std::min(end, from + kBlock);
      const std::size_t before = from > start ? 1 : 0;
      const std::size_t size = to - from + before;
      for (std::size_t i = 0; i < size; ++i) {
        ids_[i] = ngrams_.vocabulary().id(view_[from - before + i]);
      }
      ngrams_.mark_ties(ids_.data(), size, ties_.data());
      for (std::size_t i = 1; i < size; ++i) {
        const std::size_t at = from - before + i;
        if (ties_[i] == NgramModel::kUnseen && is_common_han(view_[at]) &&
            is_common_han(view_[at - 1]))
          return at;
      }
    }
    return end;
  }

 private:
  View view_;
  const NgramModel& ngrams_;
  bool any_;
  std::array<Id, kBlock + 1> ids_ = {};
  std::array<std::uint8_t, kBlock + 1> ties_ = {};
};

template <typename View>
std::size_t line_start(View view, std::size_t at) noexcept {
  while (at > 0 && view[at - 1] != U'\n') --at;
  return at;
}

template <typename View>
std::size_t line_end(View view, std::size_t at) noexcept {
  while (at < view.size && view[at] != U'\n') ++at;
  return at;
}

// A byte for each character of [start, end): 1 where a span holds it.
std::vector<std::uint8_t> locked_of(const Spans& spans, std::size_t start, std::size_t end) {
  std::vector<std::uint8_t> locked;
  auto span = std::partition_point(spans.begin(), spans.end(),
                                   [&](const auto& one) { return one.second <= start; });
  for (; span != spans.end() && span->first < end; ++span) {
    locked.resize(end - start, 0);
    const std::size_t first = std::max(span->first, start) - start;
    const std::size_t last = std::min(span->second, end) - start;
    std::fill(locked.begin() + static_cast<std::ptrdiff_t>(first),
              locked.begin() + static_cast<std::ptrdiff_t>(last), std::uint8_t{1});
  }
  return locked;
}

}  // namespace

Finder::Finder(const Confusions& confusions, const NgramModel& ngrams, const Tables& tables,
               const Network* network)
    : confusions_(confusions), ngrams_(ngrams), tables_(tables), network_(network) {}

std::vector<Finding> Finder::find(AnyText text, const Spans& protected_spans,
                                  const TermCharacters& terms, const Settings& settings) const {
  std::vector<Finding> findings;
  LineReader reader(*this, settings);
  text.visit([&](auto view) {
    PairScan<decltype(view)> scan(view, ngrams_, settings.thorough_from < Settings::kNothingIs);
    auto term = terms.begin();
    const auto next = [&](std::size_t from) {
      return scan.next(from, term != terms.end() ? term->offset : view.size);
    };
    for (std::size_t at = next(0); at < view.size;) {
      const std::size_t start = line_start(view, at);
      const std::size_t end = line_end(view, at);
      const auto first = term;
      while (term != terms.end() && term->offset < end) ++term;
      reader.read({text.slice(start, end), start, locked_of(protected_spans, start, end),
                   TermCharacters(first, term)},
                  findings);
      at = next(end);
    }
  });
  return findings;
}

}  // namespace textmend::lookalikes
