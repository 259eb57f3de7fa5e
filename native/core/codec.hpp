// Strict UTF-8, one character at a time.
#pragma once

#include <cstddef>

namespace textmend {

// Decodes the character that `bytes` begin with and returns its length; 0 where they are not UTF-8
// within `size` bytes: stray or missing continuations, overlong forms, surrogates, beyond U+10FFFF.
inline std::size_t decode_utf8(const unsigned char* bytes, std::size_t size, char32_t& character) {
  const unsigned char lead = bytes[0];
  if (lead < 0x80) {
    character = lead;
    return 1;
  }
  const std::size_t length = lead < 0xC2   ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
  if (length == 0 || length > size) return 0;
  character = lead & (0x7FU >> length);
  for (std::size_t k = 1; k < length; ++k) {
    if ((bytes[k] & 0xC0) != 0x80) return 0;
    character = (character << 6) | (bytes[k] & 0x3FU);
  }
  const bool overlong = (length == 3 && character < 0x800) || (length == 4 && character < 0x10000);
  const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
  return overlong || surrogate || character > 0x10FFFF ? 0 : length;
}

}  // namespace textmend
