#include "core/ngram/counts.hpp"

#include <string>

#include "core/model/error.hpp"

namespace textmend {

namespace {

[[noreturn]] void refuse(std::size_t order, const std::string& what) {
  throw ModelFileError("The counts of the n-grams of order " + std::to_string(order) + " " + what +
                       "; count the text again.");
}

void check_level(const GramLevel& level, const GramLevel& below, std::size_t order) {
  if (level.size() >= kNoGram || level.suffix.size() != level.size() ||
      level.count.size() != level.size()) {
    refuse(order, "have different lengths");
  }
  for (std::size_t i = 0; i < level.size(); ++i) {
    if (level.suffix[i] >= below.size()) refuse(order, "point outside the order below");
    if (level.first[i] == kPadId || level.count[i] == 0) refuse(order, "hold an empty one");
    if (i == 0) continue;
    if (level.suffix[i] < level.suffix[i - 1] ||
        (level.suffix[i] == level.suffix[i - 1] && level.first[i] <= level.first[i - 1])) {
      refuse(order, "are not sorted");
    }
  }
}

}  // namespace

void NgramCounts::check() const {
  if (levels.empty() || levels.size() > kMostOrder || of_counts.size() != levels.size()) {
    throw ModelFileError("Counts of n-grams have orders 1 to 6; count the text again.");
  }
  const GramLevel& unigrams = levels[0];
  if (unigrams.size() <= kFirstCharacterId || unigrams.size() > 0xFFFF ||
      unigrams.count.size() != unigrams.size()) {
    refuse(1, "do not fit the vocabulary");
  }
  std::vector<std::uint32_t> contexts;
  for (std::size_t order = 2; order <= levels.size(); ++order) {
    const GramLevel& level = levels[order - 1];
    check_level(level, levels[order - 2], order);
    contexts = contexts_of(*this, order, contexts);
    for (std::size_t i = 0; i < level.size(); ++i) {
      if (level.first[i] >= vocabulary_size()) refuse(order, "hold an unknown character");
      if (contexts[i] == kNoGram) refuse(order, "lack a context");
    }
  }
}

std::vector<std::uint32_t> first_children(const GramLevel& level, const GramLevel& above) {
  std::vector<std::uint32_t> begins(level.size() + 1, 0);
  for (const std::uint32_t suffix : above.suffix) ++begins[suffix + 1];
  for (std::size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
  return begins;
}

// The n-grams below one suffix, and the contexts they could have, are both sorted by their first
// character: the two are walked side by side.
std::vector<std::uint32_t> contexts_of(const NgramCounts& counts, std::size_t order,
                                       const std::vector<std::uint32_t>& contexts_below) {
  const GramLevel& level = counts.levels[order - 1];
  if (order == 2) return {level.first.begin(), level.first.end()};
  const GramLevel& below = counts.levels[order - 2];
  const auto begins = first_children(counts.levels[order - 3], below);
  std::vector<std::uint32_t> contexts(level.size(), kNoGram);
  std::uint32_t at = 0;
  for (std::size_t i = 0; i < level.size(); ++i) {
    const std::uint32_t middle = contexts_below[level.suffix[i]];
    if (middle == kNoGram) continue;
    if (i == 0 || level.suffix[i] != level.suffix[i - 1]) at = begins[middle];
    while (at < begins[middle + 1] && below.first[at] < level.first[i]) ++at;
    if (at < begins[middle + 1] && below.first[at] == level.first[i]) contexts[i] = at;
  }
  return contexts;
}

}  // namespace textmend
