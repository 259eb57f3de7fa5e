// Which characters this pass takes for Chinese ones.
#pragma once

namespace textmend::lookalikes {

constexpr bool is_han(char32_t c) noexcept {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3007;
}

}  // namespace textmend::lookalikes
