// What one pass over a text collects: counts for each stretch, and of each character in all.
//
// A stretch is a paragraph, a piece of about 200 characters of a long one, or several short lines
// in a row, because a short line alone says too little.
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/gate/alphabet.hpp"
#include "core/text.hpp"

namespace textmend::gate {

inline constexpr std::size_t kLevels = 4;
inline constexpr std::size_t kRuns = 6;
// The longest unbroken text of each class of runs, in characters; the last class has no end.
inline constexpr std::array<std::uint32_t, kRuns - 1> kRunLimits = {8, 16, 24, 36, 60};

struct Counts {
  std::array<std::uint32_t, kKinds> kinds = {};
  std::array<std::array<std::uint32_t, kLevels>, 2> pairs = {};  // by level; [1] is of two Han
  std::array<std::uint32_t, kRuns> runs = {};  // characters in unbroken text, by its length
  std::uint32_t open_lines = 0;  // lines that end without a mark
  std::uint32_t closed_lines = 0;

  std::uint32_t of(Kind kind) const noexcept { return kinds[static_cast<std::size_t>(kind)]; }
  std::uint32_t han() const noexcept;
  // Characters without blanks and line ends.
  std::uint32_t visible() const noexcept;
  void add(const Counts& other) noexcept;
};

struct Measured {
  std::size_t start;  // code points
  std::size_t end;
  Counts counts;
};

struct Measurement {
  std::vector<Measured> stretches;
  std::array<std::uint32_t, kIds> ids = {};  // how often each number of the alphabet occurs
};

using Spans = std::vector<std::pair<std::size_t, std::size_t>>;

// Characters inside of the spans, which are sorted and apart, are not counted.
Measurement measure(AnyText text, const Spans& protected_spans, const Alphabet& alphabet);

}  // namespace textmend::gate
