// Terms while a lexicon is built, and records as the bytes of a section.
#pragma once

#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "core/lexicon/format.hpp"

namespace textmend {

using SectionBytes = std::map<std::string, std::string>;

template <typename Record>
std::string to_bytes(const std::vector<Record>& records) {
  if (records.empty()) return {};
  std::string bytes(records.size() * sizeof(Record), '\0');
  std::memcpy(bytes.data(), records.data(), bytes.size());
  return bytes;
}

inline std::size_t power_of_two(std::size_t least) noexcept {
  std::size_t size = 1;
  while (size < least) size *= 2;
  return size;
}

// Strings of codes, one behind the other.
struct CodeStrings {
  std::vector<std::uint32_t> offsets = {0};
  std::vector<Code> codes;

  std::size_t size() const noexcept { return offsets.size() - 1; }
  const Code* begin(std::size_t i) const noexcept { return codes.data() + offsets[i]; }
  const Code* end(std::size_t i) const noexcept { return codes.data() + offsets[i + 1]; }
  std::uint32_t length(std::size_t i) const noexcept { return offsets[i + 1] - offsets[i]; }
  void close() { offsets.push_back(static_cast<std::uint32_t>(codes.size())); }
};

// Adds the sections of a trie over some of the keys, which `members` gives sorted by key. Of each
// key, `itself` says whether it is a term as it stands. Returns the members in the order in which
// they end in the trie.
std::vector<std::uint32_t> build_trie(const std::string& name, const CodeStrings& keys,
                                      const std::vector<std::uint32_t>& members,
                                      const std::vector<char>& itself, std::size_t codes,
                                      SectionBytes& sections);

void build_pieces(const CodeStrings& terms, SectionBytes& sections);

}  // namespace textmend
