// Part of the pass `width`: marks that come in pairs. A pair is judged by what it encloses and by
// what stands on its two sides.
#include <vector>

#include "core/passes/width.hpp"

namespace textmend {

namespace {

struct Pair {
  std::size_t open;
  std::size_t close;
};

bool is_open_parenthesis(char32_t c) { return c == '(' || c == U'（'; }
bool is_operator(char32_t c) {
  return std::u32string_view(U"^=*+<>").find(c) != std::u32string_view::npos;
}
bool is_close_parenthesis(char32_t c) { return c == ')' || c == U'）'; }

constexpr std::u32string_view kHanNumerals = U"一二三四五六七八九十百零〇";

class Parentheses {
 public:
  explicit Parentheses(WidthLine& line) : line_(line) {}

  void run() {
    constexpr Flags kParentheses = kOpening | kClosing | kHalfMark;
    std::vector<std::size_t> open;
    for (std::size_t i = line_.find(kParentheses, 0); i < line_.size();
         i = line_.find(kParentheses, i + 1)) {
      const char32_t c = line_.at(i);
      if (is_open_parenthesis(c)) {
        open.push_back(i);
      } else if (is_close_parenthesis(c) && !open.empty()) {
        judge({open.back(), i});
        open.pop_back();
      } else if (c == ')') {
        judge_lone_close(i);
      }
    }
    for (const std::size_t i : open) judge_lone_open(i);
    turn_notes();
  }

 private:
  void judge(Pair pair) {
    if (line_.at(pair.open) == U'（' && line_.at(pair.close) == U'）') return;
    const bool one_is_full = line_.at(pair.open) == U'（' || line_.at(pair.close) == U'）';
    if (one_is_full ? line_.is_chinese() : is_chinese(pair)) {
      if (one_is_full || line_.contains_han(pair.open + 1, pair.close)) {
        turn(pair);
      } else {
        notes_.push_back(pair);
      }
    } else {
      parts_notes_ = parts_notes_ || is_set_apart(pair);
    }
  }

  // Notes in Latin letters or digits, all or none: 氛围(fēn)  徘徊(huái)  挫折(cuò) is a list.
  void turn_notes() {
    if (parts_notes_) return;
    for (const Pair& pair : notes_) turn(pair);
  }
  bool is_set_apart(Pair pair) const {
    return pair.open > 0 && line_.has(pair.open - 1, kHan) && line_.has(pair.close + 1, kBlank) &&
           pair.close > pair.open + 1 && is_plain_note(pair);
  }

  bool is_chinese(Pair pair) const {
    if (pair.close == pair.open + 1) return is_lost_number(pair);
    if (line_.contains_han(pair.open + 1, pair.close)) return holds_chinese(pair);
    return holds_latin_in_chinese(pair);
  }

  // An empty pair in front of a heading has lost its number; elsewhere it is a call, as in 函数().
  bool is_lost_number(Pair pair) const {
    return pair.open == line_.line().indent() && line_.has(pair.close + 1, kHan);
  }

  bool holds_chinese(Pair pair) const {
    if (is_chemical(pair)) return false;
    if (!line_.is_chinese() && !line_.chinese_before(pair.open)) return false;
    const bool has_latin_in_front = pair.open > 0 && line_.has(pair.open - 1, kAlphanumeric);
    if (!has_latin_in_front) return true;
    // GDP(国内生产总值) in a Chinese line, but not sum(甲, 乙) in a formula of its own.
    return line_.han_in_front(pair.open) || line_.contains_han(pair.close + 1, line_.size());
  }

  // 2-(4-异丁基苯基)丙酸, 邻苯二甲酸二(2-乙基己基)酯: a group and where it stands, in a name.
  bool is_chemical(Pair pair) const {
    if (pair.open > 0 && line_.at(pair.open - 1) == '-') return true;
    if (line_.at(pair.close + 1) == '-') return true;
    std::size_t i = pair.open + 1;
    while (line_.has(i, kDigit) || line_.at(i) == ',') ++i;
    const std::size_t length = i - pair.open - 1;
    return length > 0 && length <= 4 && line_.at(i) == '-' && line_.has(i + 1, kHan);
  }

  bool holds_latin_in_chinese(Pair pair) const {
    // Blanks outside are a style of its own: 史密斯 (Smith) 说.
    if (line_.has(pair.close + 1, kBlank) || (pair.open > 0 && line_.has(pair.open - 1, kBlank))) {
      return false;
    }
    const std::size_t before = line_.solid_before(pair.open);
    const std::size_t after = line_.solid_after(pair.close);
    const bool chinese_before = before != WidthLine::kNone && line_.has(before, kChinese);
    const bool chinese_after = after != WidthLine::kNone && line_.has(after, kChinese);
    if (pair.open > 0 && line_.has(pair.open - 1, kAlphanumeric | kClosing)) {
      if (!line_.has(pair.open - 1, kClosing)) return false;  // f(x), 9(a)
    }
    if (after != WidthLine::kNone && line_.has(after, kDigit)) return false;  // (010) 1234
    if (pair.close + 1 < line_.size() && line_.has(pair.close + 1, kAlphanumeric)) return false;
    if (line_.at(pair.close + 1) == '.' && line_.has(pair.close + 2, kLatin)) return false;
    if (is_operator(line_.at(pair.close + 1))) return false;  // (a-b)^2
    if (!is_plain_note(pair)) return false;
    if (chinese_before) return true;
    const bool starts_line = before == WidthLine::kNone;
    return starts_line && chinese_after && is_number(pair);
  }

  // A name, year or share such as (NBA), (2019), (5%), (Type A); not (x), (1,2), (a+b), (^_^).
  bool is_plain_note(Pair pair) const {
    std::size_t letters = 0;
    std::size_t digits = 0;
    for (std::size_t i = pair.open + 1; i < pair.close; ++i) {
      const char32_t c = line_.at(i);
      if (line_.locked(i)) return false;
      if (line_.has(i, kLatin)) {
        ++letters;
      } else if (line_.has(i, kDigit)) {
        ++digits;
      } else if (std::u32string_view(U" .-%&/’'").find(c) == std::u32string_view::npos) {
        return false;
      }
    }
    return letters >= 2 || (digits > 0 && letters == 0);
  }

  bool is_number(Pair pair) const {
    for (std::size_t i = pair.open + 1; i < pair.close; ++i) {
      if (!line_.has(i, kDigit)) return false;
    }
    return pair.close - pair.open <= 3;
  }

  void turn(Pair pair) {
    if (line_.locked(pair.open) || line_.locked(pair.close)) return;
    // A full-width parenthesis brings its own blank, so one beside the half-width one goes; behind
    // it only where one stands before as well, or else it parts two things: 王芳(北京) 李娜(上海).
    const bool blank_before = is_inner_blank(pair.open - 1) && line_.at(pair.open) == '(';
    const bool blank_after =
        blank_before && is_inner_blank(pair.close + 1) && line_.at(pair.close) == ')';
    line_.replace(pair.open - (blank_before ? 1 : 0), pair.open + 1, U"（",
                  RuleId::kWidthParenthesis);
    line_.replace(pair.close, pair.close + (blank_after ? 2 : 1), U"）", RuleId::kWidthParenthesis);
  }

  // One plain blank with Chinese on both sides, the parenthesis not counted.
  bool is_inner_blank(std::size_t i) const {
    return i < line_.size() && line_.at(i) == ' ' && i > 0 && !line_.locked(i) &&
           (line_.has(i - 1, kHan) || line_.has(i + 1, kHan));
  }

  // The other half stands in another line, where a paragraph was broken.
  void judge_lone_open(std::size_t i) {
    if (line_.at(i) != '(' || i == 0) return;
    const bool face = line_.at(i - 1) == ':' || line_.at(i - 1) == ';';
    if (!face && line_.has(i - 1, kChinese | kBlank) && line_.has(i + 1, kHan)) {
      line_.turn(i, U'（', RuleId::kWidthParenthesis);
    }
  }
  // Not the label 1) or 一) of a list item.
  void judge_lone_close(std::size_t i) {
    if (i == 0 || !line_.has(i - 1, kHan)) return;
    const std::size_t start = line_.line().indent();
    bool label = i - start <= 3;
    for (std::size_t k = start; k < i; ++k) {
      label = label && kHanNumerals.find(line_.at(k)) != kHanNumerals.npos;
    }
    const bool at_edge = i + 1 == line_.size() || line_.has(i + 1, kChinese | kHalfMark | kBlank);
    if (!label && at_edge) line_.turn(i, U'）', RuleId::kWidthParenthesis);
  }

  WidthLine& line_;
  std::vector<Pair> notes_;
  bool parts_notes_ = false;  // by blanks
};

// 教发[2019]12号: the year of a document number.
void turn_document_numbers(WidthLine& line) {
  for (std::size_t i = 1; i + 6 < line.size(); ++i) {
    const char32_t close = line.at(i + 5);
    const bool bracketed =
        (line.at(i) == '[' && close == ']') || (line.at(i) == U'［' && close == U'］');
    if (!bracketed || !line.has(i - 1, kHan)) continue;
    bool year = line.at(i + 1) == '1' || line.at(i + 1) == '2';
    for (std::size_t k = i + 1; k < i + 5; ++k) year = year && line.has(k, kDigit);
    std::size_t end = i + 6;
    if (line.at(end) == U'第') ++end;
    const std::size_t digits = end;
    while (line.has(end, kDigit)) ++end;
    if (!year || end == digits || line.at(end) != U'号') continue;
    line.turn(i, U'〔', RuleId::kWidthDocumentNumber);
    line.turn(i + 5, U'〕', RuleId::kWidthDocumentNumber);
  }
}

// <<书名>>; a single angle bracket is a placeholder or a comparison.
void turn_title_marks(WidthLine& line) {
  const std::u32string_view text = line.line().text;
  std::size_t close = 0;
  for (std::size_t open = text.find(U"<<"); open != text.npos; open = text.find(U"<<", open + 2)) {
    if (close < open + 2) close = text.find(U">>", open + 2);
    if (close == text.npos) return;
    const std::u32string_view inside = text.substr(open + 2, close - open - 2);
    const bool clean = inside.find_first_of(U"<>") == inside.npos && !inside.empty();
    const bool triple = line.at(close + 2) == '>' || (open > 0 && line.at(open - 1) == '<');
    const bool han_edges = line.has(open + 2, kHan) || line.has(close - 1, kHan);
    const bool latin_before = open > 0 && line.has(open - 1, kAlphanumeric);
    if (clean && !triple && han_edges && !latin_before) {
      line.replace(open, open + 2, U"《", RuleId::kWidthTitleMark);
      line.replace(close, close + 2, U"》", RuleId::kWidthTitleMark);
    }
  }
}

class Quotes {
 public:
  Quotes(WidthLine& line, char32_t straight) : line_(line), straight_(straight) {
    const bool corner = line.context().survey.prefers_corner_quotes();
    const bool is_double = straight == '"';
    open_ = is_double ? (corner ? U'「' : U'“') : (corner ? U'『' : U'‘');
    close_ = is_double ? (corner ? U'」' : U'”') : (corner ? U'』' : U'’');
    rule_ = is_double ? RuleId::kWidthDoubleQuote : RuleId::kWidthSingleQuote;
  }

  void run() {
    std::vector<Pair> pairs;
    if (!pair_up(pairs)) return;
    for (const Pair& pair : pairs) {
      if (!is_chinese(pair) || names_an_address(pair)) continue;
      if (line_.at(pair.open) == straight_) line_.turn(pair.open, open_, rule_);
      if (line_.at(pair.close) == straight_) line_.turn(pair.close, close_, rule_);
    }
  }

 private:
  // Straight marks open and close in turn, together with those that are curly already. One that
  // does not fit the order leaves the whole line undecided.
  bool pair_up(std::vector<Pair>& pairs) const {
    bool is_open = false;
    std::size_t open = 0;
    for (std::size_t i = 0; i < line_.size(); ++i) {
      const char32_t c = line_.at(i);
      if (line_.locked(i) || (c != straight_ && c != open_ && c != close_)) continue;
      if (c == straight_ && is_apostrophe(i)) continue;
      if ((c == open_ && is_open) || (c == close_ && !is_open)) return false;
      if (is_open) {
        if (!is_sound({open, i})) return false;
        pairs.push_back({open, i});
      }
      open = i;
      is_open = !is_open;
    }
    return !is_open;
  }

  // don't, 5'30: between letters or digits a single mark is no quotation mark.
  bool is_apostrophe(std::size_t i) const {
    return straight_ == '\'' && i > 0 && line_.has(i - 1, kAlphanumeric) &&
           line_.has(i + 1, kAlphanumeric);
  }

  // "李明" <liming@example.com>, as in the head of a mail.
  bool names_an_address(Pair pair) const {
    return line_.at(pair.close + 1) == ' ' && line_.at(pair.close + 2) == '<';
  }

  bool is_sound(Pair pair) const {
    if (pair.close == pair.open + 1) return false;
    if (pair.open > 0 && line_.at(pair.open - 1) == '=') return false;
    // An opening mark sticks to what follows, a closing one to what stands before.
    const bool straight_open = line_.at(pair.open) == straight_;
    const bool straight_close = line_.at(pair.close) == straight_;
    return !(straight_open && line_.has(pair.open + 1, kBlank | kStop)) &&
           !(straight_close && line_.has(pair.close - 1, kBlank));
  }

  bool is_chinese(Pair pair) const {
    if (line_.contains_han(pair.open + 1, pair.close)) {
      return straight_ == '"' || line_.is_chinese();
    }
    return straight_ == '"' && line_.is_chinese() && holds_words(pair) &&
           (line_.chinese_before(pair.open) || line_.chinese_after(pair.close));
  }

  // Latin words, not a literal such as "?", "/mnt" or ".target".
  bool holds_words(Pair pair) const {
    bool letters = false;
    for (std::size_t i = pair.open + 1; i < pair.close; ++i) {
      const char32_t c = line_.at(i);
      letters = letters || line_.has(i, kLatin);
      if (!line_.has(i, kAlphanumeric | kBlank) &&
          std::u32string_view(U",.!?'-&%+").find(c) == std::u32string_view::npos) {
        return false;
      }
    }
    return letters && line_.has(pair.open + 1, kAlphanumeric);
  }

  WidthLine& line_;
  char32_t straight_;
  char32_t open_;
  char32_t close_;
  RuleId rule_;
};

}  // namespace

void turn_pairs(WidthLine& line) {
  const AsciiSet& ascii = line.line().ascii;
  const std::u32string_view text = line.line().text;
  const bool ticks = ascii.holds('`') && text.find(U'`') != text.npos;
  if (ticks && text.find(U"``") != text.npos) return;  // ``so''
  constexpr AsciiSet kYear(U"12");
  const bool brackets = ascii.holds('[') || text.find(U'［') != text.npos;
  // A full-width year is half-width by now, though not in the line itself.
  const bool years = ascii.holds_any(kYear) || line.line().sees(kFold);
  if (brackets && years) turn_document_numbers(line);
  if (ascii.holds('<')) turn_title_marks(line);
  if (ascii.holds('(') || ascii.holds(')')) Parentheses(line).run();
  if (ascii.holds('"')) Quotes(line, '"').run();
  if (ascii.holds('\'') && !ticks) Quotes(line, '\'').run();
}

}  // namespace textmend
