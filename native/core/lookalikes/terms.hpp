// What the terms of a user's lexicon would have where something else is written.
#pragma once

#include <cstdint>
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

// The characters by which matches differ from their terms, where that is all that they differ by,
// in order of their offsets, those of one offset by character.
TermCharacters term_characters(AnyText text, const Lexicon& lexicon,
                               const std::vector<Match>& matches);

}  // namespace textmend::lookalikes
