// Tests of the search for look-alikes without Python, meant to run under sanitizers.
#include <string>

#include "core/lookalikes/confusions.hpp"
#include "core/lookalikes/finder.hpp"
#include "core/tables.hpp"
#include "tests/checks.hpp"
#include "tests/models.hpp"

namespace {

using namespace textmend;
using namespace textmend::tests;
using lookalikes::Confusions;
using lookalikes::Finder;
using lookalikes::Finding;
using lookalikes::Likeness;
using lookalikes::Settings;

std::string folder;  // of the tables

struct World {
  World() {
    model.write(small_model());
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
                          bool thorough) {
  const World world;
  const ModelFile file(world.model.path());
  const NgramModel model(file);
  const Tables tables(folder);
  const Confusions confusions({{world.table.path(), Likeness::kShape}}, model.vocabulary());
  Settings settings;
  settings.thorough = thorough;
  settings.repair = 0;
  settings.report = 0;
  settings.weights[lookalikes::kGain] = 1;
  return Finder(confusions, model, tables).find(AnyText(text), spans, settings);
}

void test_places_are_found() {
  for (const bool thorough : {false, true}) {
    const std::vector<Finding> found = find(U"a\n的救育局的\n", {}, thorough);
    CHECK_EQUAL(found.size(), 1U);
    if (!found.empty()) {
      CHECK_EQUAL(found[0].offset, 3U);
      CHECK_EQUAL(static_cast<std::uint32_t>(found[0].meant), std::uint32_t{U'教'});
    }
    CHECK(find(U"a\n的救育局的\n", {{2, 5}}, thorough).empty());
    CHECK(find(U"", {}, thorough).empty());
    CHECK(find(U"\n\n", {{0, 2}}, thorough).empty());
    CHECK(find(U"的教育局的", {}, thorough).empty());
    find(U"救", {}, thorough);
    find(U"\U00020000救肓\U0010FFFF肓救", {{1, 2}}, thorough);
    find(std::u32string(2000, U'救'), {}, thorough);
  }
}

}  // namespace

int main(int argc, char** argv) {
  folder = argc > 1 ? argv[1] : "dictionaries";
  Checks& checks = Checks::all();
  checks.test("tables are read or refused", test_tables_are_read_or_refused);
  checks.test("places are found", test_places_are_found);
  return checks.report();
}
