#include "core/characters.hpp"

#include <algorithm>
#include <stdexcept>

namespace textmend {

Flags flags_beyond_bmp(char32_t character) noexcept {
  if (character >= 0x20000 && character <= 0x3FFFF) {
    const bool compatibility = character >= 0x2F800 && character <= 0x2FA1F;
    return kHan | kRare | kUnseen | (compatibility ? Flags{kUnicodeRow} : Flags{0});
  }
  if (character >= 0xF0000) return kUnicodeRow;                          // private use
  if (character >= 0x1B000 && character <= 0x1B16F) return kKana;
  if (character >= 0x10800 && character <= 0x10FFF) return kRightToLeft;
  if (character >= 0x1E800 && character <= 0x1EFFF) return kRightToLeft;
  if (character >= 0x11000 && character <= 0x11FFF) return kCombining;   // Indic scripts
  if ((character >= 0x1D15E && character <= 0x1D164) ||
      (character >= 0x1D1BB && character <= 0x1D1C0)) {
    return kUnicodeRow;  // notes with a canonical decomposition
  }
  if (character >= 0x1D165 && character <= 0x1D1AD) return kCombining;   // musical symbols
  return kOther;
}

CharacterTable::CharacterTable() {
  class_flags_[0] = kOther;
  class_count_ = 1;
  // So that every character beyond the BMP has its class.
  for (char32_t character :
       {0x10000U, 0x10800U, 0x11000U, 0x1B000U, 0x1D15EU, 0x20000U, 0x2F800U, 0xF0000U}) {
    class_with(flags_beyond_bmp(character));
  }
  add_range(0x4E00, 0x9FFF, kHan);
  add_range(0x3400, 0x4DBF, kHan);
  add_range(0xF900, 0xFAFF, kHan);
  for (char32_t character : {0x3005U, 0x3006U, 0x3007U, 0x303BU}) add(character, kHan);
  add_range(0x3041, 0x309F, kKana);
  add_range(0x30A1, 0x30FA, kKana);
  add_range(0x30FC, 0x30FF, kKana);
  add_range(0x31F0, 0x31FF, kKana);
  add_range(0xFF66, 0xFF9F, kKana);
  add_range(0x1100, 0x11FF, kHangul | kCombining);
  add_range(0x3130, 0x318F, kHangul);
  add_range(0xAC00, 0xD7FF, kHangul);
  add_range('0', '9', kDigit);
  add_range('A', 'Z', kLatin);
  add_range('a', 'z', kLatin);
  add_range(0x00C0, 0x024F, kLatin);
  remove(0x00D7, kLatin);
  remove(0x00F7, kLatin);
  add_range(0x1E00, 0x1EFF, kLatin);
  add_range(0x0370, 0x052F, kLatin);  // Greek and Cyrillic run like Latin words
  for (char32_t mark : U",;:?!.()\"'<>-[]") {
    if (mark != 0) add(mark, kHalfMark);
  }
  for (char32_t mark : U"，。、；：？！") {
    if (mark != 0) add(mark, kFullMark | kStop);
  }
  for (char32_t mark : U"（《〈「『【〔〖｛［") {
    if (mark != 0) add(mark, kFullMark | kOpening);
  }
  for (char32_t mark : U"）》〉」』】〕〗｝］") {
    if (mark != 0) add(mark, kFullMark | kClosing);
  }
  for (char32_t mark : U"“‘") {
    if (mark != 0) add(mark, kFullMark | kOpening | kQuote);
  }
  for (char32_t mark : U"”’") {
    if (mark != 0) add(mark, kFullMark | kClosing | kQuote);
  }
  for (char32_t mark : U"—…～·") {
    if (mark != 0) add(mark, kFullMark);
  }
  for (char32_t blank : {0x20U, 0x09U, 0x3000U}) add(blank, kBlank);
  for (char32_t newline : {0x0AU, 0x0DU, 0x0BU, 0x0CU, 0x2028U, 0x2029U}) {
    add(newline, kNewline);
  }
  add('&', kHint);
  add(U'锟', kHint);
  add(U'。', kFullStop);
  add('.', kHalfStop);
  for (char32_t mark : {',', '?', '!'}) add(mark, kHalfClause);
  add(U'「', kCornerQuote);
  for (char32_t mark : U"“”") {
    if (mark != 0) add(mark, kDoubleQuote);
  }
  add_range(0xFF10, 0xFF19, kFold);
  add_range(0xFF21, 0xFF3A, kFold);
  add_range(0xFF41, 0xFF5A, kFold);
  // × and · stand side by side in correct text, as do the marks of Windows-1252 that Chinese uses.
  add_range(0x0080, 0x00FF, kLatinSuspect);
  remove(0x00D7, kLatinSuspect);
  remove(0x00B7, kLatinSuspect);
  for (char32_t suspect : U"€‚ƒ„†‡ˆ‰Š‹ŒŽ˜™š›œžŸ") {
    if (suspect != 0) add(suspect, kLatinSuspect);
  }
  add_range(0x0300, 0x036F, kCombining);
  add_range(0x0483, 0x0487, kCombining);
  add_range(0x0590, 0x08FF, kRightToLeft | kCombining);
  add_range(0x0900, 0x109F, kCombining);
  add_range(0x1AB0, 0x1CFF, kCombining);
  add_range(0x1DC0, 0x1DFF, kCombining);
  add_range(0x20D0, 0x20FF, kCombining);
  add_range(0x302A, 0x302F, kCombining);
  add_range(0x3099, 0x309A, kCombining);
  add_range(0xA66F, 0xABFF, kCombining);
  remove(0x0385, kCombining);
  add_range(0xFB1D, 0xFDFF, kRightToLeft | kCombining);
  add_range(0xFE20, 0xFE2F, kCombining);
  add_range(0xFE00, 0xFE0F, kUnicodeRow);  // variation selectors
  add_range(0xFE70, 0xFEFE, kRightToLeft);
  add_range(0xE000, 0xF8FF, kUnicodeRow | kRare | kUnseen);  // private use
}

void CharacterTable::add(char32_t character, Flags flags) {
  set(character, (this->flags(character) | flags) & ~Flags{kOther});
}

void CharacterTable::remove(char32_t character, Flags flags) {
  const Flags rest = this->flags(character) & ~flags;
  set(character, rest == 0 ? Flags{kOther} : rest);
}

void CharacterTable::add_range(char32_t first, char32_t last, Flags flags) {
  for (char32_t character = first; character <= last; ++character) add(character, flags);
}

void CharacterTable::set(char32_t character, Flags flags) {
  if (character >= 0x10000) return;  // planes beyond are known by range alone
  classes_[character] = class_with(flags);
}

std::uint8_t CharacterTable::class_beyond_bmp(char32_t character) const noexcept {
  const Flags flags = flags_beyond_bmp(character);
  std::uint8_t index = 0;
  while (class_flags_[index] != flags) ++index;
  return index;
}

std::uint8_t CharacterTable::class_with(Flags flags) {
  const auto begin = class_flags_.begin();
  const auto end = begin + static_cast<std::ptrdiff_t>(class_count_);
  const auto found = std::find(begin, end, flags);
  if (found == end) {
    if (class_count_ == class_flags_.size()) {
      throw std::length_error("too many kinds of character");
    }
    class_flags_[class_count_++] = flags;
  }
  return static_cast<std::uint8_t>(found - begin);
}

}  // namespace textmend
