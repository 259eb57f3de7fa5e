// The gate: is this text damaged, where, and how badly? One pass over the text, at a few
// nanoseconds a character, so that clean text costs almost nothing and only damaged text is read
// by the reader.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/gate/alphabet.hpp"
#include "core/gate/light.hpp"
#include "core/gate/measure.hpp"
#include "core/gate/network.hpp"
#include "core/gate/second_look.hpp"
#include "core/model/values.hpp"
#include "core/ngram/model.hpp"
#include "core/text.hpp"

namespace textmend::gate {

enum class Severity : std::uint8_t { kClean, kLight, kHeavy };

struct Stretch {
  std::size_t start;  // code points
  std::size_t end;
  std::uint32_t visible;  // characters that are no blanks
  std::uint32_t han;      // 0 where the text is no Chinese prose, and not judged
  float evidence;         // ln of the likelihoods of damaged and clean, of this stretch alone
  float probability;      // of damage, the whole document considered
  float marks;            // the share of its marks that was dropped, if it is damaged
  float functions;        // the same of function characters
  Severity severity;
};

// What the reader is told of a symbol, and what people are: how often it stands in the text against
// how often it should.
struct SymbolCount {
  std::uint64_t count;
  double expected;
};

// The symbols of a text.
struct Tally {
  std::vector<SymbolCount> symbols;  // in the order of reader/symbols
  std::uint64_t others = 0;          // characters that are no symbols, without blanks
};

struct Examination {
  std::vector<Stretch> stretches;
  Tally tally;
  std::vector<Hit> hits;             // of the second look, in lightly damaged stretches
  float probability = 0;             // that any of the text is damaged
  float light_probability = 0;       // that function characters are missing here and there
  float marks = 0;                   // shares that were dropped, of the damaged stretches
  float functions = 0;
};

// What decides, in gate/settings.
struct Settings {
  float prior;      // ln of the odds that a stretch is damaged, before anything is known
  float most_prior; // the most that the rest of the document may say for damage
  float threshold;  // the probability from which a stretch counts as damaged
  float heavy;      // the share of characters that is missing from heavily damaged text
};

class Gate {
 public:
  // The file must outlive it. Where it has no n-gram model, or no gate/light, there is no second
  // look, and light damage is hardly seen. Throws ModelFileError where sections are missing or do
  // not fit.
  explicit Gate(const ModelFile& file);

  const Alphabet& alphabet() const noexcept { return alphabet_; }
  std::size_t symbols() const noexcept { return rates_.size; }
  Examination examine(AnyText text, const Spans& protected_spans) const;

 private:
  void read_symbols(const ModelFile& file);
  void judge(AnyText text, const Measurement& measured, Examination& result) const;
  void read_verdict(AnyText text, const Counts& counts, Stretch& stretch) const;
  Tally tally_of(const Measurement& measured) const;
  void look_again(AnyText text, Examination& result) const;

  Alphabet alphabet_;
  Network network_;
  Settings settings_;
  Floats rates_ = {};  // of each symbol, for each character that is no symbol
  std::array<std::uint16_t, kIds> symbol_of_ = {};  // its index plus 1
  std::unique_ptr<const NgramModel> ngrams_;
  std::unique_ptr<const SecondLook> second_look_;
  std::unique_ptr<const LightModel> light_;
};

}  // namespace textmend::gate
