// Any text, in storage of any width, through the scanner and all native passes. What must hold is
// checked with abort(), so that libFuzzer sees it.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine.hpp"
#include "core/scan.hpp"
#include "core/utf8.hpp"
#include "tests/fuzz_main.hpp"
#include "tests/made_up.hpp"

namespace {

using namespace textmend;

void demand(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

const Tables& tables() {
  static const Tables shared([] {
    const char* folder = std::getenv("TEXTMEND_TABLES");
    return std::string(folder == nullptr ? "dictionaries" : folder);
  }());
  return shared;
}

template <typename Unit>
void run(std::vector<Unit> units, const Options& options, const Spans& spans) {
  // A copy of its own size, so that AddressSanitizer sees a read behind its end.
  units.shrink_to_fit();
  const AnyText text(units.data(), units.size(), static_cast<int>(sizeof(Unit)));
  const Scan found = scan(text, tables().scan_table());
  const auto passes =
      passes_by_name({"encoding", "unicode", "script", "width", "spacing", "punctuation"});
  const Context context{tables(), found.survey, options, &tests::made_up_recoding()};
  const Outcome outcome = run_passes(text, passes, context, spans, found.lines);
  const std::u32string original = text.slice(0, text.size());
  const std::u32string after = apply(text, outcome.edits);
  demand(apply(AnyText(after), outcome.edits.inverted()) == original, "reverting gives the text");
  for (const Edit& edit : outcome.edits.edits()) {
    demand(original.substr(edit.start, edit.end - edit.start) == edit.original, "edits are true");
    demand(edit.original != edit.replacement, "an edit changes something");
    demand(edit.step_count > 0, "an edit has a step");
    for (const auto& [start, end] : spans) {
      demand(edit.end <= start || edit.start >= end, "protected text stays");
    }
  }
  for (const Suspicion& suspicion : outcome.suspicions) {
    demand(suspicion.start <= suspicion.end && suspicion.end <= text.size(), "suspicions fit");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::uint8_t choice = data[0];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  Options options;
  options.min_confidence = (choice & 1) != 0 ? 0.0 : 0.9;
  options.han_latin = (choice & 2) != 0   ? Options::HanLatin::kAdd
                      : (choice & 4) != 0 ? Options::HanLatin::kRemove
                                          : Options::HanLatin::kAuto;
  const Utf8Scan scanned = scan_utf8(bytes, tables().scan_table());
  std::vector<std::uint32_t> wide;
  std::vector<std::uint16_t> medium;
  const std::vector<std::uint8_t> narrow(bytes.begin(), bytes.end());
  for (std::size_t i = 0; i < bytes.size();) {
    const auto lead = static_cast<std::uint8_t>(bytes[i]);
    const std::size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t character = length == 1 ? lead : lead & (0x7FU >> length);
    for (std::size_t k = 1; k < length && i + k < bytes.size(); ++k) {
      character = (character << 6) | (static_cast<std::uint8_t>(bytes[i + k]) & 0x3FU);
    }
    i += length;
    wide.push_back(character > 0x10FFFF ? character & 0xFFFF : character);
    medium.push_back(static_cast<std::uint16_t>(wide.back()));
  }
  if (scanned.error == Utf8Scan::kValid) {
    demand(scanned.survey.characters == wide.size(), "bytes and text have one length");
  }
  Spans spans;
  if ((choice & 8) != 0) spans.emplace_back(wide.size() / 3, wide.size() / 2);
  run(wide, options, spans);
  run(medium, options, spans);
  run(narrow, options, {});
  return 0;
}

#ifndef TEXTMEND_LIBFUZZER
int main(int argc, char** argv) {
  return textmend::tests::fuzz(argc, argv,
                               {"\x01"
                                "落实““双减”政策”,优化教育环境.",
                                " 教 育局",
                                "(",
                                ")",
                                "“",
                                "”",
                                "\"",
                                "'",
                                "《",
                                "》",
                                "<<",
                                ">>",
                                "。",
                                "，",
                                "、",
                                ",",
                                ".",
                                ";",
                                ":",
                                "?",
                                "!",
                                "-",
                                "——",
                                "……",
                                "...",
                                "[2019]12号",
                                "https://",
                                "www.",
                                "a@b.cn",
                                "`",
                                "$",
                                "<b>",
                                "\\ref{",
                                "}",
                                "Ａ",
                                "１２",
                                "３．１４",
                                "⽂",
                                "⺠",
                                "\u200b",
                                "\u200d",
                                "\ufe0f",
                                "\u00a0",
                                "\u3000",
                                "\n",
                                "\r",
                                "\t",
                                " ",
                                "Python",
                                "12:30",
                                "1,000",
                                "國",
                                "国",
                                "學",
                                "学习",
                                "かな",
                                "한국",
                                "א",
                                "\u0301",
                                "\U0001F600",
                                "\U00020000",
                                "锟斤拷",
                                "龘靐齉爩",
                                "鏂囨湰",
                                "æ–‡æœ¬",
                                "&lt;",
                                "\ufffd",
                                "&nbsp;",
                                "ÎÄ±¾",
                                "㐀",
                                "%",
                                "＝",
                                "教育局"});
}
#endif
