// Characters of the other script, for the pass `script` and for OpenCC outside the core.
#pragma once

#include <vector>

#include "core/line.hpp"

namespace textmend {

// A stretch between marks, and the offsets of what slipped into it.
struct StrayClause {
  std::size_t start;
  std::size_t end;
  std::vector<std::size_t> strays;
};

// The strays of a line, judged by the survey of the document; none where its script is not clear.
std::vector<StrayClause> find_strays(const Line& line, const Context& context);

}  // namespace textmend
