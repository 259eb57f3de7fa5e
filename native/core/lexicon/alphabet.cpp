#include "core/lexicon/alphabet.hpp"

#include <algorithm>

namespace textmend {

Alphabet::Alphabet(const Sections& sections, std::uint32_t size)
    : direct_(kDirect, 0), characters_(1, U'\0'), classes_(1, 0) {
  if (size > kMostCodes) sections.refuse("it has too many characters");
  const auto points = sections.records<std::uint32_t>(kLexiconAlphabet, size);
  const auto classes = sections.records<std::uint8_t>(kLexiconClasses, size);
  for (std::size_t i = 0; i < size; ++i) {
    const char32_t character = points[i];
    const auto code = static_cast<Code>(i + 1);
    if (character > 0x10FFFF) sections.refuse("its alphabet holds what is no character");
    if (character < kDirect) {
      if (direct_[character] != 0) sections.refuse("its alphabet has a character twice");
      direct_[character] = code;
    } else {
      beyond_.emplace_back(character, code);
    }
    characters_.push_back(character);
    classes_.push_back(classes[i]);
  }
  std::sort(beyond_.begin(), beyond_.end());
}

Code Alphabet::find(char32_t character) const noexcept {
  const auto found =
      std::lower_bound(beyond_.begin(), beyond_.end(), std::make_pair(character, Code{0}));
  return found != beyond_.end() && found->first == character ? found->second : Code{0};
}

void Alphabet::encode(AnyText text, std::size_t start, std::size_t end,
                      std::vector<Code>& codes) const {
  codes.resize(end - start);
  text.visit([&](auto view) {
    for (std::size_t i = start; i < end; ++i) codes[i - start] = code(view[i]);
  });
}

}  // namespace textmend
