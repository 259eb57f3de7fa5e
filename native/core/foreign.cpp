// Lines and stretches that are not Chinese prose: other languages, code, table rows, addresses.
// A line wrongly taken for one of these is left as it is, which is the safe side.
#include <algorithm>
#include <array>
#include <string_view>

#include "core/line.hpp"

namespace textmend {

namespace {

using View = std::u32string_view;

struct Pattern {
  constexpr Pattern(const char32_t* pattern) noexcept : text(pattern), characters(text) {}
  View text;
  AsciiSet characters;
};

bool starts_with(View text, View prefix) { return text.substr(0, prefix.size()) == prefix; }
bool ends_with(View text, View suffix) {
  return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}
bool contains(View text, View part) { return text.find(part) != View::npos; }

bool is_lower(char32_t c) { return c >= 'a' && c <= 'z'; }
bool is_ascii_letter(char32_t c) { return is_lower(c) || (c >= 'A' && c <= 'Z'); }
bool is_ascii_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_word(char32_t c) { return is_ascii_letter(c) || is_ascii_digit(c) || c == '_'; }

constexpr Pattern kCodeBeginnings[] = {
    U"//",      U"/*",      U"*/",      U"#!",     U"#include", U"#define",  U"$ ",
    U">>> ",    U"<?",      U"<!",      U"</",     U"import ",  U"from ",    U"def ",
    U"class ",  U"return ", U"if (",    U"if(",    U"for (",    U"for(",     U"while (",
    U"while(",  U"var ",    U"let ",    U"const ", U"public ",  U"private ", U"function ",
    U"SELECT ", U"INSERT ", U"UPDATE ", U"-- ",    U"{%",       U"{{",       U"}",
    U"sudo ",   U"pip ",    U"npm ",    U"git ",   U"apt-get ", U"docker ",  U"curl ",
    U"python ", U"export ", U"echo ",   U"\\",     U"@",        U"msgid ",   U":",
    U"=",       U"To: ",    U"From: ",  U"Cc: ",   U"File \"",  U"msgstr ",  U"elif ",
    U"else:",   U"try:",    U"except ", U"with ",  U"raise ",   U"puts \"",  U"print \"",
};

constexpr Pattern kCodeParts[] = {
    U"==",    U"!=",  U"=>",  U"->", U":=",   U"+=", U"&&",     U"||",   U"();",
    U"(\"",   U"('",  U"\")", U"')", U"\":",  U"':", U"= \"",   U"= '",  U"=\"",
    U"='",    U"</",  U"/>",  U"::", U"[\"",  U"['", U"\"]",    U"']",   U"console.",
    U"self.", U"%s",  U"%d",  U"${", U"{\"",  U"*/", U"\", \"", U"', '", U"\",\"",
    U"','",   U"\\n", U": '", U"%(", U"<<\"",
};

constexpr Pattern kCodeEnds[] = {U"{",  U"};",  U"',", U");", U"},",
                                 U"\\", U"\";", U"[",  U"({", U"])"};

// What most Chinese lines have of ASCII, if any. No pattern of code is made of these alone, and no
// other sign of it but a leading full stop.
constexpr AsciiSet kNeverCode(U"0123456789 ,.?!()");

template <std::size_t kSize>
constexpr bool are_beyond(const AsciiSet& set, const Pattern (&patterns)[kSize]) {
  for (const Pattern& pattern : patterns) {
    if (set.holds(pattern.characters)) return false;
  }
  return true;
}
static_assert(are_beyond(kNeverCode, kCodeBeginnings) && are_beyond(kNeverCode, kCodeParts) &&
              are_beyond(kNeverCode, kCodeEnds));

// `key: value` or `key = value` with an identifier for key, as in YAML, INI and properties files.
bool is_key_value(View line) {
  std::size_t i = 0;
  if (starts_with(line, U"- ")) line.remove_prefix(2);
  if (line.empty() || !is_lower(line[0])) return false;
  while (i < line.size() && (is_word(line[i]) || line[i] == '.' || line[i] == '-')) ++i;
  while (i < line.size() && line[i] == ' ' && i + 1 < line.size() && line[i + 1] == '=') ++i;
  return i < line.size() && (line[i] == '=' || line[i] == ':');
}

// 2024-05-01 12:30:45 ..., or ValueError: ...
bool is_log_line(View line) {
  constexpr View kShape = U"0000-00-00 00:00";
  if (line.size() > kShape.size()) {
    bool fits = true;
    for (std::size_t i = 0; i < kShape.size(); ++i) {
      const bool separator = kShape[i] == line[i] || (kShape[i] == ' ' && line[i] == 'T');
      fits = fits && (kShape[i] == '0' ? is_ascii_digit(line[i]) : separator);
    }
    if (fits) return true;
  }
  std::size_t i = 0;
  while (i < line.size() && (is_word(line[i]) || line[i] == '.')) ++i;
  const View name = line.substr(0, i);
  return line.substr(i, 2) == U": " &&
         (ends_with(name, U"Error") || ends_with(name, U"Exception") ||
          ends_with(name, U"Warning"));
}

// An entry of a bibliography after GB/T 7714, which sets half-width marks: 题名[J]. 刊名, 2020.
bool is_reference(View line) {
  constexpr View kTypes[] = {U"[J]", U"[M]", U"[D]", U"[C]", U"[N]",
                             U"[R]", U"[S]", U"[P]", U"[Z]", U"/OL]"};
  return std::any_of(std::begin(kTypes), std::end(kTypes),
                     [line](View type) { return contains(line, type); });
}

bool is_call(View line) {
  std::size_t i = 0;
  while (i < line.size() && (is_word(line[i]) || line[i] == '.')) ++i;
  return i > 0 && i < line.size() && line[i] == '(' && line.back() == ')' &&
         !is_ascii_digit(line[0]);
}

}  // namespace

bool is_foreign(const Line& line) {
  if (!line.sees(kKana | kHangul)) return false;
  const std::size_t han = line.count(kHan);
  const std::size_t kana = line.count(kKana);
  if (kana >= 3 && kana * 5 >= han + kana) return true;
  return line.count(kHangul) > han;
}

bool looks_like_code(const Line& line) {
  const std::size_t start = line.indent();
  const std::size_t end = std::max(start, line.content_end());
  const View text = View(line.text).substr(start, end - start);
  if (text.empty()) return false;
  const AsciiSet& present = line.ascii;
  if (kNeverCode.holds(present) && text[0] != '.') return false;
  const auto begins = [&](const Pattern& part) {
    return present.holds(part.characters) && starts_with(text, part.text);
  };
  const auto ends = [&](const Pattern& part) {
    return present.holds(part.characters) && ends_with(text, part.text);
  };
  const auto has = [&](const Pattern& part) {
    return present.holds(part.characters) && contains(text, part.text);
  };
  return std::any_of(std::begin(kCodeBeginnings), std::end(kCodeBeginnings), begins) ||
         std::any_of(std::begin(kCodeEnds), std::end(kCodeEnds), ends) ||
         std::any_of(std::begin(kCodeParts), std::end(kCodeParts), has) || is_key_value(text) ||
         (text[0] == '"' && ends_with(text, U"\",")) || (text[0] == '\'' && text.back() == '\'') ||
         (text[0] == '.' && text.size() > 1 && is_ascii_letter(text[1])) ||
         starts_with(text, U".. ") || is_call(text) || is_log_line(text) ||
         (present.holds(']') && is_reference(text));
}

namespace {

// The cells of a line between separators, as far as they tell a table row from a sentence.
class Cells {
 public:
  Cells(const Line& line, char32_t separator) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      const char32_t c = line.text[i];
      if (c == '"' && (quoted_ || length_ == 0)) {
        quoted_ = !quoted_;
        continue;
      }
      if (c == separator && quoted_) continue;
      if (c == separator) {
        spaced_ = spaced_ || line.has(i + 1, kBlank);
        close();
        ++separators_;
        continue;
      }
      ++length_;
      if (line.has(i, kHan)) ++chinese_;
      if (View(U"({[").find(c) != View::npos) ++depth_;
      if (View(U")}]").find(c) != View::npos) --depth_;
    }
    close();
  }

  bool are_a_row() const {
    if (separators_ < 2 || spaced_ || long_ || torn_) return false;
    return empty_ > 0 || plain_ * 3 > separators_ || words_ == separators_ + 1;
  }

 private:
  void close() {
    if (length_ == 0) ++empty_;
    if (chinese_ == 0) ++plain_;
    if (length_ <= 4) ++words_;
    long_ = long_ || length_ > 24;
    torn_ = torn_ || depth_ != 0;
    length_ = chinese_ = 0;
    quoted_ = false;
  }

  std::size_t separators_ = 0;
  std::size_t length_ = 0;   // of the cell at hand
  std::size_t chinese_ = 0;  // Han characters in it
  int depth_ = 0;            // open brackets
  std::size_t empty_ = 0;    // cells without anything,
  std::size_t plain_ = 0;    // without Chinese,
  std::size_t words_ = 0;    // of four characters at most
  bool spaced_ = false;      // a blank behind a separator
  bool long_ = false;
  bool torn_ = false;    // brackets that open in one cell and close in another
  bool quoted_ = false;  // inside straight quotation marks; they and separators there do not count
};

}  // namespace

bool looks_like_table_row(const Line& line) {
  if (!line.ascii.holds(',') && !line.ascii.holds(';')) return false;
  // Nothing in a row ends a sentence.
  const std::size_t end = line.content_end();
  for (std::size_t i = 0; i < end; ++i) {
    if (line.has(i, kStop) || line.text[i] == '?' || line.text[i] == '!') return false;
  }
  if (end == 0 || (line.text[end - 1] == '.' && line.has_before(end - 1, kHan))) return false;
  return Cells(line, ',').are_a_row() || Cells(line, ';').are_a_row();
}

namespace {

class Locker {
 public:
  Locker(const Line& line, std::vector<std::uint8_t>& locked)
      : line_(line), text_(line.text), locked_(locked) {}

  void run() {
    for (std::size_t i = 0; i < text_.size(); ++i) {
      switch (text_[i]) {
        case ':':
          if (text_.substr(i, 3) == U"://") i = lock_url(i);
          break;
        case 'w':
          if (text_.substr(i, 4) == U"www.") i = lock_to(i, url_end(i));
          break;
        case '@':
          lock_address(i);
          break;
        case '`':
          i = lock_pair(i, U'`');
          break;
        case '$':
          i = lock_formula(i);
          break;
        case '<':
          i = lock_tag(i);
          break;
        case '&':
          i = lock_entity(i);
          break;
        case '\\':
          lock_command(i);
          break;
        default:
          break;
      }
    }
  }

 private:
  // Returns the last character locked, where the search goes on.
  std::size_t lock_to(std::size_t start, std::size_t end) {
    lock(start, end);
    return std::max(start, end - 1);
  }

  // Like find, but remembers that a mark stands nowhere ahead.
  std::size_t find_ahead(char32_t mark, std::size_t from, bool& none_ahead) const {
    if (none_ahead) return View::npos;
    const std::size_t found = text_.find(mark, from);
    none_ahead = found == View::npos;
    return found;
  }

  void lock(std::size_t start, std::size_t end) {
    std::fill(locked_.begin() + static_cast<std::ptrdiff_t>(start),
              locked_.begin() + static_cast<std::ptrdiff_t>(end), std::uint8_t{1});
  }

  static bool is_url_character(char32_t c) {
    return c > 0x20 && c < 0x7F && c != '"' && c != '<' && c != '>' && c != '`';
  }

  // Chinese may stand in a URL where the path plainly goes on behind it.
  std::size_t url_end(std::size_t i) const {
    while (i < text_.size()) {
      if (is_url_character(text_[i])) {
        ++i;
        continue;
      }
      std::size_t han_end = i;
      while (line_.has(han_end, kHan)) ++han_end;
      const View next = text_.substr(han_end, 2);
      const bool goes_on = han_end > i && next.size() == 2 &&
                           View(U"/?=&#%").find(next[0]) != View::npos && is_url_character(next[1]);
      if (!goes_on) break;
      i = han_end;
    }
    // A mark at the very end belongs to the sentence.
    while (i > 0 && View(U",.;:!?)").find(text_[i - 1]) != View::npos) --i;
    return i;
  }

  std::size_t lock_url(std::size_t colon) {
    std::size_t start = colon;
    while (start > 0 && is_word(text_[start - 1])) --start;
    return lock_to(start, std::max(colon + 1, url_end(colon + 3)));
  }

  void lock_address(std::size_t at) {
    const auto is_part = [](char32_t c) { return is_word(c) || c == '.' || c == '-' || c == '+'; };
    std::size_t start = at;
    std::size_t end = at + 1;
    while (start > 0 && is_part(text_[start - 1])) --start;
    while (end < text_.size() && is_part(text_[end])) ++end;
    while (end > at + 1 && text_[end - 1] == '.') --end;
    if (start < at && end > at + 1) lock(start, end);
  }

  std::size_t lock_pair(std::size_t start, char32_t mark) {
    const std::size_t end = text_.find(mark, start + 1);
    if (end == View::npos) return start;
    lock(start, end + 1);
    return end;
  }

  // $x_1, x_2$: a formula has an operator in it, a price has none.
  std::size_t lock_formula(std::size_t start) {
    const std::size_t end = text_.find(U'$', start + 1);
    if (end == View::npos) return start;
    const View content = text_.substr(start + 1, end - start - 1);
    if (content.find_first_of(U"\\^_{}=+<>") == View::npos) return start;
    lock(start, end + 1);
    return end;
  }

  std::size_t lock_tag(std::size_t start) {
    const char32_t next = line_.at(start + 1);
    if (!is_ascii_letter(next) && next != '/' && next != '!') return start;
    const std::size_t end = find_ahead(U'>', start + 1, no_angle_ahead_);
    if (end == View::npos) return start;
    lock(start, end + 1);
    return end;
  }

  // &amp; and &#160;, which the pass `encoding` left since the text is about them; but not R&D;
  std::size_t lock_entity(std::size_t start) {
    constexpr std::size_t kLongest = 32;
    std::size_t end = start + 1;
    while (end < text_.size() && end - start <= kLongest &&
           (is_word(text_[end]) || text_[end] == '#'))
      ++end;
    if (end < start + 3 || end >= text_.size() || text_[end] != ';') return start;
    lock(start, end + 1);
    return end;
  }

  // \ref{fig:流程}: an argument with Latin letters names something.
  void lock_command(std::size_t start) {
    if (start < command_end_) return;  // what stands inside ends at the same bracket
    std::size_t open = start + 1;
    while (open < text_.size() && is_ascii_letter(text_[open])) ++open;
    const std::size_t close = find_ahead(U'}', open, no_brace_ahead_);
    if (open == start + 1 || open >= text_.size() || text_[open] != '{' || close == View::npos)
      return;
    const View argument = text_.substr(open, close - open);
    if (!std::any_of(argument.begin(), argument.end(), is_ascii_letter)) return;
    lock(start, close + 1);
    command_end_ = close + 1;
  }

  const Line& line_;
  const View text_;
  std::vector<std::uint8_t>& locked_;
  bool no_angle_ahead_ = false;
  bool no_brace_ahead_ = false;
  std::size_t command_end_ = 0;  // of the last command locked
};

}  // namespace

bool may_hold_literals(const Line& line) noexcept {
  constexpr AsciiSet kSigns(U":w@`$<&\\");
  return line.ascii.holds_any(kSigns);
}

void lock_literals(const Line& line, std::vector<std::uint8_t>& locked) {
  Locker(line, locked).run();
}

}  // namespace textmend
