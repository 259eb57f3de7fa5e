// Interpolated modified Kneser-Ney estimates (Chen & Goodman 1998), for a tree that may have been
// pruned (after Siivola, Hirsimäki & Virpioja 2007).
//
// Kneser-Ney gives a lower order the mass that the order above it does not use. In a whole tree an
// n-gram vg of the order above uses all of its count but one discount, so g is counted once for
// each character v before it. Where vg was pruned, its whole count is not used there, and is
// counted for g:
//
//   a(g) = c(g) - sum over the vg that are there of (c(vg) - 1)
//
// with a = c for n-grams of the highest order, and for those that begin a line. In the same way the
// total over all w that ever followed a context h, pruned ones included, is
//
//   T(h) = c(h) + sum over the hw that are there of (a(hw) - c(hw))
//
// so that neither needs the n-grams that are gone: a tree can be pruned and estimated again.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/ngram/counts.hpp"

namespace textmend {

// What is taken from an adjusted count of 1, of 2, and of 3 or more.
using Discounts = std::array<double, 3>;

// Chen & Goodman's estimate; (0.5, 1, 1.5) where the text is too small to give one.
Discounts discounts_of(const CountsOfCounts& of_counts) noexcept;

// How the discount of an adjusted count a above 3 grows: by (a / 3) to this power, after the power
// law of Huang & Renals (2010). Text comes in bursts, and texts are alike in what they repeat, so a
// large count promises less of other texts than its size says. 0 is modified Kneser-Ney as it was
// published; which value is best is measured in textmend/training/RUNS.md.
inline constexpr double kNoGrowth = 0;

struct LevelEstimate {
  std::vector<std::uint32_t> context;  // index one order below; empty for order 1
  std::vector<float> probability;  // of the last character after the others
  std::vector<float> backoff;  // mass left for the order below; 1 where nothing follows
};

// One for each order; `growth` is 0 to 1. A character that never occurred has what backing off to a
// uniform distribution over the vocabulary gives it; kPadId has 0.
std::vector<LevelEstimate> estimate(const NgramCounts& counts, double growth = kNoGrowth);

}  // namespace textmend
