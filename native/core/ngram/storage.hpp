// Counts of n-grams as sections of a file, so that a text is counted once.
#pragma once

#include <map>
#include <string>

#include "core/model/file.hpp"
#include "core/ngram/counts.hpp"

namespace textmend {

std::map<std::string, std::string> sections_from(const NgramCounts& counts);

// Throws ModelFileError where the sections are not those of counts that can be used.
NgramCounts counts_from(const ModelFile& file);

}  // namespace textmend
