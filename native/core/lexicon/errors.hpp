// Terms with errors: pieces of three characters are looked up, and what stands around them is
// compared with the terms that have such a piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/lexicon/alphabet.hpp"
#include "core/lexicon/format.hpp"
#include "core/lexicon/match.hpp"
#include "core/lexicon/pieces.hpp"
#include "core/lexicon/sections.hpp"

namespace textmend {

// Where the characters of each term lie.
struct TermTable {
  View<std::uint32_t> offsets;
  View<Code> characters;

  std::size_t size() const noexcept { return offsets.size - 1; }
  View<Code> operator[](std::uint32_t term) const noexcept {
    return {characters.data + offsets[term], offsets[term + 1] - offsets[term]};
  }
};

class ErrorIndex {
 public:
  // Throws ModelFileError where the sections are malformed.
  ErrorIndex(const Sections& sections, TermTable terms, const Alphabet& alphabet);

  // Adds a match for each term that stands in the text with 1 to `most` errors, 2 at most. A term
  // may be found several times at one place.
  void find(const std::vector<Code>& text, std::uint32_t most, std::vector<Match>& matches) const;

 private:
  // A piece that may stand in the text: its hash and the span of the text that it covers.
  struct Probe {
    std::uint64_t hash;
    std::uint32_t start;
    std::uint32_t end;
  };

  // A term that a probe may have found, to be compared with the text.
  struct Lead {
    std::uint32_t start;
    std::uint32_t end;
    std::uint32_t place;
    std::uint32_t budget;
  };

  std::size_t probe(const Code* text, std::size_t from, std::size_t to, std::size_t size,
                    Probe* probes) const;
  std::size_t keep_known(Probe* probes, std::size_t count) const;
  void look(const std::vector<Code>& text, const Probe& probe, std::uint32_t most,
            std::vector<Lead>& leads) const;
  void follow(const std::vector<Code>& text, const std::vector<Lead>& leads,
              std::vector<Match>& matches) const;
  bool compare(const std::vector<Code>& text, const Lead& lead, Match& match) const;

  TermTable terms_;
  const Alphabet& alphabet_;
  View<std::uint64_t> bits_;
  View<std::uint32_t> starts_;
  View<PieceEntry> entries_;
};

}  // namespace textmend
