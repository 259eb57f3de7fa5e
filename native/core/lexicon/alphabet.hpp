// From characters to the codes of a lexicon, and what a filter does to each.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/lexicon/format.hpp"
#include "core/lexicon/sections.hpp"
#include "core/text.hpp"

namespace textmend {

class Alphabet {
 public:
  // Throws ModelFileError where a character is given twice or is none.
  Alphabet(const Sections& sections, std::uint32_t size);

  Code code(char32_t character) const noexcept {
    return character < kDirect ? direct_[character] : find(character);
  }
  char32_t character(Code code) const noexcept { return characters_[code]; }
  bool is(Code code, unsigned classes) const noexcept { return (classes_[code] & classes) != 0; }
  std::size_t size() const noexcept { return characters_.size(); }

  // The codes of characters `start` to `end` of a text.
  void encode(AnyText text, std::size_t start, std::size_t end, std::vector<Code>& codes) const;

 private:
  static constexpr char32_t kDirect = 0x10000;
  Code find(char32_t character) const noexcept;

  std::vector<Code> direct_;
  std::vector<std::pair<char32_t, Code>> beyond_;
  std::vector<char32_t> characters_;    // by code
  std::vector<std::uint8_t> classes_;  // by code
};

}  // namespace textmend
