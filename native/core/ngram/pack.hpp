// Packs an estimated model into the sections that `NgramModel` reads.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/ngram/counts.hpp"
#include "core/ngram/estimate.hpp"

namespace textmend {

// What one n-gram of each order costs in a packed table, in bytes.
std::vector<double> packed_costs(std::size_t order);

// Sections by name; that of the vocabulary is not among them. Throws ModelFileError where an order
// has more than 2^31 n-grams.
std::map<std::string, std::string> pack(const NgramCounts& counts,
                                        const std::vector<LevelEstimate>& estimates);

}  // namespace textmend
