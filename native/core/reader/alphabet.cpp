#include "core/reader/alphabet.hpp"

#include <cstring>

namespace textmend::reader {

namespace {

constexpr std::size_t kPlane = 0x10000;

char32_t folded(char32_t c) noexcept {
  if (c >= U'0' && c <= U'9') return U'0';
  if ((c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z')) return U'a';
  if (c == U'(') return U'（';
  if (c == U')') return U'）';
  if (c == U',') return U'，';
  return c;
}

}  // namespace

Alphabet::Alphabet(const ModelFile& file, std::size_t characters, std::size_t symbols)
    : ids_(kPlane, kUnknownId) {
  const Bytes bytes = file.section("reader/characters");
  if (bytes.size != (characters - kFirstCharacterId) * sizeof(std::uint32_t)) {
    throw ModelFileError(file.path() +
                         ": the reader's characters do not fit its network; the file is damaged, "
                         "or was made by another version of textmend: get it again.");
  }
  for (std::size_t i = 0; i < bytes.size / sizeof(std::uint32_t); ++i) {
    std::uint32_t character = 0;
    std::memcpy(&character, bytes.data + i * sizeof character, sizeof character);
    if (character > 0x10FFFF) {
      throw ModelFileError(file.path() +
                           ": one of the reader's characters is none; the file is "
                           "damaged: get it again.");
    }
    if (character < kPlane) ids_[character] = static_cast<Id>(kFirstCharacterId + i);
    if (i < symbols) symbols_.push_back(character);
  }
  ids_[U'\n'] = kLineEndId;
}

Id Alphabet::id(char32_t character) const noexcept {
  return character < kPlane ? ids_[folded(character)] : kUnknownId;
}

bool is_invisible(char32_t c) noexcept {
  return c == U' ' || c == U'\t' || c == U'\r' || c == 0xA0 || c == 0x3000;
}

}  // namespace textmend::reader
