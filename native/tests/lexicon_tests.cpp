// Tests of lexicons without Python, meant to run under AddressSanitizer and UBSan. What is found in
// Chinese is tested from Python; here stands what only C++ can see.
#include <string>
#include <vector>

#include "core/lexicon/lexicon.hpp"
#include "tests/checks.hpp"
#include "tests/lexicons.hpp"

namespace {

using namespace textmend;
using namespace textmend::tests;

constexpr FindOptions kAll{true, true, true, 2, true};

void test_windows_change_nothing() {
  const SectionMap map = compiled(U"义务教育\n学生的学校\n优质均衡发展督导评估");
  const Lexicon lexicon(sections_of(map));
  const std::u32string piece = U"义务 教育，学生学校优质均恒发展督导评估；";
  std::u32string text;
  while (text.size() < 100000) text += piece;
  const auto once = lexicon.find(AnyText(piece), kAll);
  const auto all = lexicon.find(AnyText(text), kAll);
  CHECK_EQUAL(all.size(), once.size() * (text.size() / piece.size()));
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Match& wanted = once[i % once.size()];
    CHECK_EQUAL(all[i].start, wanted.start + piece.size() * (i / once.size()));
    CHECK_EQUAL(all[i].end - all[i].start, wanted.end - wanted.start);
    CHECK_EQUAL(all[i].term, wanted.term);
  }
}

void test_widths_of_storage() {
  const SectionMap map = compiled(U"caf\u00e9s\nabcd");
  const Lexicon lexicon(sections_of(map));
  const std::string narrow = "a caf\xe9s b";
  const std::u16string wide = u"a caf\u00e9s b";
  const std::u32string widest = U"a caf\u00e9s b";
  for (const AnyText& text : {AnyText(narrow.data(), narrow.size(), 1),
                              AnyText(wide.data(), wide.size(), 2), AnyText(widest)}) {
    const auto found = lexicon.find(text, {});
    CHECK_EQUAL(found.size(), std::size_t{1});
    CHECK_EQUAL(found[0].start, 2U);
    CHECK_EQUAL(lexicon.term(found[0].term), std::u32string(U"caf\u00e9s"));
  }
}

void test_missing_sections_are_refused() {
  const SectionMap whole = compiled(U"义务教育\n学生的学校");
  for (const auto& [name, bytes] : whole) {
    SectionMap without = whole;
    without.erase(name);
    CHECK_THROWS(ModelFileError, Lexicon(sections_of(without)));
    SectionMap cut = whole;
    if (!bytes.empty()) cut[name].pop_back();
    if (!bytes.empty()) CHECK_THROWS(ModelFileError, Lexicon(sections_of(cut)));
  }
}

void test_chains_of_overlaps_are_chosen_from_as_a_whole() {
  const SectionMap map = compiled(U"甲乙\n乙甲");
  const Lexicon lexicon(sections_of(map));
  std::u32string text;
  for (int i = 0; i < 50000; ++i) text += U"甲乙";
  const auto found = lexicon.find(AnyText(text), {});
  CHECK_EQUAL(found.size(), std::size_t{50000});
  CHECK_EQUAL(found.back().end, 100000U);
}

}  // namespace

int main() {
  Checks& checks = Checks::all();
  checks.test("windows change nothing", test_windows_change_nothing);
  checks.test("widths of storage", test_widths_of_storage);
  checks.test("missing sections", test_missing_sections_are_refused);
  checks.test("chains of overlaps", test_chains_of_overlaps_are_chosen_from_as_a_whole);
  return checks.report();
}
