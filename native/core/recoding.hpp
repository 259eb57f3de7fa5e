// What decoding a text anew needs: the double-byte codecs, and two questions for outside the core.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.hpp"

namespace textmend {

// A codec of one byte for ASCII and two for Chinese (GB18030 has four for the rest), as tables that
// are made from the interpreter's own codecs, so that both agree on every character.
class DoubleByteCodec {
 public:
  static constexpr char32_t kFirst = 0x80;       // of the characters in `encoded`
  static constexpr unsigned kFirstLead = 0x80;   // of the byte pairs in `decoded`,
  static constexpr unsigned kFirstTrail = 0x30;  // lead by lead

  // `encoded` is what U+0080 to U+FFFF are written as, a line feed between each two and nothing for
  // what has no place in the codec. `decoded` is what the pairs are read as, likewise; a pair that
  // is no character must not give exactly one, other than U+FFFD. Raises std::invalid_argument.
  DoubleByteCodec(std::string_view encoded, const AnyText& decoded);

  // The two bytes of a character, the first one higher; 0 where it does not have two.
  std::uint16_t pair(char32_t character) const noexcept {
    const std::uint32_t code = character < 0x10000 ? codes_[character] : 0;
    return code > 0xFFFF ? std::uint16_t{0} : static_cast<std::uint16_t>(code);
  }
  // The character that two bytes are; 0 where they are none.
  char32_t character(std::uint16_t pair) const noexcept { return characters_[pair]; }

  // Writes a text, characters that have no place, and U+0000, left out.
  void encode(std::u32string_view text, std::string& bytes) const;
  // Reads bytes; false if they are not whole characters throughout.
  bool decode(std::string_view bytes, std::u32string& text) const;
  // Reads bytes, those that are no part of a character left out.
  void decode_lossy(std::string_view bytes, std::u32string& text) const;

 private:
  template <typename OnFault>
  bool decode_with(std::string_view bytes, std::u32string& text, OnFault&& goes_on) const;

  std::vector<std::uint32_t> codes_;  // by character: bytes, the first one highest
  std::vector<std::uint16_t> characters_;  // by pair
  bool has_four_ = false;  // of bytes, for what has no pair, as in GB18030
};

struct Recoding {
  using Answer = std::function<std::u32string(const std::u32string&)>;

  DoubleByteCodec gbk;  // written as GB18030, read as GBK
  DoubleByteCodec big5;  // Windows' code page 950
  // What an HTML entity stands for; the entity itself where nothing is to be put in its place.
  Answer unescape;
  // UTF-8 that was read as Latin-1 or Windows-1252 and does not decode strictly; the same text
  // where no repair is found.
  Answer repair_latin;
};

}  // namespace textmend
