// Characters that a wrong decoding leaves stand close together; in good text they stand alone, or
// two make a word, as in 徜徉.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/characters.hpp"

namespace textmend {

// Those of one line, seen from its start to its end.
class Suspects {
 public:
  static constexpr Flags kFlags = kRare | kLatinSuspect;

  // Whether the one at `position` completes a group within a few characters.
  bool add(std::size_t position, Flags flags) noexcept {
    if ((flags & kLatinSuspect) != 0) return latin_.add(position, 2);
    return chinese_.add(position, (flags & kUnseen) != 0 ? 2 : 1);
  }
  void clear() noexcept { *this = {}; }

 private:
  class Window {
   public:
    bool add(std::size_t position, int weight) noexcept {
      std::rotate(recent_.begin(), recent_.begin() + 1, recent_.end());
      recent_.back() = {position, weight};
      int sum = 0;
      for (const Suspect& suspect : recent_) {
        if (position - suspect.position < kWidth) sum += suspect.weight;
      }
      return sum >= kEnough;
    }

   private:
    static constexpr std::size_t kWidth = 6;
    static constexpr int kEnough = 4;

    struct Suspect {
      std::size_t position = 0;
      int weight = 0;
    };
    std::array<Suspect, 4> recent_{};
  };

  Window chinese_;
  Window latin_;
};

}  // namespace textmend
