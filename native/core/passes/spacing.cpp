// The pass `spacing`: blanks that extraction left. A blank that may separate something -- parts of
// a title, names, fields, columns -- stays.
#include <algorithm>
#include <string>

#include "core/line.hpp"
#include "core/segmenter.hpp"

namespace textmend {

namespace {

struct Gap {
  std::size_t start;
  std::size_t end;
  std::size_t size() const noexcept { return end - start; }
};

// Natural logarithm of how much more probable the text without the blank must be.
constexpr double kCutWordGain = 6.0;
constexpr std::size_t kContext = 8;

bool is_dash_or_ellipsis(char32_t c) { return c == U'—' || c == U'…'; }

class SpacingPass {
 public:
  SpacingPass(const Line& line, const Context& context, Proposals& proposals)
      : line_(line),
        context_(context),
        proposals_(proposals),
        start_(line.indent()),
        end_(line.content_end()) {}

  void run() {
    count_gaps();
    for (std::size_t i = line_.find(kBlank, start_); i < end_; i = line_.find(kBlank, i)) {
      const std::size_t start = i;
      while (line_.has(i, kBlank)) ++i;
      judge({start, i});
    }
    if (context_.options.han_latin != Options::HanLatin::kAdd) return;
    for (std::size_t i = start_; i < end_; ++i) add_blank(i);
  }

 private:
  void count_gaps() {
    first_han_ = line_.find(kHan, start_);
    constexpr Flags kCounted = kBlank | kStop;
    for (std::size_t i = line_.find(kCounted, start_); i < end_; i = line_.find(kCounted, i + 1)) {
      if (line_.has(i, kStop)) {
        last_stop_ = i;
        if (line_.text[i] != U'：') ++stops_;
        continue;
      }
      // A blank beside a mark goes anyway, and must not count on a first reading only.
      if (line_.has(i - 1, kBlank | kStop | kOpening)) continue;
      std::size_t end = i;
      while (line_.has(end, kBlank)) ++end;
      if (!line_.has(end, kStop | kClosing)) ++gaps_;
    }
  }

  // Running text: it has stops, and few blanks for its length. Lines of fields have many.
  bool is_prose() const { return stops_ > 0 && gaps_ <= 1 + (end_ - start_) / 40; }

  void judge(Gap gap) {
    for (std::size_t i = gap.start; i < gap.end; ++i) {
      if (line_.text[i] == '\t') return;
    }
    if (beside_mark(gap) || beside_dash(gap) || around_quotation(gap)) return;
    const Flags before = line_.flags[gap.start - 1];
    const Flags after = line_.flags[gap.end];
    if ((before & kHan) != 0 && (after & kHan) != 0) {
      judge_han(gap);
    } else if ((before & kHan) != 0 ? (after & kAlphanumeric) != 0
                                    : (before & kAlphanumeric) != 0 && (after & kHan) != 0) {
      judge_mixed(gap);
    }
  }

  void remove(Gap gap, RuleId rule) { proposals_.remove(gap.start, gap.end, rule); }

  // In front of a stop or a closing mark, behind a stop or an opening mark.
  bool beside_mark(Gap gap) {
    const Flags before = line_.flags[gap.start - 1];
    const Flags after = line_.flags[gap.end];
    if ((before & kStop) != 0 && (after & kStop) != 0 && !is_inside_text(gap)) return true;
    const bool closes = (after & (kStop | kClosing)) != 0;
    const bool opens = (before & (kStop | kOpening)) != 0;
    if (!closes && !opens) return false;
    const bool wide = gap.size() > 2;  // a column, or a form to be filled in
    if (closes && (before & kOpening) != 0) return true;  // （　　）: a blank to be filled in
    if (closes && !wide) {
      remove(gap, RuleId::kSpacingBeforeMark);
    } else if (opens && gap.size() == 1 && line_.text[gap.start] == ' ' && !stands_apart(gap) &&
               !is_between_fields(gap)) {
      remove(gap, RuleId::kSpacingAfterMark);
    }
    return true;
  }

  // Behind the end of a sentence: a credit, a name or a source, which is no sentence itself.
  bool stands_apart(Gap gap) const {
    constexpr std::u32string_view kEnds = U"。！？";
    if (kEnds.find(line_.text[gap.start - 1]) == kEnds.npos) return false;
    return line_.text[gap.end] == U'—' || last_stop_ < gap.end;
  }

  // Between two fields of a form: 甲方： 乙方：
  bool is_between_fields(Gap gap) const {
    if (line_.text[gap.start - 1] != U'：') return false;
    std::size_t stop = gap.end;
    while (stop < end_ && !line_.has(stop, kStop)) ++stop;
    return stop < end_ && line_.text[stop] == U'：' && stop > gap.end;
  }

  // Between two stops: in running text, not in a list of marks.
  bool is_inside_text(Gap gap) const {
    return gap.start >= 2 && line_.has(gap.start - 2, kHan | kAlphanumeric | kClosing) &&
           line_.has(gap.end + 1, kHan | kAlphanumeric | kOpening);
  }

  // A dash at the start of a line may stand apart from what it introduces.
  bool beside_dash(Gap gap) {
    const bool dash_before = is_dash_or_ellipsis(line_.text[gap.start - 1]);
    const bool dash_after = is_dash_or_ellipsis(line_.text[gap.end]);
    if (!dash_before && !dash_after) return false;
    if (gap.size() > 1 || line_.text[gap.start] != ' ') return true;
    if (dash_before && dash_after) return true;
    std::size_t dash_start = gap.start;
    std::size_t dash_end = gap.end;
    while (dash_start > start_ && is_dash_or_ellipsis(line_.text[dash_start - 1])) --dash_start;
    while (is_dash_or_ellipsis(line_.at(dash_end))) ++dash_end;
    if (dash_before && dash_start == start_) return true;
    if (first_han_ > gap.start && dash_after) return true;
    const bool is_double = dash_before ? gap.start - dash_start == 2 : dash_end - gap.end == 2;
    if (is_double) remove(gap, RuleId::kSpacingDash);
    return true;
  }

  // In running text, blanks on both sides of a quotation; one alone may separate parts of a title.
  bool around_quotation(Gap gap) {
    const bool opens = (line_.flags[gap.end] & (kOpening | kQuote)) == (kOpening | kQuote);
    const bool closes = (line_.flags[gap.start - 1] & (kClosing | kQuote)) == (kClosing | kQuote);
    if (!opens && !closes) return false;
    if (!is_quotation_prose() || gap.size() > 1 || line_.text[gap.start] != ' ') return true;
    if (opens && closes) return true;
    if (opens ? is_spaced_behind(gap.end) : is_spaced_in_front(gap.start - 1)) {
      remove(gap, RuleId::kSpacingQuotation);
    }
    return true;
  }
  bool is_quotation_prose() const { return stops_ > 0 && gaps_ <= 2 + (end_ - start_) / 20; }

  bool is_spaced_behind(std::size_t open) const {
    for (std::size_t i = open + 1; i < end_; ++i) {
      if (line_.has(i, kOpening)) return false;
      if (line_.has(i, kClosing)) {
        return line_.has(i + 1, kBlank) && line_.has(i + 2, kHan) && line_.has(open - 2, kHan);
      }
    }
    return false;
  }
  bool is_spaced_in_front(std::size_t close) const {
    for (std::size_t i = close; i-- > start_;) {
      if (line_.has(i, kClosing)) return false;
      if (line_.has(i, kOpening)) {
        return i >= 2 && line_.has(i - 1, kBlank) && line_.has(i - 2, kHan) &&
               line_.has(close + 2, kHan);
      }
    }
    return false;
  }

  void judge_han(Gap gap) {
    if (gap.size() == 1 && context_.survey.is_letter_spaced()) {
      remove(gap, RuleId::kSpacingLetterSpaced);
    } else if (gap.size() == 1 && line_.text[gap.start] == ' ' && is_prose() && cuts_word(gap)) {
      remove(gap, RuleId::kSpacingCutWord);
    }
  }

  // The stretches of Han characters beside the blank, read as one and read as two.
  bool cuts_word(Gap gap) const {
    std::size_t left = gap.start;
    while (left > start_ && gap.start - left < kContext && line_.has(left - 1, kHan)) --left;
    std::size_t right = gap.end;
    while (right < end_ && right - gap.end < kContext && line_.has(right, kHan)) ++right;
    const std::u32string before = line_.text.substr(left, gap.start - left);
    const std::u32string after = line_.text.substr(gap.end, right - gap.end);
    const Segmenter& segmenter = context_.tables.segmenter();
    const auto joined = segmenter.segment(before + after);
    if (std::binary_search(joined.ends.begin(), joined.ends.end(), before.size())) return false;
    const auto first = segmenter.segment(before);
    const auto second = segmenter.segment(after);
    // A cut word leaves at least one piece that is a single character.
    const std::size_t first_word = first.ends.size() > 1 ? first.ends[first.ends.size() - 2] : 0;
    const bool piece = before.size() - first_word == 1 || second.ends[0] == 1;
    return piece &&
           joined.log_probability - first.log_probability - second.log_probability > kCutWordGain;
  }

  void judge_mixed(Gap gap) {
    if (gap.size() != 1 || line_.text[gap.start] != ' ') return;
    switch (context_.options.han_latin) {
      case Options::HanLatin::kAdd:
        return;
      case Options::HanLatin::kRemove:
        return remove(gap, RuleId::kSpacingHanLatinRemove);
      case Options::HanLatin::kAuto:
        const bool digit = line_.has_before(gap.start, kDigit) || line_.has(gap.end, kDigit);
        const bool closes =
            digit ? context_.survey.closes_digits() : context_.survey.closes_latin();
        if (closes && is_prose() && !is_label(gap) && is_closed_up(gap) && !is_seam(gap)) {
          remove(gap, RuleId::kSpacingHanLatinClose);
        }
    }
  }

  // The number or letter in front of a heading: `### 1 保障`.
  bool is_label(Gap gap) const { return first_han_ > gap.start; }

  // A blank before a number or word may separate two things (国务院 2016年2月5日), so it goes only
  // where one behind goes as well: 增加 195 名. A number is closed up with its measure word alone.
  bool is_closed_up(Gap gap) const {
    if (line_.has_before(gap.start, kDigit)) return is_measure(line_.text[gap.end]);
    if (line_.has(gap.end, kDigit)) return is_followed_by_measure(gap.end);
    return true;
  }

  static bool is_measure(char32_t character) {
    constexpr std::u32string_view kMeasures =
        U"年月日号时分秒天周岁名个人位户家所座栋层间台套件条项种类次届期批篇本册张份亩公平立千百万"
        U"亿元"
        U"角美米吨升克度倍辆艘架只头匹株棵枚颗支枝场节课学级班组队多余";
    return kMeasures.find(character) != kMeasures.npos;
  }

  bool is_followed_by_measure(std::size_t start) const {
    std::size_t end = start;
    while (line_.has(end, kDigit) || line_.at(end) == '.' || line_.at(end) == '%') ++end;
    return line_.at(end) == ' ' && is_measure(line_.at(end + 1));
  }

  // Where one thing ends and another begins: a date and a page, a name and its original, an issue
  // and its title.
  bool is_seam(Gap gap) const {
    constexpr std::u32string_view kUnits = U"年月日号期版章节时分秒届次册卷";
    if (line_.has(gap.end, kDigit)) {
      return kUnits.find(line_.text[gap.start - 1]) != kUnits.npos;
    }
    std::size_t start = gap.start;
    while (start > start_ && line_.has(start - 1, kLatin)) --start;
    std::size_t end = gap.end;
    while (line_.has(end, kLatin)) ++end;
    if (start < gap.start)
      return !line_.has_before(start, kBlank) || !line_.has_before(start - 1, kHan);
    if (end > gap.end) return !line_.has(end, kBlank) || !line_.has(end + 1, kHan);
    return false;
  }

  void add_blank(std::size_t i) {
    if (i == start_) return;
    const Flags before = line_.flags[i - 1];
    const Flags here = line_.flags[i];
    const bool meet = ((before & kHan) != 0 && (here & kAlphanumeric) != 0) ||
                      ((before & kAlphanumeric) != 0 && (here & kHan) != 0);
    if (meet) proposals_.replace(i, i, U" ", RuleId::kSpacingHanLatinAdd);
  }

  const Line& line_;
  const Context& context_;
  Proposals& proposals_;
  const std::size_t start_;
  const std::size_t end_;
  std::size_t gaps_ = 0;
  std::size_t stops_ = 0;
  std::size_t last_stop_ = 0;
  std::size_t first_han_ = 0;  // the size of the line where there is none
};

}  // namespace

void propose_spacing(const Line& line, const Context& context, Proposals& proposals) {
  const bool adds = context.options.han_latin == Options::HanLatin::kAdd;
  if ((adds || line.sees(kBlank)) && is_mostly_chinese(line)) {
    SpacingPass(line, context, proposals).run();
  }
}

}  // namespace textmend
