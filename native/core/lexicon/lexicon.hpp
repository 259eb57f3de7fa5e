// A compiled lexicon: finds its terms in a text, whole or damaged.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/lexicon/alphabet.hpp"
#include "core/lexicon/errors.hpp"
#include "core/lexicon/fit.hpp"
#include "core/lexicon/match.hpp"
#include "core/lexicon/projection.hpp"
#include "core/lexicon/sections.hpp"
#include "core/lexicon/trie.hpp"
#include "core/text.hpp"

namespace textmend {

struct FindOptions {
  bool exact = true;
  bool cut = true;
  bool skeletons = true;
  std::uint32_t errors = 0;  // at most so many: 0, 1 or 2
  bool overlapping = false;  // all matches; otherwise the best without overlaps
};

// What would make a term of a text that lacks some of its droppable characters.
struct Insertion {
  std::uint32_t offset = 0;  // in the text
  std::u32string text;
};
struct Candidate {
  Match match;
  std::vector<Insertion> insertions;  // in order of their offsets
};

class Lexicon {
 public:
  // What lies in the sections is used where it lies and must outlive the lexicon. All of it is
  // verified; throws ModelFileError.
  explicit Lexicon(const Sections& sections);
  Lexicon(const Lexicon&) = delete;
  Lexicon& operator=(const Lexicon&) = delete;

  std::size_t size() const noexcept { return terms_.size(); }
  std::u32string term(std::uint32_t number) const;

  // Matches in order of their starts, the longest first. The time is linear in the text. Throws
  // std::length_error for a text of 2^31 characters or more.
  std::vector<Match> find(AnyText text, const FindOptions& options) const;

  // The terms whose skeletons stand in `start` to `end` of a text, overlapping ones too, and what
  // would have to be inserted for each. Offsets are those of the whole text.
  std::vector<Candidate> candidates(AnyText text, std::size_t start, std::size_t end) const;

 private:
  friend class Search;

  LexiconMeta read_meta(const Sections& sections) const;
  TermTable read_terms(const Sections& sections) const;

  LexiconMeta meta_;
  Alphabet alphabet_;
  TermTable terms_;
  Trie whole_;
  Trie skeleton_;
  View<std::uint32_t> skeleton_terms_;  // by their place in the trie
  ErrorIndex errors_;
};

}  // namespace textmend
