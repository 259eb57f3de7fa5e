// What the terms of a user's lexicon would have where something else is written.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/lexicon/lexicon.hpp"
#include "core/text.hpp"

namespace textmend::lookalikes {

// A Han character that a term has at a place of a text that holds another one.
struct TermCharacter {
  std::size_t offset;  // code points
  char32_t meant;
  std::size_t length;  // of the term, the longest if there are several
};
using TermCharacters = std::vector<TermCharacter>;

// Which character of a match is too much, rather than another one in its place: the first, where
// the term begins in front of it, as 煤 does in 煤镩矿安全, or the last.
enum class Side : std::uint8_t { kNone, kFirst, kLast };
Side side_of_extra(AnyText text, const Match& match, const std::u32string& term) noexcept;

// Where more characters than this may stand at one place, the terms say nothing of it.
inline constexpr std::size_t kMostMeant = 8;

// Leaves out the items at an offset that are too many; they are in order of their offsets.
template <typename Item>
void leave_out_many(std::vector<Item>& items) {
  std::size_t kept = 0;
  for (std::size_t first = 0, last = 0; first < items.size(); first = last) {
    while (last < items.size() && items[last].offset == items[first].offset) ++last;
    if (last - first > kMostMeant) continue;
    for (std::size_t i = first; i < last; ++i) items[kept++] = items[i];
  }
  items.resize(kept);
}

// The characters by which matches differ from their terms, where that is all that they differ by,
// in order of their offsets, those of one offset by character.
TermCharacters term_characters(AnyText text, const Lexicon& lexicon,
                               const std::vector<Match>& matches);

}  // namespace textmend::lookalikes
