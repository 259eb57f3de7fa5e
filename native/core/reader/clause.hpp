// Where in its clause a character is written: behind which mark and how far, how far into the
// sentence, and inside which brackets. The same arithmetic as `textmend/training/clauses.py`; a
// test compares the two.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/reader/alphabet.hpp"

namespace textmend::reader {

// Lengths are in observed characters, so that readings that differ in a restored particle agree.
struct Clause {
  std::uint16_t since_mark = 0;
  std::uint16_t since_stop = 0;
  std::uint8_t mark = 0;  // the class of the last one; 0 at the beginning of a line
  std::uint8_t open = 0;  // a bit for each pair of brackets
};

inline constexpr std::size_t kClauseKinds = 3;
inline constexpr std::size_t kClauseRows = 8 * 16 + 8 + 16;

using ClauseRows = std::array<std::uint8_t, kClauseKinds>;

class Clauses {
 public:
  explicit Clauses(const Alphabet& alphabet);

  // Where one is after a character that was copied, or written.
  Clause copied(Clause clause, Id id) const noexcept { return passed(clause, id, 1); }
  Clause written(Clause clause, Id id) const noexcept { return passed(clause, id, 0); }

  // The rows of the network's table that say so.
  ClauseRows rows(const Clause& clause) const noexcept;

 private:
  // What a character is to a clause.
  struct Role {
    std::uint8_t mark = 0;   // its class
    std::uint8_t opens = 0;  // bits of brackets
    std::uint8_t closes = 0;
  };
  Clause passed(Clause clause, Id id, std::uint16_t length) const noexcept;

  std::vector<Role> roles_;  // of each id
};

}  // namespace textmend::reader
