// Which n-grams a model of a given size can do without.
#pragma once

#include <cstddef>
#include <vector>

#include "core/ngram/counts.hpp"
#include "core/ngram/estimate.hpp"

namespace textmend {

// Removes the n-grams that matter least, until those of order 2 and above cost at most `budget`,
// where one of order k costs `costs[k - 1]`.
//
// What one matters is the relative entropy that its removal alone would cost (Stolcke 1998), with
// the frequency of its context as it was counted: what a Kneser-Ney model itself says of a context
// is far off, since its lower orders are not made for that (Chelba et al. 2010). One that another
// n-gram needs, as its suffix or its context, matters at least as much as that one.
void prune(NgramCounts& counts, const std::vector<LevelEstimate>& estimates,
           const std::vector<double>& costs, double budget);

}  // namespace textmend
