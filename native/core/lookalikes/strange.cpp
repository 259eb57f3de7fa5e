#include "core/lookalikes/strange.hpp"

#include <cmath>

namespace textmend::lookalikes {

bool is_strange(const NgramModel& ngrams, const std::u32string& line, float least) {
  if (least <= 0 || std::isinf(least)) return least <= 0;
  NgramState state = ngrams.start();
  float before = 0;
  for (std::size_t i = 0; i <= line.size(); ++i) {
    const Id id = i < line.size() ? ngrams.vocabulary().id(line[i]) : kLineEndId;
    const float surprise = -ngrams.score(state, id, &state);
    if (before + surprise >= least) return true;
    before = surprise;
  }
  return false;
}

}  // namespace textmend::lookalikes
