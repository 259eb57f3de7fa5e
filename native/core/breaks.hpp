// Does a text run on over a line end? What the n-gram model says of both sides and of the joint.
#pragma once

#include <string>
#include <string_view>

#include "core/ngram/model.hpp"
#include "core/tables.hpp"
#include "core/text.hpp"

namespace textmend {

// Natural logarithms of probabilities, and differences of them.
struct BreakScores {
  float line_end;      // that a line ends here
  float sentence_end;  // that a line or a sentence does
  float clause_end;    // that any of them, or a clause, does
  float closing;       // that a quotation or bracket is closed here
  // How much better what follows goes on with the line than it would begin a line, a sentence or
  // a clause, whichever it does best.
  float run_on;
  float first;    // the same of its first character alone, without clauses
  float anew;     // how much better it begins a line than a clause
  float heading;  // how much better it begins a line than a sentence inside one
};

// Judges breaks by a model, which must outlive it. Immutable.
class BreakReader {
 public:
  static constexpr std::size_t kBefore = 8;
  static constexpr std::size_t kAfter = 6;

  BreakReader(const NgramModel& model, const Tables& tables) : model_(model), tables_(tables) {}

  // Of a line and of what may go on with it only the nearest characters are read. The model knows
  // simplified text, so traditional characters are read as their counterparts.
  BreakScores weigh(const AnyText& before, const AnyText& after) const;

 private:
  std::vector<Id> ids(const AnyText& text, std::size_t start, std::size_t end) const;

  const NgramModel& model_;
  const Tables& tables_;
};

}  // namespace textmend
