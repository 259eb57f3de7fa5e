// Tests of decoding a line of UTF-8: as one character after the other would be decoded.
#include <random>
#include <string>
#include <vector>

#include "core/codec.hpp"
#include "core/line_decoder.hpp"
#include "tests/checks.hpp"

namespace {

using namespace textmend;
using textmend::tests::Checks;

struct Decoded {
  std::size_t error = LineDecoder::kDone;
  std::vector<char32_t> characters;
};

Decoded decoded_one_by_one(const std::string& line) {
  Decoded result;
  const auto* bytes = reinterpret_cast<const unsigned char*>(line.data());
  for (std::size_t i = 0; i < line.size();) {
    char32_t character = 0;
    const std::size_t length = decode_utf8(bytes + i, line.size() - i, character);
    if (length == 0) {
      result.error = i;
      return result;
    }
    result.characters.push_back(character);
    i += length;
  }
  return result;
}

void check_line(const std::string& line) {
  const Decoded expected = decoded_one_by_one(line);
  LineDecoder decoder;
  CHECK_EQUAL(decoder.decode(line), expected.error);
  if (expected.error != LineDecoder::kDone) return;
  std::vector<char32_t> characters;
  decoder.text().visit([&](auto view) {
    for (std::size_t i = 0; i < view.size; ++i) characters.push_back(view[i]);
  });
  CHECK(characters == expected.characters);
}

const std::string kHan = "\xE4\xB8\xAD";

std::string repeated(const std::string& part, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += part;
  return result;
}

void test_whole_lines() {
  const std::string mixed = repeated(kHan, 13) + "2026 abc" + repeated(kHan, 3) + "\xC3\xA9" + "1" +
                            repeated(kHan, 40) + repeated("ascii ", 9) + "\xEF\xBC\x8C";
  for (std::size_t start = 0; start < 40; ++start) {
    check_line(repeated("x", start) + mixed);
    check_line(repeated(kHan, start) + mixed + mixed);
  }
  check_line("");
  check_line(mixed + "\xF0\xA0\x80\x80" + mixed);  // beyond the BMP
}

// Any byte at any place of a line, so that every rule of UTF-8 is broken somewhere.
void test_broken_lines() {
  const std::string line = repeated(kHan, 12) + "ab" + repeated(kHan, 15);
  for (std::size_t place = 0; place < line.size(); ++place) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string broken = line;
      broken[place] = static_cast<char>(byte);
      check_line(broken);
    }
    check_line(line.substr(0, place));
    check_line(line.substr(place));
  }
}

void test_characters_at_the_edges() {
  for (const char* edge :
       {"\xE0\xA0\x80", "\xE0\x9F\xBF", "\xED\x9F\xBF", "\xED\xA0\x80", "\xEE\x80\x80",
        "\xEF\xBF\xBF", "\xC2\x80", "\xC1\xBF", "\xF4\x90\x80\x80"}) {
    for (std::size_t before = 0; before < 12; ++before) {
      check_line(repeated(kHan, before) + edge + repeated(kHan, 20));
    }
  }
}

void test_random_mixtures() {
  const std::vector<std::string> parts = {
      kHan, kHan,       kHan,           kHan,           "\xEF\xBC\x8C", "a",
      "7",  "\xC2\xB7", "\xE0\xA4\x95", "\xED\x95\x9C", "\xE2\x80\x9C"};
  std::mt19937 generator(1);
  std::uniform_int_distribution<std::size_t> choice(0, parts.size() - 1);
  for (int i = 0; i < 2000; ++i) {
    std::string line;
    for (int k = 0; k < 60; ++k) line += parts[choice(generator)];
    check_line(line);
  }
}

void test_lines_in_one_buffer() {
  const std::string beyond = "\xF0\xA0\x80\x80";
  LineDecoder decoder;
  CHECK(decoder.append(kHan));
  decoder.append_line_feed();
  CHECK(decoder.append("ab"));
  CHECK_EQUAL(decoder.size(), std::size_t{4});
  CHECK(!decoder.append(kHan + beyond));
  CHECK(!decoder.append(kHan + "\xFF"));
  CHECK_EQUAL(decoder.size(), std::size_t{4});
  CHECK_EQUAL(decoder.text().at(0), U'中');
  CHECK_EQUAL(decoder.text(2).size(), std::size_t{2});
  CHECK_EQUAL(decoder.decode(beyond), LineDecoder::kDone);
  CHECK_EQUAL(decoder.text().at(0), U'\U00020000');
  CHECK(decoder.append(repeated(kHan, 50)));  // in place of the line in 4 bytes
  CHECK_EQUAL(decoder.size(), std::size_t{50});
  CHECK_EQUAL(decoder.text().at(49), U'中');
}

}  // namespace

int main() {
  Checks& checks = Checks::all();
  checks.test("whole lines", test_whole_lines);
  checks.test("broken lines", test_broken_lines);
  checks.test("characters at the edges", test_characters_at_the_edges);
  checks.test("random mixtures", test_random_mixtures);
  checks.test("lines in one buffer", test_lines_in_one_buffer);
  return checks.report();
}
