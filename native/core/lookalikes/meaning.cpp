#include "core/lookalikes/meaning.hpp"

namespace textmend::lookalikes {

namespace {

bool is_one_of(std::u32string_view characters, char32_t c) noexcept {
  return characters.find(c) != std::u32string_view::npos;
}

bool is_numeral(char32_t c) noexcept {
  return is_one_of(U"一二三四五六七八九十百千万亿兆零〇两廿卅", c);
}

constexpr std::u32string_view kNegations = U"不未非无没否莫勿别";

bool is_digit(char32_t c) noexcept { return (c >= U'0' && c <= U'9') || c == U'.' || c == U'%'; }

}  // namespace

bool is_number_safe(std::u32string_view line, std::size_t at, char32_t meant) noexcept {
  const bool from = is_numeral(line[at]);
  const bool to = is_numeral(meant);
  if (!from && !to) return true;
  if (from && to) return false;
  const auto counts = [&](std::size_t i) { return is_numeral(line[i]) || is_digit(line[i]); };
  return !(at > 0 && counts(at - 1)) && !(at + 1 < line.size() && counts(at + 1));
}

bool keeps_meaning(char32_t written, char32_t meant) noexcept {
  constexpr std::u32string_view kCountries = U"中美英法德日俄苏韩朝印意加澳巴越泰";
  constexpr std::u32string_view kPersons = U"我你您他她它咱";
  constexpr std::u32string_view kParticles = U"的地得";
  for (const std::u32string_view kind : {kCountries, kPersons, kParticles}) {
    if (is_one_of(kind, written) && is_one_of(kind, meant)) return false;
  }
  if (written == U'末' && meant == U'未') return true;  // hardly anything else ends up there
  return !is_one_of(kNegations, written) && !is_one_of(kNegations, meant);
}

bool is_grave(char32_t c) noexcept { return is_numeral(c) || is_one_of(kNegations, c); }

}  // namespace textmend::lookalikes
