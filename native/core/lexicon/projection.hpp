// A text without the characters that may be missing from it: what the tries are walked over.
#pragma once

#include <cstdint>
#include <vector>

#include "core/lexicon/alphabet.hpp"

namespace textmend {

struct Projection {
  std::vector<Code> codes;
  std::vector<std::uint32_t> at;  // where each stands in the text
};

inline constexpr unsigned kSkeletonLeavesOut = kDroppable | kMark | kBlankCode;

// The longest gap between two characters that is matched across.
inline constexpr std::size_t kLongestGap = 12;

// Leaves out characters of the given classes. A 0 stands where nothing can match across: for
// characters of no term, an empty line, and a gap that is too long.
void project(const std::vector<Code>& text, const Alphabet& alphabet, unsigned left_out,
             Projection& result);

}  // namespace textmend
