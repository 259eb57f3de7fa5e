// Whether a line is worth reading thoroughly.
#pragma once

#include <string>

#include "core/ngram/model.hpp"

namespace textmend::lookalikes {

// Whether the surprisal of a character and the next one together, in nats, reaches `least`
// anywhere; what follows the last character is the end of the line. All lines reach 0, none
// infinity.
bool is_strange(const NgramModel& ngrams, const std::u32string& line, float least);

}  // namespace textmend::lookalikes
