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
  std::size_t beam = 8;         // nodes kept at a gap
  std::size_t branches = 6;     // symbols tried at each step
  std::size_t longest = 6;      // symbols written in one gap
  float threshold = 7.5F;       // nats behind the best at which a reading is given up
  float gap_threshold = 5;      // the same inside a gap, where most readings are
  float ngram_weight = 0.5F;
  float bonus = 0.7F;           // for each symbol written, against the n-gram model's thrift
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
          const Clauses& clauses, const Search& search, std::vector<float> first_scores);

  // Reads a line. Gaps where nothing but copying is probable are left out of the result.
  std::vector<GapReading> read(const ObservedLine& line);

 private:
  struct Node {
    LanguageState language;
    History history;
    Clause clause;
    double forward;
  };
  using Symbols = std::array<std::uint16_t, 8>;  // those behind `length` are 0
  struct Arc {
    std::uint32_t from;  // nodes, by their numbers in the line
    std::uint32_t to;
    float score;
    std::uint8_t length;
    Symbols symbols;
  };
  // A reading in the middle of a gap.
  struct Partial {
    std::uint32_t from;
    double score;  // with the node's forward score
    double ahead;  // of the character that comes next, by the n-gram model, weighted
    LanguageState language;
    LanguageState behind;  // that character
    History history;
    Clause clause;
    std::uint8_t length;
    Symbols symbols;
  };
  // Scores of symbols and of copying, and what to take off them to make them logarithms.
  struct Scores {
    const float* values;
    float shift;
  };
  // A partial reading and a symbol more. No answer of the n-gram model makes its score better.
  struct Option {
    std::uint32_t partial;
    std::uint16_t symbol;
    double score;
  };
  // What may stand in a gap.
  struct String {
    std::uint8_t length;
    Symbols symbols;
    float probability;
  };
  // Where the nodes and the arcs of a gap end; those of the next begin there.
  struct Column {
    std::size_t nodes;
    std::size_t arcs;
  };

  void step(const ObservedLine& line, std::size_t at);
  void score(const ObservedLine& line, std::size_t at);
  void copy(const ObservedLine& line, std::size_t at);
  void add_options(std::uint32_t index);
  void extend(Id next);
  void look_ahead(std::vector<Partial>& partials, Id next);
  // What a reading in the middle of the gap must reach to be worth going on.
  double least() const noexcept { return best_ - search_.gap_threshold; }
  // The nodes that the gap at hand begins with.
  std::size_t first_node() const noexcept {
    return columns_.size() > 1 ? columns_[columns_.size() - 2].nodes : 0;
  }
  Context context_of(const Partial& partial) const noexcept;
  Scores scores_of(const Partial& partial) const;
  void merge();
  void remember(const ObservedLine& line, std::size_t at);
  std::vector<GapReading> readings();
  bool candidates(const Column& before, const Column& column, double total, GapReading& gap);

  const Writer& writer_;
  const Language& language_;
  const Alphabet& alphabet_;
  const Clauses& clauses_;
  Search search_;
  std::vector<float> first_scores_;  // of the text
  std::vector<Id> symbol_ngram_ids_;
  // Of the line.
  std::vector<Node> nodes_;
  std::vector<Arc> arcs_;
  std::vector<Column> columns_;
  std::vector<double> backward_;  // of each node
  // Of the nodes that the gap at hand begins with.
  std::vector<float> states_;  // what is remembered of the line
  std::vector<float> told_;
  // Of the gap at hand: where readings stand, and the scores that follow from it.
  std::vector<Context> contexts_;
  std::vector<float> scores_;
  std::vector<float> shifts_;
  std::vector<Partial> level_;   // readings that wrote equally many symbols
  std::vector<Partial> longer_;  // and one more
  std::vector<Partial> copied_;  // those that ended
  std::vector<Option> options_;
  double best_;      // score of a reading that ended
  double expected_;  // the best that is hoped for from the character that comes next
  std::vector<std::uint16_t> likely_;
  std::vector<LanguageQuestion> questions_;
  std::vector<String> strings_;
  std::vector<std::uint32_t> leaders_;  // of each new node, its best reading among `copied_`
  std::vector<float> next_states_;
  RecallRoom recall_room_;
  Projections projections_;
};

}  // namespace textmend::reader
