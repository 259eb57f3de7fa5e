// The pass `unicode`: characters that have one right form, and invisible ones that have none.
// Each decision is a row of dictionaries/unicode.tsv or unicode_derived.tsv; here stands only what
// the neighbours must be like. Composing base and mark (NFC) is done outside, by Python's own data.
#include "core/line.hpp"

namespace textmend {

namespace {

bool is_variation_selector(char32_t character) {
  return character >= 0xFE00 && character <= 0xFE0F;
}

bool is_private_use(char32_t character) {
  return (character >= 0xE000 && character <= 0xF8FF) || character >= 0xF0000;
}

class UnicodePass {
 public:
  UnicodePass(const Line& line, const Context& context, Proposals& proposals)
      : line_(line),
        context_(context),
        proposals_(proposals),
        chinese_(line.sees(kHan | kFullMark)),
        right_to_left_(line.sees(kRightToLeft)) {}

  void run() {
    for (std::size_t i = 0; i < line_.size(); ++i) {
      if (!line_.has(i, kUnicodeRow)) continue;
      const char32_t character = line_.text[i];
      if (is_variation_selector(character)) {
        judge_selector(i);
      } else if (const UnicodeRow* row = context_.tables.unicode_row(character)) {
        judge_row(i, *row);
      } else if (is_private_use(character)) {
        proposals_.suspect(i, i + 1, RuleId::kUnicodePrivateUse);
      }
    }
  }

 private:
  void judge_row(std::size_t i, const UnicodeRow& row) {
    switch (row.action) {
      case UnicodeAction::kReplace:
        return proposals_.replace_by(i, i + 1, row.replacement, row.rule);
      case UnicodeAction::kBesideHan:
        if (is_beside(i, kHan | kDigit) || is_beside_radical(i)) {
          proposals_.replace_by(i, i + 1, row.replacement, row.rule);
        }
        return;
      case UnicodeAction::kBesideLatin:
        if (is_beside(i, kLatin)) proposals_.replace_by(i, i + 1, row.replacement, row.rule);
        return;
      case UnicodeAction::kBlank:
        if (chinese_ && !is_between(i, kDigit)) proposals_.replace_by(i, i + 1, U" ", row.rule);
        return;
      case UnicodeAction::kIndent:
        if (chinese_) {
          const bool leading = only_row_chars_before(i);
          proposals_.replace_by(i, i + 1, leading ? U"\u3000" : U" ", row.rule);
        }
        return;
      case UnicodeAction::kRemove:
        return proposals_.replace_by(i, i + 1, U"", row.rule);
      case UnicodeAction::kRemoveBesideCjk:
        if (is_meaningless(i)) proposals_.replace_by(i, i + 1, U"", row.rule);
        return;
      case UnicodeAction::kRemoveBidi:
        if (!right_to_left_) proposals_.replace_by(i, i + 1, U"", row.rule);
        return;
      case UnicodeAction::kReport:
        return proposals_.suspect_by(i, i + 1, row.rule);
    }
  }

  bool is_beside(std::size_t i, Flags wanted) const {
    return line_.has_before(i, wanted) || line_.has(i + 1, wanted);
  }
  // Radicals come in words, as all ideographs of a PDF that have one.
  bool is_beside_radical(std::size_t i) const {
    return (i > 0 && is_radical(i - 1)) || (i + 1 < line_.size() && is_radical(i + 1));
  }
  bool is_radical(std::size_t i) const {
    if (!line_.has(i, kUnicodeRow)) return false;
    const UnicodeRow* row = context_.tables.unicode_row(line_.text[i]);
    return row != nullptr && row->action == UnicodeAction::kBesideHan;
  }
  bool is_between(std::size_t i, Flags wanted) const {
    return line_.has_before(i, wanted) && line_.has(i + 1, wanted);
  }

  bool only_row_chars_before(std::size_t i) {
    while (leading_end_ < line_.size() && line_.has(leading_end_, kUnicodeRow | kBlank)) {
      ++leading_end_;
    }
    return i < leading_end_;
  }

  // The neighbour across other invisible characters; 0 at a line edge.
  char32_t visible_before(std::size_t i) {
    find_run(i);
    return line_.before(run_start_);
  }
  char32_t visible_after(std::size_t i) {
    find_run(i);
    return line_.at(run_end_);
  }
  // The run of invisible characters around `i`; each is found once.
  void find_run(std::size_t i) {
    if (i < run_end_) return;
    run_start_ = run_end_ = i;
    while (run_end_ < line_.size() && is_invisible(line_.text[run_end_])) ++run_end_;
  }
  bool is_invisible(char32_t character) const {
    const UnicodeRow* row = context_.tables.unicode_row(character);
    return row != nullptr && row->action == UnicodeAction::kRemoveBesideCjk;
  }

  // Emoji, Arabic and Indic scripts need their joiners, Thai and Khmer their zero-width spaces.
  bool is_meaningless(std::size_t i) {
    const char32_t before = visible_before(i);
    const char32_t after = visible_after(i);
    if (is_plain_side(before) && is_plain_side(after)) return true;
    const bool joins = line_.text[i] == 0x200C || line_.text[i] == 0x200D;
    const Flags beside = context_.tables.flags(before) | context_.tables.flags(after);
    return !joins && (beside & (kHan | kFullMark)) != 0;
  }

  bool is_plain_side(char32_t neighbour) const {
    if (neighbour < 0x80) return true;
    constexpr Flags kPlain = kHan | kKana | kHangul | kFullMark | kBlank | kLatin;
    return (context_.tables.flags(neighbour) & kPlain) != 0;
  }

  // A selector is stray behind a blank, a letter or a line start, and the emoji selectors behind a
  // Han character. FE00 to FE02 behind a Han character or a full-width mark choose a glyph.
  void judge_selector(std::size_t i) {
    const Flags base = line_.flags_before(i);
    const bool no_base = i == 0 || (base & (kBlank | kLatin)) != 0;
    const bool wrong_base = (base & kHan) != 0 && line_.text[i] > 0xFE02 && !is_enclosed(i);
    if (no_base || wrong_base) {
      proposals_.remove(i, i + 1, RuleId::kUnicodeVariationSelector);
    }
  }
  bool is_enclosed(std::size_t i) const {
    const char32_t base = line_.before(i);
    return base >= 0x3200 && base <= 0x33FF;
  }

  const Line& line_;
  const Context& context_;
  Proposals& proposals_;
  const bool chinese_;
  const bool right_to_left_;
  std::size_t leading_end_ = 0;  // of the blanks and invisible characters that begin the line
  std::size_t run_start_ = 0;
  std::size_t run_end_ = 0;
};

}  // namespace

void propose_unicode(const Line& line, const Context& context, Proposals& proposals) {
  UnicodePass(line, context, proposals).run();
}

}  // namespace textmend
