// From terms to the sections of a compiled lexicon.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/text.hpp"

namespace textmend {

// `terms` are separated by line ends; empty ones are left out, and each stands once in the lexicon.
// `droppable` and `marks` are the characters that may be missing from a text. Throws
// ModelFileError for a term that is too long, and where there are too many terms or characters.
std::map<std::string, std::string> compile_lexicon(AnyText terms, AnyText droppable, AnyText marks);

}  // namespace textmend
