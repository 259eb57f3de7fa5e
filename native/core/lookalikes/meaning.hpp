// Which characters never become which others, whatever speaks for it.
#pragma once

#include <cstddef>
#include <string_view>

namespace textmend::lookalikes {

// Numbers are no business of this pass: a numeral never becomes another, and none comes or goes
// where a number stands.
bool is_number_safe(std::u32string_view line, std::size_t at, char32_t meant) noexcept;

// What the context cannot decide, or what would turn a statement around: one country, person or
// particle for another, a negation that comes or goes.
bool keeps_meaning(char32_t written, char32_t meant) noexcept;

// Whether a character turns a statement around or changes a number by coming or going.
bool is_grave(char32_t c) noexcept;

}  // namespace textmend::lookalikes
