// Which characters are taken for which others, by shape or by sound: the channel of the pass
// `lookalikes`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/vocabulary.hpp"

namespace textmend::lookalikes {

// The last is no likeness: a term of a lexicon has the one where the other is written.
enum class Likeness : std::uint8_t { kShape, kSound, kTerm };

// What may have been meant where something else is written.
struct Candidate {
  char32_t character;
  Id id;
  std::uint8_t percent;  // how alike the two are
  Likeness likeness;
};

// Immutable, and safe to use from many threads.
class Confusions {
 public:
  // A table and the likeness that its rows mean.
  struct Source {
    std::string path;
    Likeness likeness;
  };

  // Reads tables of rows `character<TAB>candidates`, the candidates separated by blanks, each a
  // character and a percentage. What a model does not know is left out. Of a candidate in two
  // tables the likelier entry counts. Throws TableError.
  Confusions(const std::vector<Source>& sources, const Vocabulary& vocabulary);

  struct Range {
    const Candidate* first;
    const Candidate* last;
    const Candidate* begin() const noexcept { return first; }
    const Candidate* end() const noexcept { return last; }
    bool empty() const noexcept { return first == last; }
  };
  // The most alike first.
  Range of(char32_t character) const noexcept;

 private:
  std::vector<Candidate> candidates_;
  std::vector<std::uint32_t> starts_;  // of each code point of the Basic Multilingual Plane
};

}  // namespace textmend::lookalikes
