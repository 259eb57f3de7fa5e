#include "core/lexicon/projection.hpp"

namespace textmend {

void project(const std::vector<Code>& text, const Alphabet& alphabet, unsigned left_out,
             Projection& result) {
  // At most a 0 between two characters, and one at the end.
  result.codes.resize(2 * text.size() + 1);
  result.at.resize(2 * text.size() + 1);
  std::size_t size = 0;
  std::size_t last = 0;
  unsigned lines = 0;
  bool cut = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const Code code = text[i];
    if (alphabet.is(code, left_out)) {
      lines += alphabet.is(code, kLineEndCode);
      continue;
    }
    cut = cut || code == 0 || lines > 1 || i - last > kLongestGap;
    if (code == 0) continue;
    result.codes[size] = 0;
    result.at[size] = static_cast<std::uint32_t>(i);
    size += cut && size > 0;
    result.codes[size] = code;
    result.at[size++] = static_cast<std::uint32_t>(i);
    last = i;
    lines = 0;
    cut = false;
  }
  result.codes.resize(size);
  result.at.resize(size);
}

}  // namespace textmend
