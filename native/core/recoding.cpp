#include "core/recoding.hpp"

#include <stdexcept>

namespace textmend {

namespace {

std::uint32_t to_code(std::string_view bytes) {
  if (bytes.size() > 4) throw std::invalid_argument("a character has four bytes at most");
  std::uint32_t code = 0;
  for (const char byte : bytes) code = (code << 8) | static_cast<std::uint8_t>(byte);
  return code;
}

// Returns where the next code goes; 0 is none.
char* write_code(std::uint32_t code, char* out) {
  if (code > 0xFFFF) {
    *out++ = static_cast<char>(code >> 24);
    *out++ = static_cast<char>(code >> 16);
  }
  if (code > 0xFF) *out++ = static_cast<char>(code >> 8);
  if (code != 0) *out++ = static_cast<char>(code);
  return out;
}

// GB 18030: characters beyond the BMP in their order, counted in four digits of base 126 and 10.
std::uint32_t four_bytes(char32_t character) {
  std::uint32_t rest = character - 0x10000;
  const std::uint32_t fourth = 0x30 + rest % 10;
  rest /= 10;
  const std::uint32_t third = 0x81 + rest % 126;
  rest /= 126;
  return ((0x90 + rest / 10) << 24) | ((0x30 + rest % 10) << 16) | (third << 8) | fourth;
}

}  // namespace

DoubleByteCodec::DoubleByteCodec(std::string_view encoded, const AnyText& decoded)
    : codes_(0x10000), characters_(0x10000) {
  for (char32_t character = 0; character < kFirst; ++character) codes_[character] = character;
  for (char32_t character = kFirst; character < 0x10000; ++character) {
    const std::size_t end = encoded.find('\n');
    codes_[character] = to_code(encoded.substr(0, end));
    has_four_ = has_four_ || codes_[character] > 0xFFFF;
    const bool is_last = end == std::string_view::npos;
    if (is_last != (character == 0xFFFF)) throw std::invalid_argument("not one line a character");
    encoded.remove_prefix(is_last ? encoded.size() : end + 1);
  }
  std::size_t i = 0;
  for (unsigned pair = kFirstLead << 8; pair < 0x10000; ++pair) {
    if ((pair & 0xFF) < kFirstTrail) continue;
    const std::size_t start = i;
    while (i < decoded.size() && decoded.at(i) != '\n') ++i;
    const char32_t only = i == start + 1 ? decoded.at(start) : 0;
    if (only < 0x10000 && only != 0xFFFD) characters_[pair] = static_cast<std::uint16_t>(only);
    if ((i == decoded.size()) != (pair == 0xFFFF)) {
      throw std::invalid_argument("not one line a pair of bytes");
    }
    ++i;
  }
}

void DoubleByteCodec::encode(std::u32string_view text, std::string& bytes) const {
  bytes.resize(4 * text.size());
  char* out = bytes.data();
  for (const char32_t character : text) {
    if (character < 0x10000) {
      out = write_code(codes_[character], out);
    } else if (has_four_ && character <= 0x10FFFF) {
      out = write_code(four_bytes(character), out);
    }
  }
  bytes.resize(static_cast<std::size_t>(out - bytes.data()));
}

template <typename OnFault>
bool DoubleByteCodec::decode_with(std::string_view bytes, std::u32string& text,
                                  OnFault&& goes_on) const {
  text.clear();
  text.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto lead = static_cast<std::uint8_t>(bytes[i]);
    if (lead < 0x80) {
      text.push_back(lead);
      continue;
    }
    char32_t found = 0;
    if (i + 1 < bytes.size()) {
      const auto trail = static_cast<std::uint8_t>(bytes[i + 1]);
      found = character(static_cast<std::uint16_t>(lead << 8 | trail));
    }
    if (found != 0) {
      text.push_back(found);
      ++i;
    } else if (!goes_on()) {
      return false;
    }
  }
  return true;
}

bool DoubleByteCodec::decode(std::string_view bytes, std::u32string& text) const {
  return decode_with(bytes, text, [] { return false; });
}

void DoubleByteCodec::decode_lossy(std::string_view bytes, std::u32string& text) const {
  decode_with(bytes, text, [] { return true; });  // what is skipped is one byte, as in Python
}

}  // namespace textmend
