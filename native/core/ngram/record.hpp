// An n-gram as it is sorted: the numbers of its characters from the last to the first, packed into
// 96 bits, and how often it occurred. So n-grams that end alike stand together, which is the order
// in which Kneser-Ney counts are made.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/model/vocabulary.hpp"

namespace textmend {

inline constexpr std::size_t kMostOrder = 6;

struct GramRecord {
  std::uint64_t late;   // the last four characters, the very last in the highest bits
  std::uint64_t early;  // the two before them; the count in the low 32 bits

  std::uint32_t count() const noexcept { return static_cast<std::uint32_t>(early); }
  std::uint64_t early_key() const noexcept { return early >> 32; }

  // The character `back` places before the last; kPadId where there is none.
  Id id(std::size_t back) const noexcept {
    return static_cast<Id>(back < 4 ? late >> (48 - 16 * back) : early >> (48 - 16 * (back - 4)));
  }
  // The n-gram whose last character is `id` and whose others are this one's, without a count.
  GramRecord followed_by(Id id) const noexcept {
    return {(static_cast<std::uint64_t>(id) << 48) | (late >> 16),
            (late << 48) | ((early >> 16) & 0x0000FFFF00000000U)};
  }
  // The last `order` characters only.
  GramRecord cut_to(std::size_t order) const noexcept {
    if (order >= 4) {
      const std::size_t kept = 16 * (order - 4);
      return {late, kept == 0 ? 0 : early & (~std::uint64_t{0} << (64 - kept))};
    }
    return {late & (~std::uint64_t{0} << (64 - 16 * order)), 0};
  }
};

inline bool same_gram(const GramRecord& a, const GramRecord& b) noexcept {
  return a.late == b.late && a.early_key() == b.early_key();
}
inline bool before(const GramRecord& a, const GramRecord& b) noexcept {
  return a.late != b.late ? a.late < b.late : a.early_key() < b.early_key();
}

}  // namespace textmend
