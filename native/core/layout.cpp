#include "core/layout.hpp"

#include <algorithm>

namespace textmend {

namespace {

constexpr std::uint32_t kLeastProseWidth = 14;
constexpr std::uint32_t kLeastProseHan = 4;
constexpr std::size_t kLongestRemark = 120;

bool is_blank(char32_t c) noexcept {
  return c == U' ' || c == U'\u3000' || c == U'\t' || c == U'\r' || c == U'\f' || c == U'\u00a0';
}

// Marks behind which a paragraph may end.
bool is_final(char32_t c) noexcept {
  switch (c) {
    case U'。':
    case U'！':
    case U'？':
    case U'…':
    case U'；':
    case U'：':
    case U'.':
    case U'!':
    case U'?':
    case U';':
    case U':':
    case U'～':
    case U'｡':
      return true;
    default:
      return false;
  }
}

bool is_closing(char32_t c) noexcept {
  switch (c) {
    case U'”':
    case U'’':
    case U'」':
    case U'』':
    case U'）':
    case U')':
    case U'"':
    case U'】':
    case U'》':
    case U'〉':
    case U'〕':
    case U']':
    case U'\'':
      return true;
    default:
      return false;
  }
}

bool is_clause(char32_t c) noexcept {
  switch (c) {
    case U'，':
    case U'、':
    case U',':
    case U'“':
    case U'‘':
    case U'「':
    case U'『':
    case U'（':
    case U'(':
    case U'《':
    case U'〈':
    case U'【':
    case U'—':
    case U'-':
      return true;
    default:
      return false;
  }
}

constexpr bool is_mark(char32_t c) noexcept {
  return c == U'，' || c == U'。' || c == U'、' || c == U'；' || c == U'：' || c == U'！' ||
         c == U'？' || c == U',' || c == U'.' || c == U';' || c == U':' || c == U'!' || c == U'?';
}

// Whether a character ends a sentence, wherever it stands; `before` is the one before it.
constexpr bool ends_sentence(char32_t c, char32_t before) noexcept {
  const bool behind_digit = before >= U'0' && before <= U'9';  // of a number, or of a label
  if (c == U'.' || c == U'．') return !behind_digit;
  return c == U'。' || c == U'！' || c == U'？' || c == U'!' || c == U'?' || c == U'…' || c == U'｡';
}

constexpr std::uint32_t columns(char32_t c) noexcept { return c < 0x800 ? 1 : 2; }

template <typename View>
class Reader {
 public:
  Reader(View view, const Tables& tables) : view_(view), tables_(tables) {}

  std::vector<LayoutLine> run() {
    std::vector<LayoutLine> lines;
    std::size_t start = 0;
    while (start < view_.size) {
      std::size_t end = start;
      while (end < view_.size && view_[end] != U'\n') ++end;
      lines.push_back(line(start, end));
      start = end + 1;
    }
    return lines;
  }

 private:
  LayoutLine line(std::size_t start, std::size_t end) const {
    LayoutLine result{start, end, std::min(end + 1, view_.size), 0, 0, 0, 0, 0, 0, Tail::kNone};
    skip_indent(result);
    skip_quotes(result);
    while (result.end > result.start && is_blank(view_[result.end - 1])) --result.end;
    for (std::size_t i = result.start; i < result.end; ++i) {
      const char32_t c = view_[i];
      result.width += columns(c);
      result.han += c >= 0x4E00 && c < 0xA000;
      result.marks += is_mark(c);
      result.stops += ends_sentence(c, i > result.start ? view_[i - 1] : U'\n');
    }
    if (result.end > result.start) result.tail = tail(result.start, result.end);
    return result;
  }

  void skip_indent(LayoutLine& line) const {
    while (line.start < line.end && is_blank(view_[line.start])) {
      const char32_t c = view_[line.start++];
      if (c == U'\f' || c == U'\r') {
        line.indent = 0;  // what begins there is a page, or the line anew
      } else {
        line.indent += c == U'\t' ? 8 - line.indent % 8 : columns(c);
      }
    }
  }

  // One blank behind a sign belongs to it. Three signs side by side are Python's prompt.
  void skip_quotes(LayoutLine& line) const {
    const auto is_quote = [&](std::size_t i) { return i < line.end && view_[i] == U'>'; };
    if (is_quote(line.start) && is_quote(line.start + 1) && is_quote(line.start + 2)) return;
    while (is_quote(line.start)) {
      ++line.quotes;
      ++line.start;
      if (line.start < line.end && is_blank(view_[line.start])) ++line.start;
      if (!is_quote(line.start)) skip_indent(line);
    }
  }

  Tail tail(std::size_t start, std::size_t end) const {
    std::size_t i = end;
    while (i > start + 1 && is_closing(view_[i - 1])) --i;
    const char32_t last = view_[i - 1];
    if (i < end && (view_[end - 1] == U'）' || view_[end - 1] == U')') && is_remark(start, end)) {
      return Tail::kClosed;
    }
    const bool behind_digit = i - start > 1 && view_[i - 2] >= U'0' && view_[i - 2] <= U'9';
    if (behind_digit && (last == U'.' || last == U'．')) return Tail::kClause;  // a decimal point
    if (is_final(last)) return Tail::kClosed;
    if (is_clause(last)) return Tail::kClause;
    const Flags flags = tables_.flags(last);
    return (flags & (kHan | kAlphanumeric)) != 0 || last == U'%' || is_closing(last) ? Tail::kOpen
                                                                                     : Tail::kOther;
  }

  // Whether the line ends with a remark in parentheses behind a sentence: 提高能力。（教育局负责）
  bool is_remark(std::size_t start, std::size_t end) const {
    const std::size_t least = std::max(start + 1, end - std::min(end, kLongestRemark));
    for (std::size_t i = end - 1; i-- > least;) {
      if (view_[i] == U'）' || view_[i] == U')') return false;
      if (view_[i] == U'（' || view_[i] == U'(') return is_final(view_[i - 1]);
    }
    return false;
  }

  View view_;
  const Tables& tables_;
};

// Whether a sentence stops behind this mark, inside a line.
bool is_stop(char32_t c) noexcept { return c == U'。' || c == U'！' || c == U'？' || c == U'；'; }

Ending ending_of(const AnyText& text, const LayoutLine& line) {
  Ending result;
  result.width = line.width;
  result.is_clause = line.tail == Tail::kClause;
  text.visit([&](auto view) {
    bool behind_stop = false;
    for (std::size_t i = line.start; i < line.end; ++i) {
      const char32_t c = view[i];
      result.inner_stop |= behind_stop && !is_stop(c) && !is_closing(c);
      behind_stop = is_stop(c) || (behind_stop && is_closing(c));
      result.inner_comma |= c == U'，' && i + 1 < line.end;
    }
  });
  return result;
}

}  // namespace

bool is_prose(const LayoutLine& line) noexcept {
  return line.width >= kLeastProseWidth && line.han >= kLeastProseHan && line.han * 5 >= line.width;
}

bool is_open(const LayoutLine& line) noexcept {
  return line.tail == Tail::kOpen || line.tail == Tail::kClause;
}

std::vector<LayoutLine> layout_lines(const AnyText& text, const Tables& tables) {
  return text.visit([&](auto view) { return Reader<decltype(view)>(view, tables).run(); });
}

void LayoutSurvey::add(const AnyText& text, const Tables& tables) {
  for (const LayoutLine& line : layout_lines(text, tables)) add_line(text, line);
}

void LayoutSurvey::add_line(const AnyText& text, const LayoutLine& line) {
  if (line.tail == Tail::kNone) {
    blank_between_ = true;
    return;
  }
  ++lines_;
  han_ += line.han;
  marks_ += line.marks;
  stops_ += line.stops;
  const bool prose = is_prose(line);
  const auto begin = [&] {
    return text.slice(line.start, std::min(line.end, line.start + kContext));
  };
  if (pending_) {
    if (pending_->after.size() < kContext) pending_->beyond = begin();
    keep_sample(*std::exchange(pending_, std::nullopt));
  }
  if (was_open_ && line.quotes == quotes_) {
    pending_ = Sample{tail_, begin(), {}, ending_, line.indent > indent_ + 1};
  }
  if (was_prose_ && prose) ++(blank_between_ ? spaced_ : close_);
  was_prose_ = prose;
  was_open_ = prose && is_open(line);
  blank_between_ = false;
  if (!prose) return;
  ++prose_;
  indented_ += line.indent > 0;
  const std::size_t width = std::min<std::size_t>(line.indent + line.width, kWidest);
  ++widths_[width];
  if (!was_open_) return;
  ++open_;
  ++open_widths_[width];
  const std::size_t from = line.end - line.start > kContext ? line.end - kContext : line.start;
  tail_ = text.slice(from, line.end);
  indent_ = line.indent;
  quotes_ = line.quotes;
  ending_ = ending_of(text, line);
}

std::vector<LayoutSurvey::Sample> LayoutSurvey::samples() const {
  std::vector<Sample> all = samples_;
  if (pending_ && candidates_ % stride_ == 0) all.push_back(*pending_);
  return all;
}

void LayoutSurvey::keep_sample(Sample sample) {
  if (candidates_++ % stride_ != 0) return;
  samples_.push_back(std::move(sample));
  if (samples_.size() < kMostSamples) return;
  for (std::size_t i = 1; 2 * i < samples_.size(); ++i) samples_[i] = std::move(samples_[2 * i]);
  samples_.resize(samples_.size() / 2);
  stride_ *= 2;
}

}  // namespace textmend
