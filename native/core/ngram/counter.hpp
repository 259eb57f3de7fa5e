// Counts the n-grams of a text in bounded memory.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/ngram/counts.hpp"
#include "core/ngram/runs.hpp"
#include "core/text.hpp"

namespace textmend {

class NgramCounter {
 public:
  // `vocabulary` must outlive the counter; `folder` takes what does not fit into `bytes`.
  // Throws ModelFileError where the order is not 1 to kMostOrder.
  NgramCounter(const Vocabulary& vocabulary, std::size_t order, const std::string& folder,
               std::size_t bytes);

  // Counts the lines of a text, blanks around each removed, empty ones left out. Line `i` of a
  // corpus of weight w counts floor((i + 1) w) - floor(i w) times: five times each for a weight of
  // 5, every fifth line for 0.2. Weights are in thousandths; `first_line` is the number of lines of
  // the corpus that came before. Returns the number of the next line.
  std::uint64_t add(AnyText text, std::uint32_t weight, std::uint64_t first_line);

  // What was counted. An n-gram of order k that occurred `cut_offs[k - 1]` times or fewer is left
  // out; cut-offs must not fall from one order to the next, and that of order 1 must be 0. The
  // counter is empty afterwards.
  NgramCounts finish(const std::vector<std::uint32_t>& cut_offs);

 private:
  template <typename Text>
  void add_line(Text text, std::size_t start, std::size_t end, std::uint32_t times);

  const Vocabulary& vocabulary_;
  std::size_t order_;
  RunSorter sorter_;
};

}  // namespace textmend
