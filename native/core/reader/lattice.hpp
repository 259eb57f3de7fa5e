// The search for what is missing in a line.
//
// At each gap, the place before an observed character, a reading either copies the character or
// first writes symbols. The network scores each choice, the n-gram model the text that comes of
// it. Readings that end in the same state are merged into a node, their arcs kept; the best few
// nodes go on. At the end of the line the posterior of every arc is known (forward-backward), and
// so for each gap how probable each string is.
#pragma once

#include <string>
#include <vector>

#include "core/reader/alphabet.hpp"
#include "core/reader/language.hpp"
#include "core/reader/weights.hpp"

namespace textmend::reader {

struct Search {
  std::size_t beam = 6;         // nodes kept at a gap
  std::size_t branches = 6;     // symbols tried at each step
  std::size_t longest = 6;      // symbols written in one gap
  float threshold = 5;          // nats behind the best at which a reading is given up
  float ngram_weight = 0.5F;
  float bonus = 1.0F;           // for each symbol written, against the n-gram model's thrift
};

// A string for a gap, "" included, and its posterior probability.
struct Candidate {
  std::u32string text;
  float probability;
};

struct GapReading {
  std::size_t gap;  // the index of the observed character behind it
  std::vector<Candidate> candidates;  // the most probable first
};

// The observed characters of a line, its end included, and what the encoder says of the gaps.
struct ObservedLine {
  const Id* ids;                 // of the reader
  const Id* ngram_ids;           // of the n-gram model
  const float* gaps;             // [size, hidden]
  const std::uint8_t* closed;    // where nothing may be written
  std::size_t size;
};

class Lattice {
 public:
  Lattice(const Writer& writer, const Language& language, const Alphabet& alphabet,
          const Search& search);

  // Reads a line. Gaps where nothing but copying is probable are left out of the result.
  std::vector<GapReading> read(const ObservedLine& line);

 private:
  struct Node {
    LanguageState language;
    History history;
    double forward;
  };
  struct Arc {
    std::uint32_t from;  // nodes of the column before
    std::uint32_t to;
    float score;
    std::uint8_t length;
    std::array<std::uint16_t, 8> symbols;
  };
  // A reading in the middle of a gap.
  struct Partial {
    std::uint32_t from;
    double score;  // with the node's forward score
    LanguageState language;
    History history;
    std::uint8_t length;
    std::array<std::uint16_t, 8> symbols;
  };
  struct Column {
    std::vector<Node> nodes;
    std::vector<Arc> arcs;
  };

  Column step(const Column& before, const ObservedLine& line, std::size_t at);
  void expand(const Partial& partial, const float* scores, double least,
              std::vector<Partial>& longer) const;
  void score(const ObservedLine& line, std::size_t at, const std::vector<Partial>& level);
  const float* scores_of(const History& history) const;
  void copy(const Partial& partial, float copy_score, const ObservedLine& line, std::size_t at,
            std::vector<Partial>& copied) const;
  Column merged(std::vector<Partial>& copied, const Column& before) const;
  std::vector<GapReading> readings(const std::vector<Column>& columns) const;

  const Writer& writer_;
  const Language& language_;
  const Alphabet& alphabet_;
  Search search_;
  std::vector<Id> symbol_ngram_ids_;
  // Of the gap at hand: what was written last, and the scores that follow from it.
  std::vector<History> histories_;
  std::vector<float> scores_;
  Projections projections_;
};

}  // namespace textmend::reader
