// Part of the pass `encoding`: bytes that were read as Latin-1 or Windows-1252.
#include <algorithm>
#include <array>

#include "core/codec.hpp"
#include "core/passes/encoding.hpp"

namespace textmend {

namespace {

// What Windows-1252 has for the bytes 80 to 9F; 0 where it has nothing.
constexpr std::array<char32_t, 32> kWindows = {
    U'€', 0,    U'‚', U'ƒ', U'„', U'…', U'†', U'‡', U'ˆ', U'‰', U'Š', U'‹', U'Œ', 0, U'Ž', 0,
    0,    U'‘', U'’', U'“', U'”', U'•', U'–', U'—', U'˜', U'™', U'š', U'›', U'œ', 0, U'ž', U'Ÿ'};

bool is_han(char32_t c) { return c >= 0x3400 && c <= 0x9FFF; }

// Any Chinese text may hold these, however rare each of them is.
bool is_symbol(char32_t c) {
  return (c >= 0xA4 && c <= 0xB7) || c == U'×' || c == U'÷' || (c >= 0x2010 && c <= 0x27BF) ||
         (c >= 0x3000 && c <= 0x30FF) || (c >= 0xFF01 && c <= 0xFFEF) ||
         (c >= 0x391 && c <= 0x3C9) || (c >= 0x410 && c <= 0x451);
}

struct Run {
  std::size_t start;
  std::size_t end;
};

class LatinRuns {
 public:
  LatinRuns(const Line& line, const Context& context, std::vector<Reading>& readings)
      : line_(line), context_(context), readings_(readings) {}

  void run() {
    if (std::none_of(line_.text.begin(), line_.text.end(), is_high_latin)) return;
    find_plain_runs();
    std::vector<Run> runs = mixed_runs();
    runs.insert(runs.end(), plain_.begin(), plain_.end());
    const std::size_t before = readings_.size();
    for (const Run& run : runs) read_as_gbk(run, false);
    if (readings_.size() == before) return read_as_utf8();
    // Where a line was plainly GBK, so were its shorter stretches.
    for (const Run& run : runs) read_as_gbk(run, true);
  }

 private:
  bool is_high(std::size_t i) const { return is_high_latin(line_.at(i)); }

  void find_plain_runs() {
    for (std::size_t i = 0; i < line_.size(); ++i) {
      if (!is_high(i)) continue;
      const std::size_t start = i;
      while (i < line_.size() && is_high(i)) ++i;
      if (i - start >= 2) plain_.push_back({start, i});
    }
  }

  // The second byte of a GBK character may be ASCII.
  std::vector<Run> mixed_runs() const {
    std::vector<Run> runs;
    for (std::size_t i = 0; i < line_.size(); ++i) {
      if (!is_high(i)) continue;
      const std::size_t start = i++;
      while (i < line_.size() &&
             (is_high(i) || (line_.text[i] >= '@' && line_.text[i] <= '~' && is_high(i + 1)))) {
        ++i;
      }
      if (i - start >= 2) runs.push_back({start, i});
      --i;
    }
    return runs;
  }

  std::u32string_view text_of(Run run) const {
    return std::u32string_view(line_.text).substr(run.start, run.end - run.start);
  }
  std::string bytes_of(Run run) const {
    std::string bytes;
    for (const char32_t character : text_of(run)) bytes.push_back(latin_byte(character));
    return bytes;
  }

  void read_as_gbk(Run run, bool sure) {
    const Tables& tables = context_.tables;
    std::u32string text;
    if (is_surely_utf8(run) || !context_.recoding->gbk.decode(bytes_of(run), text)) return;
    const auto unseen = [&](char32_t c) { return tables.surprisal(c) == Tables::kNeverSeen; };
    std::u32string seen;
    for (const char32_t c : text) {
      if (!unseen(c)) {
        seen.push_back(c);
      } else if (!is_symbol(c)) {
        return;
      }
    }
    if (!sure) {
      // Two characters alone have to be common ones: capitals in a row decode to something too.
      const double limit = seen.size() == 2 ? 110 : kReadable;
      if (seen.size() < 2 || mean_surprisal(seen, tables) > limit) return;
    }
    add(run, std::move(text), RuleId::kEncodingGbkAsLatin);
  }

  void add(Run run, std::u32string text, RuleId rule) {
    const auto length = static_cast<double>(run.end - run.start);
    readings_.push_back({run.start, run.end, std::move(text), rule, length});
  }

  void read_as_utf8() {
    const bool has_han = std::any_of(line_.text.begin(), line_.text.end(), is_han);
    for (const Run& run : plain_) {
      // As a Chinese text about such damage shows it.
      if (has_han && stands_alone(run) && is_short(run)) continue;
      std::u32string text;
      if (!decode_whole(run, text)) {
        text = context_.recoding->repair_latin(std::u32string(text_of(run)));
        if (std::none_of(text.begin(), text.end(), is_han)) continue;
      }
      if (text != text_of(run) && is_likely(text)) {
        add(run, std::move(text), RuleId::kEncodingUtf8AsLatin);
      }
    }
  }

  bool stands_alone(Run run) const {
    const auto letter = [](char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return !letter(line_.before(run.start)) && !letter(line_.at(run.end));
  }

  // Two characters at most, quotation marks at the ends not counted.
  bool is_short(Run run) const {
    constexpr std::u32string_view kQuotes = U"“”‘’";
    const std::u32string_view text = text_of(run);
    const std::size_t first = text.find_first_not_of(kQuotes);
    return first == text.npos || text.find_last_not_of(kQuotes) - first < 2;
  }

  // Of three GBK characters in a row some three in a thousand are valid UTF-8 by chance.
  bool is_surely_utf8(Run run) const {
    constexpr std::size_t kSurely = 6;  // bytes
    std::u32string text;
    return run.end - run.start >= kSurely && decode_whole(run, text);
  }

  // Reads a run as UTF-8; false where it is not valid throughout.
  bool decode_whole(Run run, std::u32string& text) const {
    const std::string bytes = bytes_of(run);
    const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
    const unsigned char* const end = at + bytes.size();
    while (at < end) {
      char32_t character = 0;
      const std::size_t size = decode_utf8(at, static_cast<std::size_t>(end - at), character);
      if (size == 0) return false;
      text.push_back(character);
      at += size;
    }
    return true;
  }

  bool is_likely(std::u32string_view text) const {
    const Tables& tables = context_.tables;
    // Common, or left by a second layer of wrong decoding.
    const auto likely = [&](char32_t c) {
      return c <= 0x24F || is_high_latin(c) || is_han(c) || is_symbol(c) ||
             tables.surprisal(c) < Tables::kNeverSeen;
    };
    if (!std::all_of(text.begin(), text.end(), likely)) return false;
    // A few bytes may be a rare character by chance; a longer run, valid throughout, is none.
    std::u32string han;
    std::copy_if(text.begin(), text.end(), std::back_inserter(han), is_han);
    return han.empty() || han.size() >= 4 || mean_surprisal(han, tables) <= kReadable;
  }

  const Line& line_;
  const Context& context_;
  std::vector<Reading>& readings_;
  std::vector<Run> plain_;  // two high characters or more
};

}  // namespace

bool is_windows_extra(char32_t character) noexcept {
  return std::find(kWindows.begin(), kWindows.end(), character) != kWindows.end();
}

char latin_byte(char32_t character) noexcept {
  if (character <= 0xFF) return static_cast<char>(character);
  const auto found = std::find(kWindows.begin(), kWindows.end(), character);
  return static_cast<char>(0x80 + (found - kWindows.begin()));
}

void read_latin_runs(const Line& line, const Context& context, std::vector<Reading>& readings) {
  LatinRuns(line, context, readings).run();
}

}  // namespace textmend
