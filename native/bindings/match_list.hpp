// What a lexicon found, as Python holds it.
#pragma once

#include <vector>

#include "core/lexicon/lexicon.hpp"

namespace textmend::bindings {

// The matches stay native; a tuple is made of one when it is asked for.
struct MatchList {
  const Lexicon* lexicon;
  std::vector<Match> matches;
};

}  // namespace textmend::bindings
