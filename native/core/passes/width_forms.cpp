// Part of the pass `width`: single characters that are another form of the right one.
#include "core/passes/width.hpp"

namespace textmend {

namespace {

bool is_full_digit(char32_t c) { return c >= 0xFF10 && c <= 0xFF19; }
bool is_full_letter_digit(char32_t c) {
  return is_full_digit(c) || (c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A);
}
bool is_ascii_digit(char32_t c) { return c >= '0' && c <= '9'; }

bool holds_letters_or_digits(const WidthLine& line) {
  std::size_t i = line.find(kFold, 0);
  while (i < line.size() && !is_full_letter_digit(line.at(i))) i = line.find(kFold, i + 1);
  return i < line.size();
}

// A text about full-width characters shows them.
bool speaks_of_width(const Line& line) {
  constexpr std::u32string_view kWidths = U"角形宽";
  const std::u32string_view text = line.text;
  for (std::size_t i = text.find(U'全'); i != text.npos; i = text.find(U'全', i + 1)) {
    if (kWidths.find(line.at(i + 1)) != kWidths.npos) return true;
  }
  return false;
}

// １，２００: three digits behind each comma, or it separates the items of a list.
bool is_grouping_comma(const Line& line, std::size_t i) {
  std::size_t end = i + 1;
  while (is_full_digit(line.at(end))) ++end;
  std::size_t start = i;
  while (start > 0 && is_full_digit(line.text[start - 1])) --start;
  return end - i - 1 == 3 && i - start >= 1 && i - start <= 3;
}

// The half-width form of a mark that holds full-width letters and digits together, as in ３．１４,
// １＋１ or ａｂ．ｃｎ; 0 for any other. A stop behind a single letter is part of a name:
// Ｊ．Ｋ．罗琳.
char32_t joining_form(const WidthLine& line, std::size_t i) {
  const Line& text = line.line();
  if (i == 0 || !is_full_letter_digit(text.at(i - 1)) || !is_full_letter_digit(text.at(i + 1))) {
    return 0;
  }
  const char32_t mark = text.at(i);
  if (mark == U'，') return is_grouping_comma(text, i) ? U',' : 0;
  if (mark == U'．' && !(is_full_digit(text.at(i - 1)) && is_full_digit(text.at(i + 1))) &&
      !(i > 1 && is_full_letter_digit(text.at(i - 2)) && is_full_letter_digit(text.at(i + 2)))) {
    return 0;
  }
  const char32_t half = line.context().tables.mark_form(mark);
  return half < 0x80 ? half : 0;
}

// One alone, without Chinese, is an entry of a character table.
bool is_entry(const WidthLine& line, std::size_t i) {
  const char32_t next = line.at(i + 1);
  return !line.line().sees(kHan) && !is_full_letter_digit(next) && next != U'％' &&
         joining_form(line, i + 1) == 0 && (i == 0 || joining_form(line, i - 1) == 0);
}

void fold_letters_and_digits(WidthLine& line) {
  for (std::size_t i = line.find(kFold, 0); i < line.size(); i = line.find(kFold, i + 1)) {
    if (!is_full_letter_digit(line.at(i))) continue;
    if (is_entry(line, i)) continue;
    std::size_t end = i;
    std::u32string folded;
    while (is_full_letter_digit(line.at(end))) folded.push_back(line.at(end++) - 0xFEE0);
    line.replace(i, end, folded, RuleId::kWidthLetterDigit);
    i = end - 1;
  }
}

// Marks inside a number or a name of full-width characters: ３．１４, ５０％, Ａ－１.
void fold_number_marks(WidthLine& line) {
  const Line& original = line.line();
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (!is_full_letter_digit(original.text[i - 1])) continue;
    const bool behind_digit = is_full_digit(original.text[i - 1]);
    const char32_t mark = line.at(i);
    char32_t half = joining_form(line, i);
    if (behind_digit && mark == U'％') half = '%';
    if (behind_digit && mark == U'．' && is_ascii_digit(original.at(i + 1))) half = '.';
    if (half != 0) line.turn(i, half, RuleId::kWidthNumberMark);
  }
}

void fold_small_forms(WidthLine& line) {
  for (std::size_t i = line.find(kFold, 0); i < line.size(); i = line.find(kFold, i + 1)) {
    const char32_t full = line.context().tables.mark_form(line.at(i));
    if (full < 0x3000) continue;  // none, or the form of a number mark
    if (line.chinese_before(i) || line.chinese_after(i)) {
      line.turn(i, full, RuleId::kWidthSmallForm);
    }
  }
}

// Names written in Chinese characters, as in 卡尔·马克思; traditional text has U+2027 for this.
void fold_middle_dots(WidthLine& line) {
  if (line.context().survey.script() != Script::kSimplified) return;
  for (std::size_t i = line.find(kFold, 1); i + 1 < line.size(); i = line.find(kFold, i + 1)) {
    if (!line.has(i - 1, kHan) || !line.has(i + 1, kHan)) continue;
    if (line.context().tables.is_middle_dot_form(line.at(i))) {
      line.turn(i, U'·', RuleId::kWidthMiddleDot);
    }
  }
}

}  // namespace

void fold_forms(WidthLine& line) {
  if (!line.line().sees(kFold)) return;
  if (holds_letters_or_digits(line) && !speaks_of_width(line.line())) {
    fold_letters_and_digits(line);
    fold_number_marks(line);
  }
  fold_small_forms(line);
  fold_middle_dots(line);
}

namespace {

// Latin sentences have words with blanks between them; formulas, chat, lists of names and
// transcriptions have too few or other letters. Returns the number of words, 0 for none of these.
std::size_t count_sentence_words(const WidthLine& line) {
  std::size_t words = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char32_t c = line.at(i);
    if (c == '=' || c == '(' || line.has(i, kKana | kHangul) ||
        (c >= 0x80 && line.has(i, kLatin))) {
      return 0;
    }
    if (line.has(i, kLatin) && (i == 0 || line.has(i - 1, kBlank | kStop))) ++words;
  }
  return line.line().count(kBlank) + 2 >= words ? words : 0;
}

}  // namespace

void turn_latin(WidthLine& line) {
  constexpr std::u32string_view kFull = U"，；：？！。";
  constexpr std::u32string_view kHalf = U",;:?!.";
  if (!line.line().sees(kStop)) return;
  const std::size_t words = count_sentence_words(line);
  if (words < 3) return;
  // In a Chinese document the end of such a line may be that of a Chinese sentence broken in two.
  const Survey& survey = line.context().survey;
  const bool whole = survey.latin > survey.han || words >= 6;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const std::size_t which = kFull.find(line.at(i));
    if (which == kFull.npos || !line.has(i - 1, kLatin)) continue;
    const bool word_follows = line.has(i + 1, kLatin);
    if (!word_follows && !whole) continue;
    if (!word_follows && i + 1 < line.size() && !line.has(i + 1, kBlank)) continue;
    const std::u32string half =
        word_follows ? std::u32string{kHalf[which], U' '} : std::u32string{kHalf[which]};
    line.replace(i, i + 1, half, RuleId::kWidthLatinContext);
  }
}

}  // namespace textmend
