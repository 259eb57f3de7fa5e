// Hostile tables: a table is read or refused with a TableError, and what was read can be used.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "core/engine.hpp"
#include "core/scan.hpp"
#include "core/segmenter.hpp"
#include "core/tables.hpp"
#include "tests/folders.hpp"
#include "tests/fuzz_main.hpp"

namespace {

using namespace textmend;

constexpr const char* kFiles[] = {"rules.tsv",     "unicode.tsv", "script.tsv",
                                  "frequency.tsv", "marks.tsv",   "words.tsv"};

// The smallest folder that can be read, so that a round is fast: rules and one row of each table.
class SmallFolder {
 public:
  SmallFolder() : folder_(source()) {
    folder_.write("unicode.tsv", "U+00A0\tblank\tU+0020\tunicode.blank\n");
    folder_.write("unicode_derived.tsv", "U+F900\treplace\tU+8C48\tunicode.singleton\n");
    folder_.write("script.tsv", "国\tS\t國\n國\tT\t国\n");
    folder_.write("frequency.tsv", "教\t90\n育\t90\n龘\t230\n");
    folder_.write("marks.tsv", "﹐\tform\t，\n，，\tdoubled\t，\n");
    folder_.write("words.tsv", "教育\t100\n教\t5\n育\t5\n");
  }

  const tests::TableFolder& get() const { return folder_; }

 private:
  static std::string source() {
    const char* folder = std::getenv("TEXTMEND_TABLES");
    return folder == nullptr ? "dictionaries" : folder;
  }
  tests::TableFolder folder_;
};

void use(const Tables& tables) {
  const std::u32string text = U"教 育局,国國\u00a0Ａ﹐教，，\uF900龘龘龘。“甲”\"乙\"(丙)\n";
  const Scan found = scan(AnyText(text), tables.scan_table());
  const Options options;
  const auto passes = passes_by_name({"unicode", "script", "width", "spacing", "punctuation"});
  const Outcome outcome =
      run_passes(AnyText(text), passes, {tables, found.survey, options}, {}, found.lines);
  const std::u32string after = apply(AnyText(text), outcome.edits);
  if (apply(AnyText(after), outcome.edits.inverted()) != text) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const SmallFolder small;
  if (size < 1) return 0;
  const tests::TableFolder& folder = small.get();
  const std::string file = kFiles[data[0] % std::size(kFiles)];
  const std::string before = folder.read(file);
  // Rules are needed by name, so hostile rows come behind them; other tables are replaced.
  const std::string content(reinterpret_cast<const char*>(data) + 1, size - 1);
  folder.write(file, (file == "rules.tsv" || (data[0] & 0x40) != 0) ? before + content : content);
  try {
    const Tables tables(folder.path());
    tables.segmenter();
    use(tables);
  } catch (const TableError&) {
  }
  folder.write(file, before);
  return 0;
}

#ifndef TEXTMEND_LIBFUZZER
int main(int argc, char** argv) {
  return textmend::tests::fuzz(argc, argv,
                               {"width.new\twidth\t0.9\t\treason\n",
                                std::string("\x01") + "U+00A0\tblank\tU+0020\tunicode.blank\n",
                                std::string("\x02") + "学\tS\t學\n",
                                std::string("\x03") + "教\t90\n",
                                std::string("\x04") + "，。\tconflicting\t。\n",
                                std::string("\x05") + "教育\t7\n",
                                "\t",
                                "\n",
                                "# ",
                                "#",
                                "U+",
                                "U+10FFFF",
                                "U+110000",
                                "U+2F800",
                                "U+D800",
                                "replace",
                                "beside_han",
                                "remove",
                                "report",
                                "indent",
                                "unicode.zero_width",
                                "S",
                                "T",
                                "nan",
                                "inf",
                                "-1",
                                "1e99",
                                "65536",
                                "99999999999999999999",
                                "form",
                                "number",
                                "middle_dot",
                                "doubled",
                                "，，",
                                "\xF4\x90\x80\x80",
                                "\xFF",
                                "\xE6\x95",
                                "教",
                                "﹐",
                                "\U00020000",
                                std::string(1, '\0'),
                                "\r\n"});
}
#endif
