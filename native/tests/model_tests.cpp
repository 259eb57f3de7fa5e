// Tests of model files and of the n-gram model without Python, meant to run under sanitizers. That
// estimates are right is tested against a slow twin in tests/reference.
#include <cmath>
#include <cstdio>
#include <cstring>
#include <string>

#include "core/breaks.hpp"
#include "core/model/checksum.hpp"
#include "core/ngram/codebook.hpp"
#include "core/ngram/model.hpp"
#include "core/ngram/prune.hpp"
#include "core/ngram/runs.hpp"
#include "core/reader/language.hpp"
#include "core/tables.hpp"
#include "tests/checks.hpp"
#include "tests/models.hpp"

namespace {

using namespace textmend;
using namespace textmend::tests;

// Figures of the reference implementation of XXH64, seed 0.
void test_checksums() {
  CHECK_EQUAL(checksum("", 0), 0xEF46DB3751D8E999U);
  CHECK_EQUAL(checksum("a", 1), 0xD24EC4F1A98C6E5BU);
  CHECK_EQUAL(checksum("abc", 3), 0x44BC2CF5AD770999U);
}

void test_files_are_read() {
  const Scratch scratch;
  scratch.write(file_of({{"a", "first"}, {"b", ""}, {"c", std::string(100, 'x')}}));
  const ModelFile file(scratch.path());
  CHECK_EQUAL(file.sections().size(), 3U);
  CHECK_EQUAL(std::string(reinterpret_cast<const char*>(file.section("a").data), 5), "first");
  CHECK_EQUAL(file.section("b").size, 0U);
  CHECK_EQUAL(file.section("c").size, 100U);
  CHECK_EQUAL(reinterpret_cast<std::uintptr_t>(file.section("c").data) % kModelAlignment, 0U);
  CHECK(file.has("a") && !file.has("d"));
  CHECK_THROWS(ModelFileError, file.section("d"));
}

void test_damaged_files_are_refused() {
  const Scratch scratch;
  const std::string whole = small_model();
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    scratch.write(whole.substr(0, size));
    CHECK_THROWS(ModelFileError, ModelFile(scratch.path()));
  }
  for (std::size_t i = 0; i < whole.size(); i += 11) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    scratch.write(damaged);
    try {
      const ModelFile file(scratch.path());
      // What no checksum covers is only padding.
      CHECK_EQUAL(damaged[i], '\x10');
    } catch (const ModelFileError&) {
    }
  }
  CHECK_THROWS(ModelFileError, ModelFile("no/such/file"));
  CHECK_THROWS(ModelFileError, ModelFile("."));
}

void test_names_are_checked() {
  CHECK_THROWS(ModelFileError, header_of({{"", {}}}));
  CHECK_THROWS(ModelFileError, header_of({{std::string(41, 'a'), {}}}));
}

void test_vocabularies() {
  const std::string section = section_of(U"ab教\U00020000");
  const Vocabulary vocabulary = small_vocabulary(section);
  CHECK_EQUAL(vocabulary.size(), 7U);
  CHECK_EQUAL(vocabulary.id(U'a'), 3);
  CHECK_EQUAL(vocabulary.id(U'\U00020000'), 6);
  CHECK_EQUAL(vocabulary.id(U'\U00020001'), kUnknownId);
  CHECK_EQUAL(vocabulary.id(U'c'), kUnknownId);
  CHECK_EQUAL(static_cast<std::uint32_t>(vocabulary.character(5)), std::uint32_t{U'教'});
  CHECK_EQUAL(static_cast<std::uint32_t>(vocabulary.character(0)), 0U);
  CHECK_EQUAL(static_cast<std::uint32_t>(vocabulary.character(7)), 0U);
  CHECK_THROWS(ModelFileError, small_vocabulary(section_of(U"ba")));
  CHECK_THROWS(ModelFileError, small_vocabulary("abc"));
}

// The same n-grams whether they are merged in memory or from many runs.
void test_sorting() {
  std::string folder = std::string(P_tmpdir) + "/textmend-XXXXXX";
  CHECK(::mkdtemp(folder.data()) != nullptr);
  RunSorter sorter(folder, 1);
  for (std::uint32_t i = 0; i < 50000; ++i) {
    const auto id = static_cast<Id>(i * 7919 % 9973 + 1);
    const GramRecord record = GramRecord{0, 0}.followed_by(2).followed_by(id);
    sorter.add({record.late, record.early | 2});
  }
  std::uint64_t total = 0;
  Id last = 0;
  bool ascending = true;
  sorter.merge([&](const GramRecord& record) {
    ascending = ascending && record.id(0) > last && record.id(1) == 2;
    last = record.id(0);
    total += record.count();
  });
  CHECK(ascending);
  CHECK_EQUAL(total, 100000U);
  CHECK_EQUAL(::rmdir(folder.c_str()), 0);  // nothing is left in it
}

void test_codebooks() {
  const std::vector<float> book = make_codebook({{9, 1}, {1, 5}, {2, 5}, {1, 5}}, 3);
  CHECK_EQUAL(book.size(), 3U);
  CHECK_EQUAL(book[0], 1.0F);
  CHECK_EQUAL(book[2], 9.0F);
  CHECK_EQUAL(nearest_code(book, -5), 0U);
  CHECK_EQUAL(nearest_code(book, 50), 2U);
  CHECK_EQUAL(make_codebook({}, 3).size(), 1U);
  CHECK_EQUAL(make_codebook({{7, 2}}, 3).size(), 1U);
}

void test_breaks(const Tables& tables) {
  const Scratch scratch;
  scratch.write(small_model());
  const ModelFile file(scratch.path());
  const NgramModel model(file);
  const BreakReader reader(model, tables);
  const std::u32string line = U"教";
  const std::u32string rest = U"育";
  const std::u32string other = U"龘";
  const std::u32string empty;
  const float on = reader.weigh(AnyText(line), AnyText(rest)).run_on;
  CHECK(on > reader.weigh(AnyText(line), AnyText(other)).run_on);
  CHECK_EQUAL(reader.weigh(AnyText(line), AnyText(empty)).run_on, 0.0F);
  CHECK(reader.weigh(AnyText(empty), AnyText(rest)).line_end < 0);
}

void test_states_merge() {
  const Scratch scratch;
  scratch.write(small_model());
  const ModelFile file(scratch.path());
  const NgramModel model(file);
  const Vocabulary& ids = model.vocabulary();
  NgramState state = model.start();
  CHECK_EQUAL(state.length, 1);
  model.score(state, ids.id(U'龘'), &state);
  NgramState other = model.nothing();
  model.score(other, kUnknownId, &other);
  CHECK(state == other);
  model.score(state, ids.id(U'教'), &state);
  CHECK(state != other);
  const float known = model.score(state, ids.id(U'育'), &state);
  CHECK(known < 0 && known > -1);
  // What is not in the vocabulary is unknown, whatever its number.
  CHECK_EQUAL(model.score(other, 0xFFFF, &other), model.score(other, kPadId, &other));
}

// A second model, here the same again, so that the mixture is what either says alone.
void test_languages_mix() {
  std::map<std::string, std::string> sections = small_model_sections();
  const std::map<std::string, std::string> single = sections;
  for (const auto& [name, content] : single) {
    if (name != "vocabulary") sections["domain/" + name] = content;
  }
  const float weight = 0.25F;
  sections["domain/weight"].assign(reinterpret_cast<const char*>(&weight), sizeof weight);
  const Scratch scratch;
  scratch.write(file_of(sections));
  const ModelFile file(scratch.path());
  const NgramModel model(file);
  const reader::Language language(file);
  NgramState state = model.start();
  reader::LanguageState mixed = language.start();
  for (const char32_t character : std::u32string(U"教育的龘局\n教")) {
    const Id id = character == U'\n' ? kLineEndId : model.vocabulary().id(character);
    const float expected = model.score(state, id, &state);
    CHECK(std::abs(language.score(mixed, id, &mixed) - expected) < 1e-5);
    CHECK(mixed.general == state && mixed.own == state);
  }
  sections["domain/weight"].pop_back();
  scratch.write(file_of(sections));
  const ModelFile cut(scratch.path());
  CHECK_THROWS(ModelFileError, reader::Language(cut));
  sections.erase("domain/weight");
  sections.erase("domain/ngram/meta");
  scratch.write(file_of(sections));
  const ModelFile without(scratch.path());
  CHECK(reader::Language(without).start().own == NgramState{});
  CHECK_THROWS(ModelFileError, NgramModel(without, "domain/"));
}

void test_pruned_models_add_up() {
  const std::string section = section_of(kSmallAlphabet);
  NgramCounts counts = small_counts_of(small_vocabulary(section));
  const std::size_t before = counts.levels[2].size();
  prune(counts, estimate(counts), {1, 1, 1}, 12);
  CHECK(counts.levels[1].size() + counts.levels[2].size() <= 12);
  CHECK(counts.levels[2].size() < before);
  counts.check();
  const auto levels = estimate(counts);
  double total = 0;
  for (const float probability : levels[0].probability) total += probability;
  CHECK(std::abs(total - 1) < 1e-6);
}

void test_counts_are_checked() {
  const std::string section = section_of(kSmallAlphabet);
  const NgramCounts good = small_counts_of(small_vocabulary(section));
  good.check();
  NgramCounts bad = good;
  bad.levels[2].suffix[0] = 0xFFFF;
  CHECK_THROWS(ModelFileError, bad.check());
  bad = good;
  bad.levels[1].first[1] = bad.levels[1].first[0];
  bad.levels[1].suffix[1] = bad.levels[1].suffix[0];
  CHECK_THROWS(ModelFileError, bad.check());
  bad = good;
  bad.levels[1].first.back() = 40;
  CHECK_THROWS(ModelFileError, bad.check());
  bad = good;
  bad.levels[2].count[0] = 0;
  CHECK_THROWS(ModelFileError, bad.check());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: model_tests FOLDER-OF-TABLES\n");
    return 2;
  }
  const Tables tables(argv[1]);
  Checks& checks = Checks::all();
  checks.test("checksums", test_checksums);
  checks.test("files are read", test_files_are_read);
  checks.test("damaged files are refused", test_damaged_files_are_refused);
  checks.test("names are checked", test_names_are_checked);
  checks.test("vocabularies", test_vocabularies);
  checks.test("sorting", test_sorting);
  checks.test("codebooks", test_codebooks);
  checks.test("breaks", [&] { test_breaks(tables); });
  checks.test("states merge", test_states_merge);
  checks.test("languages mix", test_languages_mix);
  checks.test("pruned models add up", test_pruned_models_add_up);
  checks.test("counts are checked", test_counts_are_checked);
  return checks.report();
}
