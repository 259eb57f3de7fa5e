// Tests of the core without Python, meant to run under AddressSanitizer and UBSan. What the passes
// do to Chinese is tested by the cases of the Python suite; here stands what only C++ can see:
// widths of storage, limits, malformed tables, and that nothing reads outside its text.
//
// Usage: core_tests FOLDER-OF-TABLES
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/edits.hpp"
#include "core/engine.hpp"
#include "core/scan.hpp"
#include "core/segmenter.hpp"
#include "core/tables.hpp"
#include "core/text.hpp"
#include "core/tsv.hpp"
#include "tests/checks.hpp"
#include "tests/folders.hpp"
#include "tests/made_up.hpp"

namespace {

using namespace textmend;
using namespace textmend::tests;

using Text = std::u32string;

const std::vector<Step> kStep = {{0, 0.95F}};

EditList list_of(const Text& text, const std::vector<std::pair<std::size_t, std::size_t>>& spans,
                 const std::vector<Text>& replacements) {
  EditList edits;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const auto [start, end] = spans[i];
    edits.append(start, end, text.substr(start, end - start), replacements[i], kStep);
  }
  return edits;
}

void test_text_views() {
  const std::vector<std::uint8_t> narrow = {'a', 0, 0xFF};
  const std::vector<std::uint16_t> medium = {'a', 0xD800, 0xFFFF};
  const Text wide = {U'a', 0x10FFFF, 0};
  const AnyText texts[] = {AnyText(narrow.data(), 3, 1), AnyText(medium.data(), 3, 2),
                           AnyText(wide)};
  const Text expected[] = {{U'a', 0, 0xFF}, {U'a', 0xD800, 0xFFFF}, wide};
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK_EQUAL(texts[k].slice(0, 3), expected[k]);
    CHECK_EQUAL(texts[k].slice(1, 1), Text());
    CHECK_EQUAL(texts[k].at(2) == expected[k][2], true);
    CHECK_EQUAL(texts[k].width(), k == 0 ? 1 : k == 1 ? 2 : 4);
  }
  CHECK_EQUAL(AnyText(nullptr, 0, 1).slice(0, 0), Text());
}

void test_edits_keep_their_order() {
  EditList edits;
  edits.append(1, 2, U"b", U"x", kStep);
  CHECK_THROWS(EditError, edits.append(1, 1, U"", U"y", kStep));  // the same start
  CHECK_THROWS(EditError, edits.append(0, 1, U"a", U"y", kStep));
  CHECK_THROWS(EditError, edits.append(3, 2, U"", U"y", kStep));
  CHECK_THROWS(EditError, edits.append(2, 3, U"", U"y", kStep));  // the original does not fit
  edits.append(2, 2, U"", U"y", kStep);
  CHECK_EQUAL(edits.size(), std::size_t{2});
}

void test_edits_apply_and_invert() {
  const Text text = U"abcdef";
  const EditList edits =
      list_of(text, {{0, 0}, {1, 3}, {4, 4}, {5, 6}}, {U"^", U"", U"xyz", U"f!"});
  const Text after = apply(AnyText(text), edits);
  CHECK_EQUAL(after, Text(U"^adxyzef!"));
  CHECK_EQUAL(edits.mended_size(text.size()), after.size());
  CHECK_EQUAL(apply(AnyText(after), edits.inverted()), text);
  CHECK_EQUAL(apply(AnyText(text), edits.inverted().inverted()), after);
  CHECK_THROWS(EditError, apply(AnyText(Text(U"abc")), edits));
  CHECK_EQUAL(apply(AnyText(text), EditList()), text);
}

void test_edits_apply_in_narrow_units() {
  const std::vector<std::uint8_t> text = {'a', ',', 'b'};
  const AnyText view(text.data(), text.size(), 1);
  EditList edits;
  edits.append(1, 2, U",", U";", kStep);
  CHECK_EQUAL(width_after(view, edits), 1);
  const auto units = apply_in_units(TextView<std::uint8_t>{text.data(), text.size()}, edits);
  CHECK_EQUAL(std::string(units.begin(), units.end()), std::string("a;b"));
  EditList wider;
  wider.append(1, 2, U",", U"，", kStep);
  CHECK_EQUAL(width_after(view, wider), 2);
  EditList widest;
  widest.append(1, 2, U",", U"\U00020000", kStep);
  CHECK_EQUAL(width_after(view, widest), 4);
}

// Every pair of edits on a short text: the composed list does what the two do one after the other.
void test_edits_compose() {
  const Text text = U"abcd";
  const std::vector<Text> replacements = {U"", U"x", U"yz"};
  const auto each_list = [&](const Text& on, const auto& use) {
    for (std::size_t start = 0; start <= on.size(); ++start) {
      for (std::size_t end = start; end <= on.size(); ++end) {
        for (const Text& one : replacements) {
          for (std::size_t next = end + (end == start ? 1 : 0); next <= on.size(); next += 2) {
            use(list_of(on, {{start, end}, {next, next}}, {one, U"+"}));
          }
          use(list_of(on, {{start, end}}, {one}));
        }
      }
    }
  };
  each_list(text, [&](const EditList& first) {
    const Text middle = apply(AnyText(text), first);
    each_list(middle, [&](const EditList& second) {
      const Text after = apply(AnyText(middle), second);
      const EditList both = compose(AnyText(text), first, second);
      CHECK_EQUAL(apply(AnyText(text), both), after);
      CHECK_EQUAL(apply(AnyText(after), both.inverted()), text);
    });
  });
}

void test_offsets_map() {
  const Text text = U"abcdef";
  const EditList edits = list_of(text, {{1, 3}, {4, 4}, {5, 6}}, {U"x", U"yy", U""});
  const OffsetMap map(edits);
  const std::vector<std::size_t> there = {0, 1, 2, 2, 3, 6, 6};
  const std::vector<std::size_t> back = {0, 1, 3, 4, 4, 4, 5};
  for (std::size_t i = 0; i < 7; ++i) {
    CHECK_EQUAL(map.to_mended(i), there[i]);
    CHECK_EQUAL(map.to_original(i), back[i]);
  }
}

void test_own_origins_survive() {
  EditList first;
  const std::uint32_t origin = first.add_origin("width", "a reason");
  CHECK_EQUAL(first.add_origin("width", "a reason"), origin);
  first.append(0, 1, U"a", U"b", {{origin, 0.9F}});
  EditList second;
  second.add_origin("unicode", "another");
  second.append(0, 1, U"x", U"y", kStep);
  second.append_shifted(EditList(first), 5);
  CHECK_EQUAL(second.edits().back().start, std::size_t{5});
  const Step step = *second.steps(second.edits().back());
  CHECK_EQUAL(second.own_origin(step.origin).reason, std::string("a reason"));
  CHECK_THROWS(std::out_of_range, second.own_origin(EditList::kOwnOrigins + 99));
}

struct Malformed {
  const char* file;
  const char* content;
  const char* complaint;  // part of the message
};

void test_malformed_tables_are_named(const std::string& folder) {
  const TableFolder tables(folder);
  const Malformed rows[] = {
      {"rules.tsv", "width.new\twidth\t0.9\n", "too few columns"},
      {"rules.tsv", "width.new\twidth\t1.5\t\treason\n", "confidence"},
      {"rules.tsv", "width.new\twidth\t-1\t\treason\n", "decimal number"},
      {"unicode.tsv", "U+00A0\tblank\n", "too few columns"},
      {"unicode.tsv", "U+00A0\tpaint\t\tunicode.blank\n", "action"},
      {"unicode.tsv", "U+00A0\tblank\t\tunicode.none\n", "rule"},
      {"unicode.tsv", "A0\tblank\t\tunicode.blank\n", "code point"},
      {"unicode.tsv", "U+110000\tblank\t\tunicode.blank\n", "code point"},
      {"unicode.tsv", "U+\tblank\t\tunicode.blank\n", "code point"},
      {"unicode.tsv", "U+0041\treplace\tU+ZZ\tunicode.blank\n", "code point"},
      {"unicode_derived.tsv", "U+0041\treplace\t41\tunicode.blank\n", "code point"},
      {"script.tsv", "国\tX\t國\n", "script is S or T"},
      {"script.tsv", "国国\tS\t國\n", "one character"},
      {"script.tsv", "\tS\t國\n", "one character"},
      {"script.tsv", "\xE5\x9B\tS\t國\n", "not UTF-8"},
      {"frequency.tsv", "国\tmany\n", "whole number"},
      {"frequency.tsv", "国\t-5\n", "negative"},
      {"frequency.tsv", "国\t\n", "whole number"},
      {"marks.tsv", "﹐\tshape\t，\n", "kind of mark"},
      {"marks.tsv", "，，，\tdoubled\t，\n", "two marks"},
      {"marks.tsv", "\tform\t，\n", "malformed"},
      {"marks.tsv", "﹐\tform\t\n", "malformed"},
  };
  for (const Malformed& row : rows) {
    tables.append(row.file, row.content);
    std::string message;
    try {
      Tables broken(tables.path());
    } catch (const TableError& error) {
      message = error.what();
    }
    if (message.find(row.file) == std::string::npos ||
        message.find(row.complaint) == std::string::npos) {
      Checks::all().fail(__FILE__, __LINE__,
                         std::string(row.file) + " with " + row.content + " gave: " + message);
    }
    tables.restore();
  }
}

void test_missing_tables_are_named(const std::string& folder) {
  const TableFolder tables(folder);
  for (const char* file : {"rules.tsv", "unicode.tsv", "unicode_derived.tsv", "script.tsv",
                           "frequency.tsv", "marks.tsv"}) {
    tables.remove(file);
    CHECK_THROWS(TableError, Tables(tables.path()));
    tables.restore();
  }
  tables.write("rules.tsv", "");
  CHECK_THROWS(TableError, Tables(tables.path()));
  tables.restore();
  tables.remove("words.tsv");  // read when first needed
  const Tables without_words(tables.path());
  CHECK_THROWS(TableError, without_words.segmenter());
}

void test_malformed_words_are_named(const std::string& folder) {
  const TableFolder tables(folder);
  for (const char* row : {"教育\n", "教育\t0\n", "教育\tx\n", "教育教育教育教\t5\n", "\t5\n"}) {
    tables.append("words.tsv", row);
    const Tables broken(tables.path());
    if (!throws<TableError>([&] { broken.segmenter(); })) {
      Checks::all().fail(__FILE__, __LINE__, std::string("accepted: ") + row);
    }
    tables.restore();
  }
}

void test_words_are_found(const Tables& tables) {
  const auto ends = tables.segmenter().segment(U"教育局的工作").ends;
  CHECK_EQUAL(ends.back(), std::size_t{6});
  CHECK(std::is_sorted(ends.begin(), ends.end()));
  CHECK(tables.segmenter().segment(U"").ends.empty());
  const Text odd = {0, 0xD800, 0x10FFFF, U'教'};
  CHECK_EQUAL(tables.segmenter().segment(odd).ends.back(), odd.size());
}

void test_composing_uses_memory_again() {
  const Text text = U"abc";
  const EditList first = list_of(text, {{0, 1}}, {U"x"});
  const EditList second = list_of(apply(AnyText(text), first), {{2, 3}}, {U"yz"});
  EditList result = list_of(text, {{1, 2}}, {U"old"});
  result.add_origin("width", "a reason");
  compose_into(result, AnyText(text), first, second);
  CHECK_EQUAL(result.size(), std::size_t{2});
  CHECK_EQUAL(apply(AnyText(text), result), Text(U"xbyz"));
  CHECK_THROWS(std::out_of_range, result.own_origin(EditList::kOwnOrigins));
}

Outcome run_all(const Text& text, const Tables& tables, const Spans& protected_spans = {},
                double min_confidence = 0.9) {
  const Scan found = scan(AnyText(text), tables.scan_table());
  Options options;
  options.min_confidence = min_confidence;
  return run_passes(AnyText(text),
                    passes_by_name({"unicode", "script", "width", "spacing", "punctuation"}),
                    {tables, found.survey, options}, protected_spans, found.lines);
}

void test_passes_run(const Tables& tables) {
  const Text text = U"落实““双减”政策”,优化教育环境.\n今天 ，下雪。";
  const Outcome outcome = run_all(text, tables);
  const Text after = apply(AnyText(text), outcome.edits);
  CHECK_EQUAL(after, Text(U"落实“双减”政策，优化教育环境。\n今天，下雪。"));
  CHECK_EQUAL(apply(AnyText(after), outcome.edits.inverted()), text);
  CHECK(run_all(after, tables).edits.empty());
}

void test_passes_respect_protection_and_threshold(const Tables& tables) {
  const Text text = U"今天下雪,明天下雨,对吗。";
  const Outcome kept = run_all(text, tables, {{4, 5}});
  CHECK_EQUAL(apply(AnyText(text), kept.edits), Text(U"今天下雪,明天下雨，对吗。"));
  const Outcome unsure = run_all(text, tables, {}, 1.0);
  CHECK(unsure.edits.empty());
  CHECK_EQUAL(unsure.suspicions.size(), std::size_t{2});
}

void test_codecs_read_what_they_write() {
  const DoubleByteCodec codec = MadeUpCodec().codec();
  std::string bytes;
  codec.encode(U"文\u00e9a本\U00020000", bytes);
  Text text;
  CHECK_EQUAL(codec.decode(bytes, text), true);
  CHECK_EQUAL(text, Text(U"文a本"));
  bytes.insert(2, "\xFF");  // no lead: skipped alone, so that what follows is still read
  CHECK_EQUAL(codec.decode(bytes, text), false);
  codec.decode_lossy(bytes, text);
  CHECK_EQUAL(text, Text(U"文a本"));
  CHECK_EQUAL(codec.decode("\x81", text), false);  // cut
  CHECK_EQUAL(codec.decode("", text), true);
  CHECK_EQUAL(codec.pair(U'文'), made_up_pair(U'文'));
  CHECK_EQUAL(codec.pair(U'a') < 0x100, true);
  CHECK_EQUAL(codec.pair(0x20000), std::uint16_t{0});
}

void test_malformed_codecs_are_refused() {
  const MadeUpCodec good;
  const auto make = [](const std::string& encoded, const Text& decoded) {
    DoubleByteCodec(encoded, AnyText(decoded));
  };
  make(good.encoded, good.decoded);
  CHECK_THROWS(std::invalid_argument, make("", good.decoded));
  CHECK_THROWS(std::invalid_argument, make(good.encoded + "\n", good.decoded));
  CHECK_THROWS(std::invalid_argument, make("12345" + good.encoded, good.decoded));
  CHECK_THROWS(std::invalid_argument, make(good.encoded, Text()));
  CHECK_THROWS(std::invalid_argument, make(good.encoded, good.decoded + U"\n"));
}

void test_encoding_needs_its_codecs(const Tables& tables) {
  const Options options;
  const Survey survey;
  const auto passes = passes_by_name({"encoding"});
  const Text text = U"甲&lt;乙";
  const Scan found = scan(AnyText(text), tables.scan_table());
  CHECK_THROWS(std::invalid_argument,
               run_passes(AnyText(text), passes, {tables, survey, options}, {}, found.lines));
  const Context context{tables, survey, options, &made_up_recoding()};
  const Outcome outcome = run_passes(AnyText(text), passes, context, {}, found.lines);
  CHECK_EQUAL(apply(AnyText(text), outcome.edits), Text(U"甲<乙"));
  const Outcome settled = run_passes(AnyText(text), passes, context, {}, found.lines, kHintEvent);
  CHECK_EQUAL(settled.edits.empty(), true);
}

void test_unknown_passes_are_refused() {
  CHECK_THROWS(std::invalid_argument, passes_by_name({"breadth"}));
  CHECK(passes_by_name({}).empty());
}

// Each mark at the very start, the very end and alone: nothing may look beyond the line.
void test_edges_of_lines(const Tables& tables) {
  const Text marks =
      U",;:?!.()\"'<>-[]{}`$@\\&#=/，。、；：？！（）《》〈〉「」『』【】“”‘’—…～·•％．Ａ１⽂ "
      U"\t\u3000\u200D\uFE0F\u0301";
  for (const char32_t mark : marks) {
    for (std::size_t count = 1; count <= 3; ++count) {
      const Text run(count, mark);
      for (const Text& text : {run, run + U"教", U"教" + run, run + U"a", U"a" + run,
                               U"教" + run + U"育", U"\n" + run + U"\n", run + U" 教育"}) {
        const Outcome outcome = run_all(text, tables, {}, 0.0);
        const Text after = apply(AnyText(text), outcome.edits);
        CHECK_EQUAL(apply(AnyText(after), outcome.edits.inverted()), text);
      }
    }
  }
}

void test_tsv_reading() {
  CHECK_EQUAL(from_utf8("a\xC3\xA9\xE6\x95\x99\xF0\xA0\x80\x80"), Text(U"aé教\U00020000"));
  CHECK_THROWS(TableError, from_utf8("\xE6\x95"));
  CHECK_THROWS(TableError, read_file("/nowhere/at/all.tsv"));
}

void test_decimal_numbers() {
  CHECK_EQUAL(parse_decimal("0.98"), 0.98);
  CHECK_EQUAL(parse_decimal("217830"), 217830.0);
  CHECK_EQUAL(parse_decimal(".5"), 0.5);
  for (const char* text : {"", ".", "0,98", "0.9.8", "-1", "1e5", " 1", "nan"}) {
    CHECK_THROWS(TableError, parse_decimal(text));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: core_tests FOLDER-OF-TABLES\n");
    return 2;
  }
  const std::string folder = argv[1];
  const Tables tables(folder);
  Checks& checks = Checks::all();
  checks.test("text views", test_text_views);
  checks.test("edits keep their order", test_edits_keep_their_order);
  checks.test("edits apply and invert", test_edits_apply_and_invert);
  checks.test("edits apply in narrow units", test_edits_apply_in_narrow_units);
  checks.test("edits compose", test_edits_compose);
  checks.test("offsets map", test_offsets_map);
  checks.test("own origins survive", test_own_origins_survive);
  checks.test("malformed tables are named", [&] { test_malformed_tables_are_named(folder); });
  checks.test("missing tables are named", [&] { test_missing_tables_are_named(folder); });
  checks.test("malformed words are named", [&] { test_malformed_words_are_named(folder); });
  checks.test("words are found", [&] { test_words_are_found(tables); });
  checks.test("composing uses memory again", test_composing_uses_memory_again);
  checks.test("passes run", [&] { test_passes_run(tables); });
  checks.test("protection and threshold",
              [&] { test_passes_respect_protection_and_threshold(tables); });
  checks.test("codecs read what they write", test_codecs_read_what_they_write);
  checks.test("malformed codecs are refused", test_malformed_codecs_are_refused);
  checks.test("encoding needs its codecs", [&] { test_encoding_needs_its_codecs(tables); });
  checks.test("unknown passes are refused", test_unknown_passes_are_refused);
  checks.test("edges of lines", [&] { test_edges_of_lines(tables); });
  checks.test("reading TSV", test_tsv_reading);
  checks.test("decimal numbers", test_decimal_numbers);
  return checks.report();
}
