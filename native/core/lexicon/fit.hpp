// Does a term whose content was found fit the text around it, and what is missing?
#pragma once

#include <cstdint>
#include <vector>

#include "core/lexicon/alphabet.hpp"
#include "core/lexicon/projection.hpp"

namespace textmend {

struct Fit {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  std::uint32_t missing = 0;
  std::uint32_t blanks = 0;
};

// Characters `first` to `last` of the term are missing before `offset` of the text.
struct MissingRun {
  std::uint32_t offset = 0;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

class Fitter {
 public:
  // `left_out` are the classes that the projection left out.
  Fitter(const std::vector<Code>& text, const Projection& projection, const Alphabet& alphabet,
         unsigned left_out)
      : text_(text), projection_(projection), alphabet_(alphabet), left_out_(left_out) {}

  // Compares what was left out of the text at a match of `length` codes from `index` on with what
  // was left out of the term: all that the text has must be in the term, in order, but for blanks.
  // Before the first and behind the last code, as much of the term is taken in as stands there.
  // False where it does not fit. `runs` may be null.
  bool fit(View<Code> term, std::size_t index, std::size_t length, Fit& result,
           std::vector<MissingRun>* runs = nullptr) const;

 private:
  bool is_content(Code code) const noexcept { return !alphabet_.is(code, left_out_); }
  bool fit_gap(View<Code> term, std::uint32_t first, std::uint32_t last, std::uint32_t from,
               std::uint32_t to, Fit& result, std::vector<MissingRun>* runs) const;
  void fit_front(View<Code> term, std::uint32_t last, Fit& result,
                 std::vector<MissingRun>* runs) const;
  void fit_back(View<Code> term, std::uint32_t first, Fit& result,
                std::vector<MissingRun>* runs) const;
  std::uint32_t blanks_from(std::uint32_t position, int step) const noexcept;

  const std::vector<Code>& text_;
  const Projection& projection_;
  const Alphabet& alphabet_;
  unsigned left_out_;
};

}  // namespace textmend
