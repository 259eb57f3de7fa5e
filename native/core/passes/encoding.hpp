// Shared by the parts of the pass `encoding`: what a stretch of a line becomes if it is read anew.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/line.hpp"
#include "core/recoding.hpp"

namespace textmend {

struct Reading {
  std::size_t start;
  std::size_t end;
  std::u32string text;
  RuleId rule;
  double gain;  // of two readings that begin at one place, the better one is kept
};

// Mean surprisal, in tenths of a bit a character. Chinese news lies near 95, a list of rare names
// near 140, wrongly decoded text above 180.
inline constexpr double kReadable = 150;

double mean_surprisal(std::u32string_view text, const Tables& tables) noexcept;

// Whether a character beyond U+00FF is what Windows-1252 has for one of the bytes 80 to 9F.
bool is_windows_extra(char32_t character) noexcept;
// Whether bytes 80 to FF become this character when read as Latin-1 or Windows-1252.
inline bool is_high_latin(char32_t character) noexcept {
  if (character <= 0xFF) return character >= 0x80;
  return character >= U'Œ' && character <= U'™' && is_windows_extra(character);
}
// The byte that such a character, or an ASCII one, was read from.
char latin_byte(char32_t character) noexcept;

// Two bytes that GBK reads as this character, or the one of €; none where it has no place there.
struct GbkBytes {
  std::uint8_t bytes[2];
  std::uint8_t size;
};
GbkBytes gbk_bytes(char32_t character, const DoubleByteCodec& gbk) noexcept;

// Stretches of rare Chinese characters that are the bytes of common ones.
void read_han_runs(const Line& line, const Context& context, std::vector<Reading>& readings);
// Stretches of Latin-1 or Windows-1252 characters that are bytes of Chinese.
void read_latin_runs(const Line& line, const Context& context, std::vector<Reading>& readings);

}  // namespace textmend
