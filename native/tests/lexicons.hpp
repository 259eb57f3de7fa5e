// Lexicons in memory, for tests and fuzz targets.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/lexicon/build.hpp"
#include "core/lexicon/lexicon.hpp"

namespace textmend::tests {

using SectionMap = std::map<std::string, std::string>;

inline SectionMap compiled(const std::u32string& terms) {
  const std::u32string droppable = U"的在一不";
  const std::u32string marks = U"，。·";
  return compile_lexicon(AnyText(terms), AnyText(droppable), AnyText(marks));
}

// The map must outlive what is made of it.
inline Sections sections_of(const SectionMap& map) {
  std::vector<Section> items;
  for (const auto& [name, bytes] : map) {
    items.push_back({name, {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}});
  }
  return Sections(items, "a test");
}

}  // namespace textmend::tests
