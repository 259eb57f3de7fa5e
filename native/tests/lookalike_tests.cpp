// Tests of the search for look-alikes without Python, meant to run under sanitizers.
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "core/lookalikes/confusions.hpp"
#include "core/lookalikes/finder.hpp"
#include "core/lookalikes/term_gaps.hpp"
#include "core/lookalikes/terms.hpp"
#include "core/tables.hpp"
#include "tests/checks.hpp"
#include "tests/lexicons.hpp"
#include "tests/models.hpp"

namespace {

using namespace textmend;
using namespace textmend::tests;
using lookalikes::Confusions;
using lookalikes::Expectations;
using lookalikes::Finder;
using lookalikes::Finding;
using lookalikes::Likeness;
using lookalikes::Network;
using lookalikes::Settings;

std::string folder;  // of the tables

struct World {
  explicit World(bool with_network) {
    model.write(with_network ? small_model_with_network() : small_model());
    table.write("# Columns: ...\n救\t教90 局30\n肓\t育95\n");
  }
  Scratch model;
  Scratch table;
};

Confusions read(const std::string& rows, const Vocabulary& vocabulary) {
  const Scratch scratch;
  scratch.write(rows);
  return Confusions({{scratch.path(), Likeness::kShape}}, vocabulary);
}

void test_tables_are_read_or_refused() {
  const std::string section = section_of(kSmallAlphabet);
  const Vocabulary vocabulary = small_vocabulary(section);
  const Confusions confusions = read("救\t局30 教90 龘99\n", vocabulary);
  const Confusions::Range range = confusions.of(U'救');
  CHECK_EQUAL(range.last - range.first, 2);  // 龘 is not known to the model
  CHECK_EQUAL(static_cast<std::uint32_t>(range.first->character), std::uint32_t{U'教'});
  CHECK(confusions.of(U'教').empty() && confusions.of(0x10FFFF).empty());
  for (const char* rows :
       {"救\n", "救\t\xFF\n", "救\t教\n", "救\t教101\n", "救\t教9x\n", "救急\t教90\n", "\t教90\n",
        "救\t教9999999999\n", "\U00020000\t教90\n"}) {
    CHECK_THROWS(TableError, read(rows, vocabulary));
  }
  CHECK(read("", vocabulary).of(U'救').empty());
  CHECK(read("救\t\n", vocabulary).of(U'救').empty());
}

std::vector<Finding> find(const std::u32string& text, const lookalikes::Spans& spans,
                          float thorough_from, bool with_network) {
  const World world(with_network);
  const ModelFile file(world.model.path());
  const std::optional<Network> network = Network::of(file);
  const NgramModel model(file);
  const Tables tables(folder);
  const Confusions confusions({{world.table.path(), Likeness::kShape}}, model.vocabulary());
  Settings settings;
  settings.thorough_from = thorough_from;
  settings.repair = 0;
  settings.report = 0;
  settings.weights[lookalikes::kGain] = 1;
  const Finder finder(confusions, model, tables, network ? &*network : nullptr);
  return finder.find(AnyText(text), spans, {}, settings);
}

void check_places(float thorough_from, bool with_network) {
  const auto found_in = [&](const std::u32string& text, const lookalikes::Spans& spans) {
    return find(text, spans, thorough_from, with_network);
  };
  const std::vector<Finding> found = found_in(U"a\n的救育局的\n", {});
  CHECK(!found.empty());
  if (!found.empty()) {
    CHECK_EQUAL(found[0].offset, 3U);
    CHECK_EQUAL(static_cast<std::uint32_t>(found[0].meant), std::uint32_t{U'教'});
  }
  CHECK(found_in(U"a\n的救育局的\n", {{2, 5}}).empty());
  CHECK(found_in(U"", {}).empty());
  CHECK(found_in(U"\n\n", {{0, 2}}).empty());
  CHECK(found_in(U"的教育局的", {}).empty());
  found_in(U"救", {});
  found_in(U" 救　育 ", {});
  found_in(U"\U00020000救肓\U0010FFFF肓救", {{1, 2}});
  found_in(std::u32string(2000, U'救'), {});
}

void test_places_are_found() {
  for (const float thorough_from : {0.0F, 1.0F, 100.0F, Settings::kNothingIs}) {
    for (const bool with_network : {false, true}) check_places(thorough_from, with_network);
  }
}

constexpr FindOptions kDiffering{false, false, true, 2, true};

void test_what_terms_have_otherwise() {
  const SectionMap map = compiled(U"义务教育\n县域义务教育优质均衡发展");
  const Lexicon lexicon(sections_of(map));
  const auto characters_in = [&](const std::u32string& text) {
    return lookalikes::term_characters(AnyText(text), lexicon,
                                       lexicon.find(AnyText(text), kDiffering));
  };
  const auto one = characters_in(U"义雾教育");
  CHECK_EQUAL(one.size(), 1U);
  if (one.size() == 1) {
    CHECK_EQUAL(one[0].offset, 1U);
    CHECK_EQUAL(static_cast<std::uint32_t>(one[0].meant), std::uint32_t{U'务'});
    CHECK_EQUAL(one[0].length, 4U);
  }
  CHECK_EQUAL(characters_in(U"县域义务教肓优质均衝发展").size(), 2U);
  CHECK(characters_in(U"义务教育").empty());
  CHECK(characters_in(U"义x教育").empty());
  CHECK(characters_in(U"义务务教育").empty());
  CHECK(characters_in(U"").empty());
}

void test_gaps_of_terms() {
  const SectionMap map = compiled(U"义务教育");
  const Lexicon lexicon(sections_of(map));
  const auto gaps_in = [&](const std::u32string& text) {
    return lookalikes::term_gaps(AnyText(text), lexicon, lexicon.find(AnyText(text), kDiffering));
  };
  const auto missing = gaps_in(U"义教育");
  CHECK(missing.size() == 1 && missing[0].offset == 1 && missing[0].is_missing);
  const auto extra = gaps_in(U"义务务教育");
  CHECK(extra.size() == 1 && extra[0].offset == 2 && !extra[0].is_missing);
  CHECK(gaps_in(U"务教育").empty() && gaps_in(U"义务教").empty());  // the edges of the term
  CHECK(gaps_in(U"义不务教育").empty() && gaps_in(U"义x务教育").empty() && gaps_in(U"").empty());

  const World world(false);
  const ModelFile file(world.model.path());
  const NgramModel model(file);
  const Tables tables(folder);
  const lookalikes::GapJudge judge(model, tables);
  lookalikes::GapSettings settings;
  settings.missing[lookalikes::kGapBias] = settings.extra[lookalikes::kGapBias] = 1;
  for (const char32_t* around : {U"", U"的", U"的\n", U"\n的"}) {
    const std::u32string text =
        std::u32string(around) + U"义务务教育，的的的的" + around + U"义教育" + around;
    CHECK_EQUAL(judge.judge(AnyText(text), {}, gaps_in(text), settings).size(), 2U);
    CHECK(judge.judge(AnyText(text), {{0, text.size()}}, gaps_in(text), settings).empty());
  }
}

// Of a line longer than a window each place is read with its surroundings, whatever is asked first.
void test_expectations() {
  const World world(true);
  const ModelFile file(world.model.path());
  const std::optional<Network> network = Network::of(file);
  CHECK(network.has_value());
  if (!network) return;
  std::u32string line;
  for (int i = 0; i < 300; ++i) line += kSmallAlphabet[i * i % 7 % 4];
  Expectations forward(*network), backward(*network);
  forward.begin(line);
  backward.begin(line);
  std::vector<float> found(line.size());
  for (std::size_t i = 0; i < line.size(); ++i) {
    found[i] = forward.at(i, line[i]);
    CHECK(found[i] <= 0 && found[i] >= Expectations::kUnknown);
    double sum = 0;
    for (const char32_t c : std::u32string(kSmallAlphabet)) sum += std::exp(forward.at(i, c));
    CHECK(sum < 1.001);
    const float one = forward.at(i, U'教'), other = forward.at(i, U'育');
    if (std::min(one, other) == Expectations::kUnknown) continue;
    const float preference = forward.fit(i, U'教') - forward.fit(i, U'育');
    CHECK(std::fabs(one - other - preference) < 0.02F);
  }
  for (std::size_t i = line.size(); i-- > 0;) CHECK_EQUAL(backward.at(i, line[i]), found[i]);
  CHECK_EQUAL(forward.at(0, U'救'), Expectations::kUnknown);
}

}  // namespace

int main(int argc, char** argv) {
  folder = argc > 1 ? argv[1] : "dictionaries";
  Checks& checks = Checks::all();
  checks.test("tables are read or refused", test_tables_are_read_or_refused);
  checks.test("places are found", test_places_are_found);
  checks.test("what terms have otherwise", test_what_terms_have_otherwise);
  checks.test("gaps of terms", test_gaps_of_terms);
  checks.test("expectations", test_expectations);
  return checks.report();
}
