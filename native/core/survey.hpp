// What a whole document looks like: the counts on which document-wide decisions rest.
#pragma once

#include <cstddef>
#include <cstdint>

namespace textmend {

enum class Script { kUnclear, kSimplified, kTraditional };

// Counts add up over windows of whole lines, so that a document may be surveyed piece by piece.
struct Survey {
  std::uint32_t events = 0;  // of all lines together; see core/scan.hpp
  std::uint64_t characters = 0;
  std::uint64_t han = 0;
  std::uint64_t kana = 0;
  std::uint64_t hangul = 0;
  std::uint64_t latin = 0;
  std::uint64_t simplified = 0;
  std::uint64_t traditional = 0;
  std::uint64_t full_stops = 0;    // 。
  std::uint64_t half_stops = 0;    // a full stop between a Han character and a line end or blank
  std::uint64_t half_marks = 0;    // other half-width marks behind a Han character
  std::uint64_t corner_quotes = 0; // 「
  std::uint64_t curly_quotes = 0;  // “
  std::uint64_t han_joined = 0;    // Han characters side by side
  std::uint64_t han_spaced = 0;    // Han characters with one blank between them
  std::uint64_t latin_joined = 0;  // Han beside a Latin letter
  std::uint64_t latin_spaced = 0;  // the same with one blank between them
  std::uint64_t digit_joined = 0;  // likewise with digits, whose habit may differ
  std::uint64_t digit_spaced = 0;

  void merge(const Survey& other) noexcept;

  Script script() const noexcept;
  bool is_japanese() const noexcept;
  bool is_letter_spaced() const noexcept;
  // Hardly any pair of Han and Latin, or Han and digit, is spaced, and there are enough to tell.
  bool closes_latin() const noexcept;
  bool closes_digits() const noexcept;
  bool prefers_corner_quotes() const noexcept;
  // Chinese sentences end with half-width full stops throughout.
  bool ends_with_half_stops() const noexcept;
};

}  // namespace textmend
