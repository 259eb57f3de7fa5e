// Which three characters of a term survive its errors.
//
// An error spoils one place. So of the pieces below, at least one stands in the text as in the
// term, for one error in terms of four characters or more and for two in those of eight or more:
//
//   4        ABC.  .BCD  A.CD  AB.D     each leaves out one character
//   5        ABC..  ..CDE  AB.D.        the last for an error at C
//   6, 7     the first three, the last three
//   8        ABC  CDE  DEF  FGH  AB.D   the last for errors at C and F
//   9...     the first, middle and last three
//
// In the text the place left out may hold nothing, a character, or two.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/lexicon/format.hpp"

namespace textmend {

enum class Layout : std::uint8_t { kRun, kGapAfterFirst, kGapAfterSecond };

struct Piece {
  Layout layout = Layout::kRun;
  std::uint32_t offset = 0;  // of its first character in the term
  std::uint32_t span() const noexcept { return layout == Layout::kRun ? 3 : 4; }
};

struct Pieces {
  Piece items[5];
  std::size_t count = 0;
};

inline Pieces pieces_of(std::uint32_t length) noexcept {
  constexpr Layout kRun = Layout::kRun;
  if (length < kLeastForOneError) return {};
  const std::uint32_t last = length - 3;
  switch (length) {
    case 4:
      return {{{kRun, 0}, {kRun, 1}, {Layout::kGapAfterFirst, 0}, {Layout::kGapAfterSecond, 0}}, 4};
    case 5:
      return {{{kRun, 0}, {kRun, 2}, {Layout::kGapAfterSecond, 0}}, 3};
    case 6:
    case 7:
      return {{{kRun, 0}, {kRun, last}}, 2};
    case 8:
      return {{{kRun, 0}, {kRun, 2}, {kRun, 3}, {kRun, 5}, {Layout::kGapAfterSecond, 0}}, 5};
    default:
      return {{{kRun, 0}, {kRun, last / 2}, {kRun, last}}, 3};
  }
}

inline std::uint64_t piece_hash(Layout layout, Code first, Code second, Code third) noexcept {
  return scrambled(static_cast<std::uint64_t>(layout) << 48 |
                   static_cast<std::uint64_t>(first) << 32 |
                   static_cast<std::uint64_t>(second) << 16 | third);
}

// A set of characters as 24 bits, to see without looking at a term that it cannot be meant.
inline std::uint32_t character_bit(Code code) noexcept {
  return 1U << ((((code * 0x9E3779B1U) >> 16) * 24) >> 16);
}
// The upper eight bits of both sets are bits of the piece's hash.
inline std::uint32_t left_check(std::uint64_t hash) noexcept {
  return static_cast<std::uint32_t>(hash >> 56) << 24;
}
inline std::uint32_t right_check(std::uint64_t hash) noexcept {
  return static_cast<std::uint32_t>(hash >> 48 & 0xFF) << 24;
}
inline constexpr std::uint32_t kSetBits = (1U << 24) - 1;
// So many characters on each side of a piece go into the sets.
inline constexpr std::uint32_t kSideCharacters = 4;

}  // namespace textmend
