// Hashes of n-grams of ids, and the rows of the tables that remember them. The same arithmetic as
// `textmend/training/features.py`; a test compares the two.
#pragma once

#include <cstdint>
#include <initializer_list>

#include "core/model/vocabulary.hpp"

namespace textmend::reader {

inline constexpr unsigned kSlotBits = 18;
inline constexpr std::size_t kSlots = std::size_t{1} << kSlotBits;
inline constexpr std::size_t kObservedKinds = 4;
inline constexpr std::size_t kWrittenKinds = 6;
inline constexpr std::uint64_t kFirstWrittenKind = 8;

// `kind` tells n-grams of different places apart.
inline std::uint64_t hash_ids(std::uint64_t kind, std::initializer_list<Id> ids) noexcept {
  std::uint64_t state = kind + 1;
  for (const Id id : ids) {
    state = (state ^ id) * 0x9E3779B97F4A7C15U;
    state = (state ^ (state >> 29U)) * 0xBF58476D1CE4E5B9U;
    state ^= state >> 32U;
  }
  return state;
}

inline std::size_t slot_of(std::uint64_t hash) noexcept { return hash & (kSlots - 1); }

inline std::uint16_t fingerprint_of(std::uint64_t hash) noexcept {
  return static_cast<std::uint16_t>((hash >> 40U) | 1U);
}

}  // namespace textmend::reader
