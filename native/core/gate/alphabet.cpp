#include "core/gate/alphabet.hpp"

#include <cstring>

#include "core/model/values.hpp"

namespace textmend::gate {

namespace {

constexpr char32_t kPlane = 0x10000;
constexpr char32_t kFullWidth = 0xFEE0;  // from an ASCII character to its full-width form

bool is_blank(char32_t c) noexcept {
  return c == U' ' || c == U'\t' || c == U'\r' || c == 0xA0 || c == 0x3000;
}

bool is_han_character(char32_t c) noexcept {
  return (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
         (c >= 0xF900 && c <= 0xFAFF) || c == 0x3007;
}

bool is_foreign(char32_t c) noexcept {
  const bool kana = (c >= 0x3041 && c <= 0x30FA) || c == 0x30FC || (c >= 0xFF66 && c <= 0xFF9D);
  const bool hangul = (c >= 0x1100 && c <= 0x11FF) || (c >= 0xAC00 && c <= 0xD7A3);
  const bool letters = c >= 0x0370 && c <= 0x1FFF;
  return kana || hangul || letters;
}

bool is_latin(char32_t c) noexcept {
  return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z') ||
         (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7);
}

bool is_digit(char32_t c) noexcept { return (c >= U'0' && c <= U'9') || c == U'.' || c == U'%'; }

}  // namespace

Alphabet::Alphabet(const ModelFile& file) : entries_(kPlane) {
  const Bytes code_points = file.section("gate/characters");
  const Bytes kinds = file.section("gate/kinds");
  const Bytes pairs = file.section("gate/pairs");
  const std::size_t count = kinds.size;
  if (code_points.size != count * sizeof(char32_t) || count > kIds - kFirstId) {
    refuse(file, "the gate's characters and their kinds do not fit together");
  }
  if (pairs.size != kPairBytes) refuse(file, "the gate's pairs are cut");
  pairs_ = pairs.data;
  characters_.resize(count);
  if (count > 0) std::memcpy(characters_.data(), code_points.data, code_points.size);
  set_ranges();
  for (std::size_t i = 0; i < count; ++i) {
    if (kinds.data[i] >= kKinds || characters_[i] >= kPlane || characters_[i] == U'\n') {
      refuse(file, "the gate's characters hold what is none");
    }
    set(characters_[i], static_cast<std::uint16_t>(kFirstId + i), static_cast<Kind>(kinds.data[i]));
  }
}

void Alphabet::set_ranges() {
  for (char32_t c = 0; c < kPlane; ++c) {
    Entry entry(kSymbolId, Kind::kSymbol);
    const char32_t narrow = c > 0xFF00 && c < 0xFF5F ? c - kFullWidth : c;
    if (c == U'\n') entry = Entry(kLineEndId, Kind::kLineEnd);
    if (is_blank(c)) entry = Entry(kBlankId, Kind::kBlank);
    if (is_digit(narrow)) entry = Entry(kDigitId, Kind::kDigit);
    if (is_latin(narrow)) entry = Entry(kLatinId, Kind::kLatin);
    if (is_foreign(c)) entry = Entry(kForeignId, Kind::kForeign);
    if (is_han_character(c)) entry = Entry(kRareHanId, Kind::kRareHan);
    entries_[c] = entry;
  }
}

// A mark is also set in its other width.
void Alphabet::set(char32_t character, std::uint16_t id, Kind kind) {
  const Entry entry(id, kind);
  entries_[character] = entry;
  if (character > 0xFF00 && character < 0xFF5F) entries_[character - kFullWidth] = entry;
}

}  // namespace textmend::gate
