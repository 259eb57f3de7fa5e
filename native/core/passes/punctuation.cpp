// The pass `punctuation`: marks that are doubled, exclude each other, or are turned the wrong way.
// Where the line does not prove what was meant, nothing is done: quotations run over paragraphs.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/line.hpp"

namespace textmend {

namespace {

class PunctuationPass {
 public:
  PunctuationPass(const Line& line, const Context& context, Proposals& proposals)
      : line_(line), context_(context), proposals_(proposals) {}

  void run() {
    const bool disordered = line_.sees(kQuote) && !quotes_are_in_order();
    if (!disordered && (line_.met & (kStop | kOpening)) == 0) return;
    if (!is_mostly_chinese(line_)) return;
    if ((line_.met & kStop) != 0) resolve_stops();
    if ((line_.met & kOpening) != 0) drop_doubled_brackets();
    if (!disordered) return;
    if (line_.text.find(U'„') != std::u32string::npos) return;  // German: “ closes
    collect_quotes(U'“', U'”');
    if (!drop_doubled_quotes()) turn_quotes();
    collect_quotes(U'‘', U'’');
    turn_quotes();
  }

 private:
  // Two stops side by side, in running text; three or more are a list of marks or an expression.
  void resolve_stops() {
    const std::size_t han = line_.count(kHan);
    for (std::size_t i = line_.find(kStop, 0); i < line_.size(); i = line_.find(kStop, i + 1)) {
      if (!line_.has(i + 1, kStop)) continue;
      std::size_t end = i;
      while (line_.has(end, kStop)) ++end;
      if (end - i == 2 && is_running_text(i, end, han)) {
        if (const StopPairRow* row = context_.tables.stop_pair(line_.text[i], line_.text[i + 1])) {
          proposals_.replace(i, end, row->replacement, row->rule);
        }
      }
      i = end - 1;
    }
  }

  // Behind a character or a closing mark, and not the trailing 。。 of a short remark.
  bool is_running_text(std::size_t start, std::size_t end, std::size_t han) const {
    if (han < 4) return false;
    if (start == 0 || !line_.has(start - 1, kHan | kAlphanumeric | kClosing | kHalfMark))
      return false;
    if (line_.text[start] == U'。' && line_.text[start + 1] == U'。') {
      return han >= 20;
    }
    return end < line_.size() || line_.text[start] != line_.text[start + 1] ||
           line_.text[start] != U'。';
  }

  // 《《书名》》, （（试行））: one pair inside the other, and nothing between.
  void drop_doubled_brackets() {
    constexpr std::u32string_view kPairs[] = {U"《》", U"（）", U"【】"};
    const std::u32string_view text = line_.text;
    for (const std::u32string_view pair : kPairs) {
      const std::u32string open(2, pair[0]);
      const std::u32string close(2, pair[1]);
      std::size_t end = 0;
      for (std::size_t i = text.find(open); i != text.npos; i = text.find(open, i + 2)) {
        if (end < i) end = text.find(pair[1], i);
        if (end == text.npos) break;
        const std::size_t next = std::min(text.find(pair[0], i + 2), text.size());
        const bool plain = text.substr(end, 2) == close && next > end && end > i + 2 &&
                           !line_.has(i + 2, kBlank) && !line_.has(end - 1, kBlank);
        if (!plain) continue;
        proposals_.remove(i, i + 1, RuleId::kPunctuationDoubledPair);
        proposals_.remove(end, end + 1, RuleId::kPunctuationDoubledPair);
      }
    }
  }

  // Double marks alone, which open and close in turn: the rules below would find nothing.
  bool quotes_are_in_order() const {
    bool is_open = false;
    for (std::size_t i = line_.find(kQuote, 0); i < line_.size(); i = line_.find(kQuote, i + 1)) {
      const char32_t expected = is_open ? U'”' : U'“';
      if (line_.text[i] != expected) return false;
      is_open = !is_open;
    }
    return true;
  }

  void collect_quotes(char32_t open, char32_t close) {
    open_ = open;
    close_ = close;
    quotes_.clear();
    for (std::size_t i = line_.find(kQuote, 0); i < line_.size(); i = line_.find(kQuote, i + 1)) {
      const char32_t c = line_.text[i];
      const bool apostrophe = c == U'’' && line_.has_before(i, kLatin) && line_.has(i + 1, kLatin);
      if ((c == open || c == close) && !apostrophe) quotes_.push_back(i);
    }
  }

  bool opens(std::size_t k) const { return line_.text[quotes_[k]] == open_; }

  // ““双减”政策”: a second pair around the same opening. Both marks of the outer pair go. The same
  // for a mark that was simply written twice, as in “双减””.
  bool drop_doubled_quotes() {
    int balance = 0;
    for (std::size_t k = 0; k < quotes_.size(); ++k) balance += opens(k) ? 1 : -1;
    const bool one_is_extra = balance == 1 || balance == -1;
    const std::size_t front = one_is_extra ? in_order_at_front() : 0;
    const std::size_t back = one_is_extra ? in_order_at_back() : 0;
    bool found = false;
    int depth = 0;  // in front of mark k
    for (std::size_t k = 0; k + 1 < quotes_.size(); ++k) {
      if (depth == 0 && is_doubled_open(k)) {
        drop(k);
        drop(k + 3);
        found = true;
        k += 3;
        continue;
      }
      // One extra mark, where dropping it leaves the line in good order.
      if (one_is_extra && is_doubled(k) && k <= front && quotes_.size() - 1 - k <= back) {
        drop(opens(k) ? k : k + 1);
        return true;  // no other can be one too many
      }
      depth += opens(k) ? 1 : -1;
    }
    return found;
  }

  bool is_doubled_open(std::size_t k) const {
    return k + 3 < quotes_.size() && opens(k) && opens(k + 1) && !opens(k + 2) && !opens(k + 3) &&
           quotes_[k + 1] == quotes_[k] + 1;
  }

  bool is_doubled(std::size_t k) const {
    return opens(k) == opens(k + 1) && quotes_[k + 1] == quotes_[k] + 1;
  }

  // How many marks open and close in turn: from the first on, and up to the last.
  std::size_t in_order_at_front() const {
    std::size_t count = 0;
    while (count < quotes_.size() && opens(count) == (count % 2 == 0)) ++count;
    return count;
  }
  std::size_t in_order_at_back() const {
    std::size_t count = 0;
    while (count < quotes_.size() && opens(quotes_.size() - 1 - count) == (count % 2 != 0)) ++count;
    return count;
  }

  void drop(std::size_t k) {
    proposals_.remove(quotes_[k], quotes_[k] + 1, RuleId::kPunctuationDoubledPair);
  }

  // Marks that should open and close in turn. One or two turned ones are turned back if every mark
  // then fits what stands on its two sides.
  void turn_quotes() {
    if (quotes_.empty() || quotes_.size() % 2 != 0) return;
    std::vector<std::size_t> wrong;
    for (std::size_t k = 0; k < quotes_.size(); ++k) {
      if (opens(k) != (k % 2 == 0)) wrong.push_back(k);
      if (k % 2 == 0 ? !may_open(quotes_[k]) : !may_close(quotes_[k])) return;
      if (k % 2 == 1 && quotes_[k] == quotes_[k - 1] + 1) return;
    }
    const bool few = wrong.size() <= 2 && wrong.size() * 2 <= quotes_.size();
    if (wrong.empty() || is_nested() || !(few || is_turned_pair())) return;
    for (const std::size_t k : wrong) {
      const char32_t turned = opens(k) ? close_ : open_;
      proposals_.replace(quotes_[k], quotes_[k] + 1, std::u32string_view(&turned, 1),
                         RuleId::kPunctuationTurnedQuote);
    }
  }

  // “那“甲”呢？”: in order, though the inner marks should be single ones.
  bool is_nested() const {
    int depth = 0;
    for (std::size_t k = 0; k < quotes_.size() && depth >= 0; ++k) depth += opens(k) ? 1 : -1;
    return depth == 0;
  }

  // ”双减“ around a term. Two quotations whose other halves stand in other lines look alike, but
  // have stops beside the marks.
  bool is_turned_pair() const {
    if (quotes_.size() != 2 || quotes_[1] - quotes_[0] > 12) return false;
    return line_.has_before(quotes_[0], kHan) && line_.has(quotes_[1] + 1, kHan) &&
           line_.count(kStop, quotes_[0], quotes_[1]) == 0;
  }

  bool may_open(std::size_t i) const {
    return i + 1 < line_.size() && !line_.has(i + 1, kStop | kClosing | kBlank);
  }
  bool may_close(std::size_t i) const {
    return i > 0 && !line_.has_before(i, kOpening | kBlank) && line_.before(i) != U'：';
  }

  const Line& line_;
  const Context& context_;
  Proposals& proposals_;
  char32_t open_ = 0;
  char32_t close_ = 0;
  std::vector<std::size_t> quotes_;
};

}  // namespace

void propose_punctuation(const Line& line, const Context& context, Proposals& proposals) {
  PunctuationPass(line, context, proposals).run();
}

}  // namespace textmend
