// The slower look, for light damage: marks are there, and a few function characters in a hundred
// are not. At pairs that clean text hardly has, it asks the n-gram model whether the text becomes
// much more probable with a function character between them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/gate/alphabet.hpp"
#include "core/ngram/model.hpp"
#include "core/text.hpp"

namespace textmend::gate {

// A place where something seems to be missing.
struct Hit {
  std::size_t offset;  // code points
  char32_t symbol;     // what would fit best
  float gain;          // ln of how much more probable the text is with it
  std::uint32_t pair;  // the numbers of its neighbours
};

// Immutable, and safe to use from many threads.
class SecondLook {
 public:
  // Both must outlive it.
  SecondLook(const Alphabet& alphabet, const NgramModel& ngrams);

  // Appends what is found in [start, end), and returns how many pairs were looked at.
  std::size_t look(AnyText text, std::size_t start, std::size_t end, std::vector<Hit>& hits) const;

 private:
  struct Candidate {
    char32_t character;
    std::uint32_t id;  // of the alphabet
    Id ngram_id;
  };
  template <typename View>
  Hit look_between(View view, std::size_t offset, std::uint32_t before, std::uint32_t after) const;

  const Alphabet& alphabet_;
  const NgramModel& ngrams_;
  std::vector<Candidate> candidates_;
};

}  // namespace textmend::gate
