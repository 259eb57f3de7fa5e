// A stand-in for the interpreter's codecs and answers, which the core's own tests do not have.
#pragma once

#include <string>

#include "core/recoding.hpp"

namespace textmend::tests {

// The ideographs in their order, 190 to a first byte, as GBK has them from 8140 on.
inline std::uint16_t made_up_pair(char32_t character) {
  if (character < 0x4E00 || character > 0x9FFF) return 0;
  const unsigned index = static_cast<unsigned>(character) - 0x4E00;
  const unsigned trail = 0x40 + index % 190;
  return static_cast<std::uint16_t>(((0x81 + index / 190) << 8) + trail + (trail >= 0x7F ? 1 : 0));
}

// What a codec wants to know of itself: see DoubleByteCodec.
struct MadeUpCodec {
  std::string encoded;
  std::u32string decoded;

  explicit MadeUpCodec(unsigned shift = 0) {
    std::u32string characters(0x10000, 0);
    for (char32_t c = DoubleByteCodec::kFirst; c < 0x10000; ++c) {
      const std::uint16_t pair = made_up_pair(c + shift);
      if (pair != 0) {
        encoded += {static_cast<char>(pair >> 8), static_cast<char>(pair)};
        characters[pair] = c;
      }
      if (c != 0xFFFF) encoded += '\n';
    }
    for (unsigned pair = DoubleByteCodec::kFirstLead << 8; pair < 0x10000; ++pair) {
      if ((pair & 0xFF) < DoubleByteCodec::kFirstTrail) continue;
      decoded +=
          characters[pair] == 0 ? std::u32string{0xFFFD, 'x'} : std::u32string{characters[pair]};
      if (pair != 0xFFFF) decoded += '\n';
    }
  }

  DoubleByteCodec codec() const { return {encoded, AnyText(decoded)}; }
};

inline const Recoding& made_up_recoding() {
  static const Recoding recoding{
      MadeUpCodec().codec(), MadeUpCodec(7).codec(),
      [](const std::u32string& entity) { return entity == U"&lt;" ? U"<" : entity; },
      [](const std::u32string& text) { return text; }};
  return recoding;
}

}  // namespace textmend::tests
