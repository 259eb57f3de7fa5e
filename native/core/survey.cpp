#include "core/survey.hpp"

namespace textmend {

void Survey::merge(const Survey& other) noexcept {
  events |= other.events;
  characters += other.characters;
  han += other.han;
  kana += other.kana;
  hangul += other.hangul;
  latin += other.latin;
  simplified += other.simplified;
  traditional += other.traditional;
  full_stops += other.full_stops;
  half_stops += other.half_stops;
  half_marks += other.half_marks;
  corner_quotes += other.corner_quotes;
  curly_quotes += other.curly_quotes;
  han_joined += other.han_joined;
  han_spaced += other.han_spaced;
  latin_joined += other.latin_joined;
  latin_spaced += other.latin_spaced;
  digit_joined += other.digit_joined;
  digit_spaced += other.digit_spaced;
}

Script Survey::script() const noexcept {
  // Clear is two in three: fewer, and the text mixes both. Traditional text needs more to tell it
  // from Japanese, which shares forms with both scripts.
  if (simplified >= 3 && simplified >= 2 * traditional) return Script::kSimplified;
  if (traditional >= 10 && traditional >= 2 * simplified) return Script::kTraditional;
  return Script::kUnclear;
}

bool Survey::is_japanese() const noexcept { return kana >= 4 && kana * 8 > han + kana; }

bool Survey::is_letter_spaced() const noexcept {
  return han_spaced >= 20 && han_spaced > 4 * han_joined;
}

bool Survey::closes_latin() const noexcept {
  return latin_joined >= 6 && latin_spaced * 6 <= latin_joined;
}

bool Survey::closes_digits() const noexcept {
  return digit_joined >= 6 && digit_spaced * 6 <= digit_joined;
}

bool Survey::prefers_corner_quotes() const noexcept { return corner_quotes > curly_quotes; }

bool Survey::ends_with_half_stops() const noexcept {
  return half_stops + half_marks >= 1 && full_stops * 10 <= half_stops;
}

}  // namespace textmend
