// The reader's characters: their numbers, and which of them it may insert.
#pragma once

#include <cstdint>
#include <vector>

#include "core/model/file.hpp"
#include "core/model/vocabulary.hpp"

namespace textmend::reader {

// Numbers 0 to 2 are those of `Vocabulary`; then come the symbols, which may be inserted, then all
// other characters. Characters that read alike share a number: digits, Latin letters, the widths
// of parentheses and commas.
class Alphabet {
 public:
  // Throws ModelFileError where the sections do not fit together.
  Alphabet(const ModelFile& file, std::size_t characters, std::size_t symbols);

  Id id(char32_t character) const noexcept;
  char32_t symbol(std::size_t index) const noexcept { return symbols_[index]; }
  std::size_t symbols() const noexcept { return symbols_.size(); }
  static Id id_of_symbol(std::size_t index) noexcept {
    return static_cast<Id>(kFirstCharacterId + index);
  }

 private:
  std::vector<char32_t> symbols_;
  std::vector<Id> ids_;  // of the Basic Multilingual Plane
};

// Blanks are nothing to the reader; it learned from text without them.
bool is_invisible(char32_t character) noexcept;

}  // namespace textmend::reader
