// Which characters a model knows, and their numbers.
#pragma once

#include <cstdint>
#include <vector>

#include "core/model/file.hpp"

namespace textmend {

using Id = std::uint16_t;

inline constexpr Id kPadId = 0;       // nothing; never in a text
inline constexpr Id kUnknownId = 1;   // a character outside the vocabulary
inline constexpr Id kLineEndId = 2;   // the end of a line, and what stands before the next one
inline constexpr Id kFirstCharacterId = 3;

// Code points in ascending order; the number of one is its index plus kFirstCharacterId.
class Vocabulary {
 public:
  // The bytes of a section: code points of four bytes each. Throws ModelFileError where they are
  // not sorted, not characters, or too many.
  explicit Vocabulary(Bytes section);

  // How many numbers there are, those of no character included.
  std::size_t size() const noexcept { return kFirstCharacterId + code_points_.size(); }

  Id id(char32_t character) const noexcept {
    return character < kDirect ? direct_[character] : find(character);
  }
  // The character of a number from kFirstCharacterId on; 0 for every other.
  char32_t character(Id id) const noexcept;

 private:
  static constexpr char32_t kDirect = 0x10000;
  Id find(char32_t character) const noexcept;

  std::vector<char32_t> code_points_;
  std::vector<Id> direct_;
};

}  // namespace textmend
