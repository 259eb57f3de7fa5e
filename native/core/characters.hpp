// What a character is, for every pass: one byte a code point leads to a set of flags.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace textmend {

using Flags = std::uint32_t;

enum Flag : Flags {
  kHan = 1U << 0,
  kKana = 1U << 1,
  kHangul = 1U << 2,
  kLatin = 1U << 3,  // letters of Latin script, accented ones too
  kDigit = 1U << 4,  // ASCII digits
  kFullMark = 1U << 5,
  kHalfMark = 1U << 6,  // ASCII marks that have a full-width counterpart in Chinese
  kBlank = 1U << 7,     // space, tab and ideographic space
  kNewline = 1U << 8,
  kStop = 1U << 9,  // full-width marks that end a clause
  kOpening = 1U << 10,
  kClosing = 1U << 11,
  kQuote = 1U << 12,  // curly quotation marks
  kSimplified = 1U << 13,
  kTraditional = 1U << 14,
  kRare = 1U << 15,  // seldom in common text: several close together are a wrong decoding
  kUnseen = 1U << 16,  // rarer still
  kLatinSuspect = 1U << 17,  // what bytes 80 to FF become when read as Latin-1 or Windows-1252
  kUnicodeRow = 1U << 18,  // has a row in a unicode table, or is a selector or private use
  kFold = 1U << 19,  // full-width letter, digit or number mark; look-alike mark
  kCombining = 1U << 20,  // may combine with its neighbour under NFC
  kRightToLeft = 1U << 21,
  kHint = 1U << 22,  // & of an entity, 锟 of 锟斤拷
  kOther = 1U << 23,
  kFullStop = 1U << 24,  // 。
  kHalfStop = 1U << 25,  // .
  kHalfClause = 1U << 26,  // , ? !
  kCornerQuote = 1U << 27,  // 「
  kDoubleQuote = 1U << 28,  // “ ”
};

inline constexpr Flags kChinese = kHan | kFullMark;
inline constexpr Flags kAlphanumeric = kLatin | kDigit;

// Where a code point stands outside the Basic Multilingual Plane.
Flags flags_beyond_bmp(char32_t character) noexcept;

class CharacterTable {
 public:
  CharacterTable();

  Flags flags(char32_t character) const noexcept {
    return character < 0x10000 ? class_flags_[classes_[character]] : flags_beyond_bmp(character);
  }

  // Classes are small numbers, each a set of flags that some character has.
  static constexpr std::size_t kMostClasses = 64;
  std::size_t class_count() const noexcept { return class_count_; }
  Flags flags_of_class(std::size_t index) const noexcept { return class_flags_[index]; }
  std::uint8_t class_of(char32_t character) const noexcept {
    return character < 0x10000 ? classes_[character] : class_beyond_bmp(character);
  }

  void add(char32_t character, Flags flags);
  void remove(char32_t character, Flags flags);

 private:
  void set(char32_t character, Flags flags);
  void add_range(char32_t first, char32_t last, Flags flags);

  std::uint8_t class_beyond_bmp(char32_t character) const noexcept;
  std::uint8_t class_with(Flags flags);

  std::array<std::uint8_t, 0x10000> classes_{};
  std::array<Flags, kMostClasses> class_flags_{};
  std::size_t class_count_ = 0;
};

}  // namespace textmend
