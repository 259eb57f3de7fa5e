// Hostile lexicons: any terms and any text; and sections with damage that no checksum tells of,
// which are refused with a ModelFileError or can be used.
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string>

#include "core/lexicon/lexicon.hpp"
#include "tests/fuzz_main.hpp"
#include "tests/lexicons.hpp"

namespace {

using namespace textmend;
using namespace textmend::tests;

constexpr char32_t kAlphabet[] = U"甲乙丙丁戊己的在一不，。· \n\n龘𠮷";

std::u32string text_of(const std::uint8_t* data, std::size_t size) {
  std::u32string text;
  for (std::size_t i = 0; i < size; ++i) {
    text.push_back(kAlphabet[data[i] % (std::size(kAlphabet) - 1)]);
  }
  return text;
}

void use(const Lexicon& lexicon, const std::u32string& text) {
  for (std::uint32_t errors = 0; errors <= 2; ++errors) {
    for (const bool overlapping : {false, true}) {
      const FindOptions options{true, true, true, errors, overlapping};
      std::size_t last = 0;
      for (const Match& match : lexicon.find(AnyText(text), options)) {
        if (match.start > match.end || match.end > text.size() || match.start < last) std::abort();
        last = overlapping ? match.start : match.end;
        lexicon.term(match.term);
      }
    }
  }
  for (const Candidate& candidate : lexicon.candidates(AnyText(text), 0, text.size())) {
    for (const Insertion& insertion : candidate.insertions) {
      if (insertion.offset > text.size()) std::abort();
    }
  }
}

// Each three bytes put one of a section's bytes in another's place.
void damage(SectionMap& map, const std::uint8_t* data, std::size_t size) {
  for (std::size_t i = 0; i + 3 < size; i += 4) {
    auto section = std::next(map.begin(), data[i] % static_cast<std::ptrdiff_t>(map.size()));
    std::string& bytes = section->second;
    if (bytes.empty()) continue;
    bytes[(data[i + 1] * 256U + data[i + 2]) % bytes.size()] = static_cast<char>(data[i + 3]);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const SectionMap good =
      compiled(U"甲乙丙丁\n甲乙的丙丁\n乙一丙\n不的\n丙丁戊己甲乙丙丁戊\n戊 己\n𠮷龘甲乙");
  if (size < 2) return 0;
  const std::size_t half = 1 + data[0] % (size - 1);
  const std::u32string text = text_of(data + half, size - half);
  if (data[1] % 2 == 0) {
    const SectionMap map = compiled(text_of(data + 1, half - 1));
    use(Lexicon(sections_of(map)), text);
    return 0;
  }
  SectionMap map = good;
  damage(map, data + 1, half - 1);
  try {
    use(Lexicon(sections_of(map)), text);
  } catch (const ModelFileError&) {
  }
  return 0;
}

#ifndef TEXTMEND_LIBFUZZER
int main(int argc, char** argv) {
  return textmend::tests::fuzz(
      argc, argv,
      {std::string("\x20\x01\x03\x04\x05\x0f\x01\x02\x03\x04", 10),
       std::string("\x08\x02\x00\x01\x02\x03\x0f\x04\x05\x00\x01\x02\x03\x06\x04\x05", 16)});
}
#endif
