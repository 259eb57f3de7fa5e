// Terms of a user's lexicon that lack a character in a text, or have one too many.
//
// Each is judged in its sentence: by how much more probable it becomes to the n-gram model, and its
// words by themselves. What the look-alike network expects adds nothing to that.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/lexicon/lexicon.hpp"
#include "core/lookalikes/finder.hpp"
#include "core/lookalikes/terms.hpp"
#include "core/ngram/model.hpp"
#include "core/tables.hpp"
#include "core/text.hpp"

namespace textmend::lookalikes {

// A character inside a term that is missing from the text, or is in it and not in the term.
struct TermGap {
  std::size_t offset;  // where it stands, or would: code points
  char32_t character;
  bool is_missing;
  std::size_t length;  // of the term, the longest if there are several
};

// Of matches that differ from their terms by one character missing or too many, a Han inside the
// term; in order of their offsets, each once.
std::vector<TermGap> term_gaps(AnyText text, const Lexicon& lexicon,
                               const std::vector<Match>& matches);

// What speaks for and against one. `term_gap_weights.tsv` has a weight for each.
enum GapEvidence : std::uint8_t {
  kGapBias,
  kGapGain,  // ln of how much more probable the line is to the n-gram model
  kGapWords,  // the same of the words around
  kGapRarity,  // surprisal of the character, by itself
  kGapTwice,  // 1 where one beside it is the same
  kGapSurprise,  // mean surprisal of the text before, in nats, above what is usual
  kGapLength,  // characters of the term beyond four, eight at most
  kGapEvidence,  // how many there are
};
inline constexpr std::array<const char*, kGapEvidence> kGapEvidenceNames = {
    "bias", "gain", "words", "rarity", "twice", "surprise", "length"};
using GapValues = std::array<float, kGapEvidence>;

struct GapFinding {
  TermGap gap;
  float odds;  // ln of the odds that it is right
  GapValues evidence;
};

struct GapSettings {
  float report = 0;  // ln of the odds from which a gap is told at all
  GapValues missing = {};
  GapValues extra = {};
};

class GapJudge {
 public:
  // Both must outlive it.
  GapJudge(const NgramModel& ngrams, const Tables& tables) : ngrams_(ngrams), tables_(tables) {}

  // The gaps that are sure enough, in order, none within reach of a surer one or in a protected
  // span.
  std::vector<GapFinding> judge(AnyText text, const Spans& protected_spans,
                                const std::vector<TermGap>& gaps,
                                const GapSettings& settings) const;

 private:
  GapFinding weigh(AnyText text, const TermGap& gap, const GapSettings& settings) const;
  float score(const std::u32string& line, std::size_t from, std::size_t to, float* before) const;
  float rarity(char32_t character) const;

  const NgramModel& ngrams_;
  const Tables& tables_;
};

}  // namespace textmend::lookalikes
