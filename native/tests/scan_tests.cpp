// Tests of the scan, of text and of bytes, and of what looks for flags in a line.
//
// Usage: scan_tests FOLDER-OF-TABLES
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/line.hpp"
#include "core/scan.hpp"
#include "core/tables.hpp"
#include "core/text.hpp"
#include "core/utf8.hpp"
#include "tests/checks.hpp"

namespace {

using namespace textmend;
using namespace textmend::tests;

using Text = std::u32string;

void test_scanning_finds_lines(const Tables& tables) {
  const Text text = U"好。\n今天,晴\r\n\u2028“甲”\n“乙";
  const Scan found = scan(AnyText(text), tables.scan_table());
  std::vector<Text> lines;
  for (const LineSpan& line : found.lines) {
    lines.push_back(text.substr(line.start, line.end - line.start));
  }
  CHECK_EQUAL(lines.size(), std::size_t{2});
  CHECK_EQUAL(lines.front(), Text(U"今天,晴"));
  CHECK_EQUAL(lines.back(), Text(U"“乙"));
  CHECK_EQUAL(found.survey.characters, std::uint64_t{text.size()});
  CHECK_EQUAL(found.survey.han, std::uint64_t{6});
  CHECK_EQUAL(found.survey.full_stops, std::uint64_t{1});
  CHECK_EQUAL(found.survey.curly_quotes, std::uint64_t{2});
  CHECK_EQUAL(found.survey.han_joined, std::uint64_t{1});
}

void test_surveys_add_up(const Tables& tables) {
  const Text first = U"教 育,A教。\n3 国國.\n";
  const Text second = U"「说」かな한.";
  const Survey whole = scan(AnyText(first + second), tables.scan_table()).survey;
  Survey sum = scan(AnyText(first), tables.scan_table()).survey;
  sum.merge(scan(AnyText(second), tables.scan_table()).survey);
  const auto counts = [](const Survey& s) {
    return std::vector<std::uint64_t>{
        s.events,       s.characters,    s.han,          s.kana,        s.hangul,
        s.latin,        s.simplified,    s.traditional,  s.full_stops,  s.half_stops,
        s.half_marks,   s.corner_quotes, s.curly_quotes, s.han_joined,  s.han_spaced,
        s.latin_joined, s.latin_spaced,  s.digit_joined, s.digit_spaced};
  };
  CHECK(counts(whole) == counts(sum));
}

std::string to_utf8(const Text& text) {
  std::string bytes;
  for (const char32_t c : text) {
    const auto tail = [&](int shift) { bytes += static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
    if (c < 0x80) {
      bytes += static_cast<char>(c);
    } else if (c < 0x800) {
      bytes += static_cast<char>(0xC0 | (c >> 6));
      tail(0);
    } else if (c < 0x10000) {
      bytes += static_cast<char>(0xE0 | (c >> 12));
      tail(6);
      tail(0);
    } else {
      bytes += static_cast<char>(0xF0 | (c >> 18));
      tail(12);
      tail(6);
      tail(0);
    }
  }
  return bytes;
}

// More than a block, with a line now and then that does not fit in 2 bytes a character.
Text many_lines() {
  Text text;
  for (int i = 0; i < 900; ++i) {
    text += i % 7 == 0 ? U"今天,晴" : U"没有问题的一行。";
    if (i % 90 == 0) text += U"\U00020000,";
    if (i % 50 == 0) text += U"\r甲,乙";
    text += U'\n';
  }
  return text + U"最后,一行";
}

void test_bytes_scan_as_their_text(const Tables& tables) {
  const Text texts[] = {
      U"",         U"\n",          U"今天,晴\n好。\n",         U"a\U00020000,教\n教.",
      U"教.",      U"教.\n“a\n\n", U"\U0010FFFF\u07FF\u0800 ", U"教,\r\n教;\u2028教:",
      many_lines()};
  for (const Text& text : texts) {
    const std::string bytes = to_utf8(text);
    const Utf8Scan found = scan_utf8(bytes, tables.scan_table());
    const Scan expected = scan(AnyText(text), tables.scan_table());
    CHECK_EQUAL(found.error, Utf8Scan::kValid);
    CHECK_EQUAL(found.survey.characters, expected.survey.characters);
    CHECK_EQUAL(found.survey.han, expected.survey.han);
    CHECK_EQUAL(found.survey.half_stops, expected.survey.half_stops);
    constexpr Events kOfTheLoop = kLineEnd | kSuspect;
    CHECK_EQUAL(found.survey.events & ~kOfTheLoop, expected.survey.events & ~kOfTheLoop);
    Spans lines;  // in bytes; several of the text may lie in one that ends with a line feed
    for (const LineSpan& line : expected.lines) {
      const std::size_t feed = text.rfind(U'\n', line.start);
      const std::size_t first = feed == Text::npos || line.start == 0 ? 0 : feed + 1;
      const std::size_t last = std::min(text.find(U'\n', line.start), text.size());
      const std::size_t start = to_utf8(text.substr(0, first)).size();
      const std::pair span{start, start + to_utf8(text.substr(first, last - first)).size()};
      if (lines.empty() || lines.back() != span) lines.push_back(span);
    }
    Spans seen;
    for (const ByteLine& line : found.lines) {
      seen.emplace_back(line.start, line.start + line.size);
    }
    CHECK(seen == lines);
    const Utf8Size size = size_of_utf8(bytes);
    CHECK_EQUAL(size.characters, expected.survey.characters);
    CHECK_EQUAL(size.line_feeds, found.line_feeds);
  }
}

void test_bytes_that_are_no_utf8_are_found(const Tables& tables) {
  const std::pair<std::string_view, std::size_t> texts[] = {
      {"\x80", 0},         {"ab\xFF", 2},       {"a\n\xC0\x80", 2},         {"\xE4\xB8", 0},
      {"\xED\xA0\x80", 0}, {"\xE0\x80\x80", 0}, {"\xF4\x90\x80\x80", 0},    {"\xF0\x9F\x98", 0},
      {"\xC3\n", 0},       {"a\xE4\xB8\n", 1},  {"\xF8\x88\x80\x80\x80", 0}};
  for (const auto& [bytes, error] : texts) {
    CHECK_EQUAL(scan_utf8(bytes, tables.scan_table()).error, error);
  }
}

void test_flags_are_found() {
  for (std::size_t size = 0; size <= 20; ++size) {
    for (std::size_t place = 0; place <= size; ++place) {
      std::vector<Flags> flags(size, kHan);
      if (place < size) flags[place] = kHan | kStop;
      for (std::size_t start = 0; start <= size; ++start) {
        CHECK_EQUAL(find_flags(flags, kStop | kBlank, start), start <= place ? place : size);
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: scan_tests FOLDER-OF-TABLES\n");
    return 2;
  }
  const Tables tables(argv[1]);
  Checks& checks = Checks::all();
  checks.test("scanning finds lines", [&] { test_scanning_finds_lines(tables); });
  checks.test("surveys add up", [&] { test_surveys_add_up(tables); });
  checks.test("bytes scan as their text", [&] { test_bytes_scan_as_their_text(tables); });
  checks.test("no UTF-8", [&] { test_bytes_that_are_no_utf8_are_found(tables); });
  checks.test("flags are found", test_flags_are_found);
  return checks.report();
}
