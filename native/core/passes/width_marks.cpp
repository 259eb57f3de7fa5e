// Part of the pass `width`: single marks, each judged by its two neighbours.
#include "core/passes/width.hpp"

namespace textmend {

namespace {

bool is_ascii_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

class Marks {
 public:
  explicit Marks(WidthLine& line) : line_(line) {}

  void run() {
    for (std::size_t i = line_.find(kHalfMark, 0); i < line_.size();
         i = line_.find(kHalfMark, i + 1)) {
      if (is_shown(i)) continue;
      switch (line_.at(i)) {
        case ',':
          judge_comma(i, U'，', RuleId::kWidthComma);
          break;
        case ';':
          judge_comma(i, U'；', RuleId::kWidthSemicolon);
          break;
        case ':':
          judge_colon(i);
          break;
        case '?':
        case '!':
          i = judge_end_marks(i) - 1;
          break;
        case '.':
          i = judge_full_stops(i) - 1;
          break;
        case '-':
          i = judge_hyphens(i) - 1;
          break;
        default:
          break;
      }
    }
  }

 private:
  // A mark alone between quotation marks or brackets is spoken of, not used.
  bool is_shown(std::size_t i) const {
    return i > 0 && line_.has(i - 1, kOpening) && line_.has(i + 1, kClosing);
  }

  bool is_digit(std::size_t i) const { return line_.has(i, kDigit); }
  bool digit_before(std::size_t i) const { return i > 0 && is_digit(i - 1); }
  bool at_end(std::size_t i) const { return line_.solid_after(i) == WidthLine::kNone; }
  char32_t before(std::size_t i) const { return i > 0 ? line_.at(i - 1) : 0; }

  // A mark behind a number, a Latin word or a half-width mark, inside a Chinese sentence.
  bool closes_latin_in_chinese(std::size_t i) const {
    return line_.is_chinese() && line_.han_in_front(i) && !ends_latin_quotation(i);
  }

  // “I came, I saw.” keeps its own marks.
  bool ends_latin_quotation(std::size_t i) const {
    if (!line_.has(i + 1, kQuote)) return false;
    for (std::size_t k = i; k-- > 0;) {
      if (line_.has(k, kHan)) return false;
      if (line_.has(k, kQuote) || line_.at(k) == U'„') return true;
    }
    return false;
  }

  // 输入 :wq 退出, #REF!。: part of a command or value that the sentence names.
  bool is_literal(std::size_t i) const {
    if (i == 0) return true;
    if (line_.has(i - 1, kBlank))
      return !line_.has(i + 1, kBlank | kChinese) && i + 1 < line_.size();
    return line_.has(i - 1, kLatin) && line_.has(i + 1, kStop);
  }

  void judge_comma(std::size_t i, char32_t full, RuleId rule) {
    if (digit_before(i) && is_digit(i + 1)) return;
    if (is_literal(i) || (full == U'；' && is_face(i))) return;
    if (before(i) == '>') return;  // 王伟 <wang@example.com>, 李娜 <li@example.com>
    const bool before = line_.chinese_before(i);
    const bool after = line_.chinese_after(i);
    const bool behind_share = i > 0 && line_.at(i - 1) == '%' && !line_.has(i + 1, kBlank);
    const bool chinese = (before && (after || line_.is_chinese())) ||
                         ((after || behind_share || at_end(i)) && closes_latin_in_chinese(i));
    if (!chinese) return;
    line_.turn(i, full, rule);
    half_comma_in_front_ = true;
  }

  void judge_colon(std::size_t i) {
    const char32_t next = line_.at(i + 1);
    const char32_t previous = before(i);
    if (digit_before(i) && is_digit(i + 1)) return;
    if (next == ':' || previous == ':' || next == '/' || next == '\\') return;
    if (previous == '?' || previous == '!') return;
    if (is_face(i) || is_literal(i)) return;
    const bool chinese =
        line_.chinese_before(i)
            ? line_.is_chinese() || line_.chinese_after(i)
            : line_.chinese_after(i) && closes_latin_in_chinese(i) && !digit_before(i);
    if (chinese) line_.turn(i, U'：', RuleId::kWidthColon);
  }

  // :) :-( :D and the like, where nothing alphanumeric goes on.
  bool is_face(std::size_t i) const {
    std::size_t k = i + 1;
    if (line_.at(k) == '-') ++k;
    const char32_t mouth = line_.at(k);
    if (mouth == ')' || mouth == '(' || mouth == '|' || mouth == '*') return true;
    const bool letter =
        mouth == 'D' || mouth == 'P' || mouth == 'p' || mouth == 'O' || mouth == 'o';
    return letter && !line_.has(k + 1, kAlphanumeric);
  }

  // A run of ? and !; returns its end.
  std::size_t judge_end_marks(std::size_t start) {
    std::size_t end = start;
    while (line_.at(end) == '?' || line_.at(end) == '!') ++end;
    const std::size_t length = end - start;
    const char32_t next = line_.at(end);
    bool all_questions = true;
    for (std::size_t i = start; i < end; ++i) all_questions &= line_.at(i) == '?';
    if (all_questions && length >= 2 && line_.has(end, kHan)) {
      line_.suspect(start, end, RuleId::kEncodingQuestionMarks);
      return end;
    }
    const bool is_query = is_ascii_letter(next) || next == '=' || next == '[' || next == '&';
    if (start == 0 || (is_query && !line_.has(start - 1, kChinese))) return end;
    if (is_among_symbols(start, end)) return end;
    if (line_.has(start - 1, kLatin) && line_.has(end, kStop)) return end;
    const bool chinese = line_.has(start - 1, kChinese) ||
                         (closes_latin_in_chinese(start) && !line_.has(start - 1, kBlank) &&
                          (line_.has(end, kChinese) || at_end(end - 1)));
    if (!chinese || (line_.has(start - 1, kHalfMark) && !line_.has(start - 1, kChinese)))
      return end;
    for (std::size_t i = start; i < end; ++i) {
      const bool question = line_.at(i) == '?';
      line_.turn(i, question ? U'？' : U'！',
                 question ? RuleId::kWidthQuestion : RuleId::kWidthExclamation);
    }
    return end;
  }

  // !@#$ and the like, or right behind a mark: signs that are spoken of.
  bool is_among_symbols(std::size_t start, std::size_t end) const {
    constexpr std::u32string_view kSymbols = U"@#$%^*:;";
    constexpr std::u32string_view kMarks = U"，、；：（";
    return kSymbols.find(line_.at(end)) != kSymbols.npos ||
           kMarks.find(line_.at(start - 1)) != kMarks.npos;
  }

  // A run of full stops; returns its end.
  std::size_t judge_full_stops(std::size_t start) {
    std::size_t end = start;
    while (line_.at(end) == '.') ++end;
    if (end - start == 1) {
      judge_full_stop(start);
    } else if (end - start >= 3 && end - start <= 6) {
      judge_ellipsis(start, end);
    }
    return end;
  }

  void judge_full_stop(std::size_t i) {
    if (i == 0 || is_label(i)) return;
    const bool ends = at_end(i) || line_.has(i + 1, kOpening | kClosing | kStop);
    if (line_.has(i - 1, kHan | kClosing)) {
      const bool blank_then_han = line_.has(i + 1, kBlank) && line_.chinese_after(i);
      if (ends || blank_then_han || (line_.has(i + 1, kHan) && is_sentence_end(i))) {
        line_.turn(i, U'。', RuleId::kWidthFullStop);
      }
      return;
    }
    // 增长5%. 我用的是Python. -- not 1. or No.
    const bool share = line_.at(i - 1) == '%';
    const bool word = line_.has(i - 1, kLatin) && latin_length_before(i) >= 4;
    if ((share || word) && ends && closes_latin_in_chinese(i) && goes_on_in_chinese(i)) {
      line_.turn(i, U'。', RuleId::kWidthFullStop);
    }
  }

  // 1. 一. (一). a. in front of a heading or list item.
  bool is_label(std::size_t i) const {
    const std::size_t start = line_.line().indent();
    if (i - start > 4) return false;
    constexpr std::u32string_view kLabel = U"一二三四五六七八九十0123456789（）()甲乙丙丁";
    for (std::size_t k = start; k < i; ++k) {
      if (kLabel.find(line_.at(k)) == kLabel.npos) return false;
    }
    return true;
  }

  // Between Han characters a full stop may also belong to a name or an address (卡尔.马克思), so
  // the document has to end its sentences so, and both sides have to be clauses.
  bool is_sentence_end(std::size_t i) const {
    if (!line_.context().survey.ends_with_half_stops() && !half_comma_in_front_) return false;
    std::size_t before = 0;
    while (before < i && line_.has(i - 1 - before, kHan | kDigit)) ++before;
    std::size_t after = 0;
    while (line_.has(i + 1 + after, kHan | kDigit)) ++after;
    return before >= 4 && after >= 4 && !is_foreign_name(i);
  }

  // Characters that transliterate foreign names stand on both sides.
  bool is_foreign_name(std::size_t i) const {
    constexpr std::u32string_view kSounds =
        U"阿埃艾安昂奥巴班保贝本比彼毕宾波伯勃布查达戴丹德登邓狄迪蒂丁杜多恩尔法范菲费芬冯佛夫弗福"
        U"盖甘高戈格根古哈海汉豪赫亨霍胡华怀惠基吉加贾简杰金卡凯坎康考科克肯孔库夸拉莱兰朗劳勒雷"
        U"里理利丽莉列林琳龙隆娄卢鲁路伦罗洛吕马迈麦曼毛茂梅门蒙孟米密敏明摩莫墨默姆穆纳娜南内尼"
        U"涅宁牛纽努诺欧帕潘庞培佩彭皮平珀普奇齐恰乔切钦琼丘让热日荣茹瑞若萨赛桑瑟森沙莎山尚舍申"
        U"圣施史士舒斯丝思斯松苏索塔泰坦汤唐陶特滕提廷图托陀瓦万旺威韦维魏温文沃乌伍武西希锡夏香肖"
        U"谢辛欣休许雪雅亚延扬耶叶伊易因英雍尤于约宰泽曾扎詹章珍芝朱兹佐";
    const auto is_sound = [&](std::size_t k) { return kSounds.find(line_.at(k)) != kSounds.npos; };
    return is_sound(i - 2) && is_sound(i - 1) && is_sound(i + 1) && is_sound(i + 2);
  }

  std::size_t latin_length_before(std::size_t i) const {
    std::size_t length = 0;
    while (length < i && line_.has(i - 1 - length, kLatin)) ++length;
    return length;
  }

  // Whether a Chinese stop stands in front, and Han behind it: 我喜欢读书。I like reading books.
  // has none there. Asked from left to right, as marks are judged.
  bool goes_on_in_chinese(std::size_t i) {
    for (; searched_ < i; ++searched_) {
      if (line_.has(searched_, kStop)) {
        has_stop_ = true;
        has_han_ = false;
      } else if (line_.has(searched_, kHan)) {
        has_han_ = true;
      }
    }
    return has_stop_ && has_han_;
  }

  // Longer runs lead to page numbers in a table of contents.
  void judge_ellipsis(std::size_t start, std::size_t end) {
    const bool before = start > 0 && line_.has(start - 1, kChinese);
    const bool after = line_.has(end, kChinese);
    if (start > 0 && line_.has(start - 1, kOpening) && line_.has(end, kClosing)) return;  // shown
    if ((!before && !after) || is_ascii_letter(line_.at(end)) || is_leader(end)) return;
    if (start > 0 && !before && !line_.has(start - 1, kBlank | kHalfMark)) return;
    line_.replace(start, end, U"……", RuleId::kWidthEllipsis);
  }

  bool is_leader(std::size_t end) const {
    std::size_t k = end;
    while (line_.has(k, kBlank)) ++k;
    if (!is_digit(k)) return false;
    while (is_digit(k)) ++k;
    return k + 1 >= line_.line().content_end();  // a page number, or a price with its unit
  }

  // A run of hyphens; returns its end.
  std::size_t judge_hyphens(std::size_t start) {
    std::size_t end = start;
    while (line_.at(end) == '-') ++end;
    const std::size_t length = end - start;
    if (length < 2 || length > 4 || line_.at(end) == '>' || before(start) == '!') return end;
    const std::size_t left = line_.solid_before(start);
    const bool before = left != WidthLine::kNone && line_.has(left, kChinese);
    const bool after =
        line_.has(end, kChinese) || (line_.has(end, kBlank) && line_.chinese_after(end));
    const bool starts_line = left == WidthLine::kNone && !line_.has(end, kBlank);
    if (after && (before || starts_line)) line_.replace(start, end, U"——", RuleId::kWidthDash);
    return end;
  }

  WidthLine& line_;
  std::size_t searched_ = 0;
  bool has_stop_ = false;  // before that
  bool has_han_ = false;  // behind the last of them
  bool half_comma_in_front_ = false;  // this sentence, at least, was set in half-width marks
};

}  // namespace

void turn_marks(WidthLine& line) {
  if (!line.line().sees(kHalfMark)) return;
  Marks(line).run();
}

}  // namespace textmend
