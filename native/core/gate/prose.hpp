// What is not judged, because it has few marks by nature.
#pragma once

#include <cstddef>

#include "core/gate/measure.hpp"
#include "core/text.hpp"

namespace textmend::gate {

// Whether there is Chinese to be judged: enough Han, and few characters of other scripts. Rare Han
// are many in traditional script and in old texts, which the reader does not know either.
bool is_chinese(const Counts& counts) noexcept;

// Whether this is a list of names or terms with blanks between them: no marks, and hardly any text
// of more than eight characters without a break.
bool is_list(const Counts& counts) noexcept;

// Whether a text says the same again and again, as a line of 啊啊啊 does.
bool is_repetitive(AnyText text, std::size_t start, std::size_t end);

}  // namespace textmend::gate
