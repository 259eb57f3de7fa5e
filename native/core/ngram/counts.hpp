// The n-grams of a text with their counts, as a tree: from the last character back to the first.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/ngram/record.hpp"

namespace textmend {

inline constexpr std::uint32_t kNoGram = 0xFFFFFFFF;

// The n-grams of one order, sorted by their last character, then the one before, and so on. Those
// that differ only in their first character stand together, below the n-gram without it.
struct GramLevel {
  std::vector<Id> first;              // the first character
  std::vector<std::uint32_t> suffix;  // the n-gram without it: its index one order below
  std::vector<std::uint32_t> count;   // how often it occurred, weights included

  std::size_t size() const noexcept { return first.size(); }
  void append(Id id, std::uint32_t index, std::uint32_t times) {
    first.push_back(id);
    suffix.push_back(index);
    count.push_back(times);
  }
};

// How many n-grams of an order have the adjusted count 1, 2, 3 and 4 (Chen & Goodman's n1 to n4),
// those that a cut-off removes included.
using CountsOfCounts = std::array<std::uint64_t, 4>;

// `levels[k - 1]` holds the n-grams of order k. The first level has one for each number of the
// vocabulary, so that an index there is the number itself. For each n-gram that is there, so is
// what is left without its first, and without its last character.
struct NgramCounts {
  std::vector<GramLevel> levels;
  std::vector<CountsOfCounts> of_counts;

  std::size_t order() const noexcept { return levels.size(); }
  std::size_t vocabulary_size() const noexcept { return levels[0].size(); }
  // Throws ModelFileError unless all of the above is so, whatever it was read from.
  void check() const;
};

// Whether nothing can stand before an n-gram, because it begins a line.
inline bool begins_line(std::size_t order, Id first) noexcept {
  return order > 1 && first == kLineEndId;
}

// For each n-gram of `level`, where those begin that have it as their suffix in `above`; one more
// at the end.
std::vector<std::uint32_t> first_children(const GramLevel& level, const GramLevel& above);

// For each n-gram of order `order`, at least 2, the index one order below of what is left without
// its last character. `contexts_below` is the same for the order below, empty if that is 1.
// kNoGram where it is not there.
std::vector<std::uint32_t> contexts_of(const NgramCounts& counts, std::size_t order,
                                       const std::vector<std::uint32_t>& contexts_below);

}  // namespace textmend
