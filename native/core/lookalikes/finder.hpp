// Finds characters that were misread or mistyped, and what was meant.
//
// The naive way scores every line with every candidate at every place: thousands of look-ups a
// character. Clean text hardly has pairs of characters that the n-gram model never saw, so:
//
// 1. each pair is looked up in the model's table of pairs: some nanoseconds a character;
// 2. only beside an unseen pair, candidates are tried that make seen pairs with both neighbours,
//    which few do;
// 3. only for those, the model compares the line as it is with the line as it might have been, all
//    n-grams that hold the place among them;
// 4. what gains something is weighed with everything else that speaks for or against it.
//
// The likeliest repair of a neighbourhood is made first and the line is looked at again, so that a
// second error nearby is judged beside what was meant and not beside the first one.
//
// Around a likely error the line is read thoroughly, by the look-alike network as well, which
// proposes what it expects more than what is written, and has a say in what was proposed.
//
// What a term of the caller's lexicon has at a place is tried wherever it stands, alike or not.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/lookalikes/confusions.hpp"
#include "core/lookalikes/network.hpp"
#include "core/lookalikes/terms.hpp"
#include "core/ngram/model.hpp"
#include "core/tables.hpp"
#include "core/text.hpp"

namespace textmend::lookalikes {

using Spans = std::vector<std::pair<std::size_t, std::size_t>>;

// What speaks for and against a repair. `lookalike_weights.tsv` has a weight for each.
enum Evidence : std::uint8_t {
  kBias,
  kGain,            // ln of how much more probable the line is
  kLikeness,        // 0 to 1
  kSound,           // 1 where the two are alike by sound
  kOneSeen,         // 1 where one of the two pairs as written is known
  kSurprise,        // mean surprisal of the text around, in nats, above what is usual
  kRival,           // ln of how much the best other candidate gains, 0 if nothing
  kWrittenRarity,   // surprisal of the character as written, by itself
  kMeantRarity,     // the same of what may be meant
  kWrittenWord,     // characters of the longest word as written that holds the place, less one
  kMeantWord,       // the same as meant
  kWords,          // ln of how much more probable the words around are, each by itself
  kReads,          // mean surprisal of the place and what follows, as meant, above what is usual
  kNeighbour,       // 1 where the character beside it is replaced, too
  kExpectedWritten, // ln of the probability of the character as written, as the network has it
  kExpectedMeant,   // the same of what may be meant
  kTerm,            // 1 where a term of the caller's lexicon has what may be meant
  kTermLength,      // characters of that term beyond four, eight at most
  kTermAlone,       // 1 where nothing but that term speaks for it, the two being in no table
  kEvidence,        // how many there are
};
inline constexpr std::array<const char*, kEvidence> kEvidenceNames = {
    "bias",           "gain",  "likeness",       "sound",        "one_seen",
    "surprise",       "rival", "rarity_written", "rarity_meant", "word_written",
    "word_meant",     "words", "reads",          "neighbour",    "expected_written",
    "expected_meant", "term",  "term_length",    "term_alone"};
using EvidenceValues = std::array<float, kEvidence>;

struct Finding {
  std::size_t offset;  // code points
  char32_t written;
  char32_t meant;
  Likeness likeness;
  float odds;  // ln of the odds that it is right
  EvidenceValues evidence;
};

struct Settings {
  // ln of the odds from which a finding is taken for made; where it is infinite, none is, and
  // nothing is read thoroughly for its sake.
  float repair = 0;
  float report = 0;  // ... and from which it is told at all
  // Surprisal of a character and the next one together, in nats, from which the line that holds
  // them is read thoroughly: characters are suspected that stand beside nothing unseen, only
  // because the models did not expect them. At 0 every line is; where it is infinite, only what
  // stands around a likely finding.
  float thorough_from = kNothingIs;
  static constexpr float kNothingIs = std::numeric_limits<float>::infinity();
  std::array<float, kEvidence> weights = {};
};

// Immutable, and safe to use from many threads.
class Finder {
 public:
  // All must outlive it; `network` may be null.
  Finder(const Confusions& confusions, const NgramModel& ngrams, const Tables& tables,
         const Network* network);

  // The findings in a text, in order, none at a place of another; nothing in a protected span is
  // touched. `terms` are in order. A finding below `repair` is no ground for judging its
  // neighbours.
  std::vector<Finding> find(AnyText text, const Spans& protected_spans, const TermCharacters& terms,
                            const Settings& settings) const;

 private:
  friend class LineReader;

  const Confusions& confusions_;
  const NgramModel& ngrams_;
  const Tables& tables_;  // the words are read when a text first calls for them
  const Network* network_;
};

}  // namespace textmend::lookalikes
