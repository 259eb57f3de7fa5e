// The pass `encoding`: text that was once decoded with the wrong codec.
//
// UTF-8 read as GBK (鏂囨湰 is 文本), GBK read as Latin-1 or Windows-1252 (ÎÄ±¾), GBK read as Big5
// and the reverse, UTF-8 read as Windows-1252, layers of these (one a round), and HTML entities
// left in plain text. Each stretch of a line is judged by itself: it must encode and decode without
// a fault, and what comes out must be far commoner Chinese than what went in. Left alone: entities
// between quotation marks or in lines with HTML tags or about HTML, and what would not read better.
#include "core/passes/encoding.hpp"

#include <algorithm>
#include <array>

#include "core/codec.hpp"

namespace textmend {

namespace {

bool is_ascii_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_ascii_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_hex_digit(char32_t c) {
  return is_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// One past the entity that begins at `start`, the semicolon with it; `start` where there is none.
std::size_t entity_end(const Line& line, std::size_t start) {
  std::size_t i = start + 1;
  const auto skip = [&](std::size_t most, auto&& belongs) {
    const std::size_t begin = i;
    while (i - begin < most && belongs(line.at(i))) ++i;
    return i - begin;
  };
  bool named = false;
  if (line.at(i) == '#') {
    ++i;
    const bool hex = line.at(i) == 'x' || line.at(i) == 'X';
    i += hex ? 1 : 0;
    named = hex ? skip(6, is_hex_digit) > 0 : skip(7, is_ascii_digit) > 0;
  } else if (is_ascii_letter(line.at(i))) {
    named = skip(32, [](char32_t c) { return is_ascii_letter(c) || is_ascii_digit(c); }) > 1;
  }
  return named && line.at(i) == ';' ? i + 1 : start;
}

bool has_tag(const Line& line) {
  const std::u32string_view text = line.text;
  for (std::size_t i = text.find(U'<'); i != text.npos; i = text.find(U'<', i + 1)) {
    if (line.at(i + 1) == '?' || text.substr(i + 1, 3) == U"!--") return true;
    const std::size_t name = i + (line.at(i + 1) == '/' ? 2 : 1);
    if (!is_ascii_letter(line.at(name))) continue;
    const std::size_t end = text.find_first_of(U"<>", name);
    if (end != text.npos && text[end] == '>') return true;
  }
  return false;
}

// Of which a text about HTML is made.
bool speaks_of_entities(const Line& line) {
  constexpr std::u32string_view kWords[] = {U"HTML", U"XML", U"转义", U"轉義", U"实体", U"實體"};
  const std::u32string_view text = line.text;
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [&](std::u32string_view word) { return text.find(word) != text.npos; });
}

void read_entities(const Line& line, const Context& context, std::vector<Reading>& readings) {
  constexpr std::u32string_view kQuotes = U"`'\"“”‘’「」、";  // and what parts names in a row
  if (!line.ascii.holds('&') || !line.ascii.holds(';')) return;
  if (has_tag(line) || speaks_of_entities(line)) return;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line.text[i] != '&') continue;
    const std::size_t end = entity_end(line, i);
    if (end == i) continue;
    const bool quoted = (i > 0 && kQuotes.find(line.text[i - 1]) != kQuotes.npos) ||
                        (end < line.size() && kQuotes.find(line.text[end]) != kQuotes.npos);
    if (!quoted) {
      const std::u32string entity = line.text.substr(i, end - i);
      std::u32string character = context.recoding->unescape(entity);
      if (character != entity) {
        readings.push_back({i, end, std::move(character), RuleId::kEncodingEntity, 0});
      }
    }
    i = end - 1;
  }
}

// A stretch that fills a quotation in a line that reads well: a text about such damage shows it.
bool is_shown(const Line& line, const Reading& reading, std::size_t han_elsewhere) {
  constexpr std::size_t kSound = 6;  // Han
  constexpr std::u32string_view kOpening = U"“‘「『";
  constexpr std::u32string_view kClosing = U"”’」』";
  return han_elsewhere >= kSound && reading.start > 0 && reading.end < line.size() &&
         kOpening.find(line.text[reading.start - 1]) != kOpening.npos &&
         kClosing.find(line.text[reading.end]) != kClosing.npos;
}

std::size_t han_outside(const Line& line, const std::vector<Reading>& readings) {
  std::size_t count = 0;
  std::size_t at = 0;
  const auto count_until = [&](std::size_t end) {
    for (; at < end; ++at) count += line.text[at] >= 0x3400 && line.text[at] <= 0x9FFF ? 1 : 0;
  };
  for (const Reading& reading : readings) {
    count_until(reading.start);
    at = reading.end;
  }
  count_until(line.size());
  return count;
}

// In order, without overlaps.
std::vector<Reading> read_line(const Line& line, const Context& context) {
  std::vector<Reading> readings;
  read_entities(line, context, readings);
  read_latin_runs(line, context, readings);
  read_han_runs(line, context, readings);
  std::stable_sort(readings.begin(), readings.end(), [](const Reading& a, const Reading& b) {
    return a.start != b.start ? a.start < b.start : a.gain > b.gain;
  });
  std::size_t end = 0;
  const auto overlaps = [&end](const Reading& reading) {
    if (reading.start < end) return true;
    end = reading.end;
    return false;
  };
  readings.erase(std::remove_if(readings.begin(), readings.end(), overlaps), readings.end());
  const std::size_t han = readings.empty() ? 0 : han_outside(line, readings);
  const auto shown = [&](const Reading& reading) { return is_shown(line, reading, han); };
  readings.erase(std::remove_if(readings.begin(), readings.end(), shown), readings.end());
  return readings;
}

// The likeliest characters of three bytes that begin with these two.
std::vector<std::u32string> likely_characters(const GbkBytes& two, const Tables& tables) {
  constexpr std::size_t kMost = 5;
  std::array<std::pair<int, char32_t>, 64> all;
  for (unsigned last = 0; last < all.size(); ++last) {
    const unsigned char bytes[] = {two.bytes[0], two.bytes[1],
                                   static_cast<unsigned char>(0x80 | last)};
    char32_t character = 0;
    if (decode_utf8(bytes, 3, character) == 0) return {};
    all[last] = {tables.surprisal(character), character};
  }
  std::sort(all.begin(), all.end());
  std::vector<std::u32string> likely;
  for (std::size_t k = 0; k < kMost && all[k].first < kReadable; ++k) {
    likely.emplace_back(1, all[k].second);
  }
  return likely;
}

// Characters that lost their last byte: 銆? was one of 。、《 and the like.
void suspect_cut_characters(const Line& line, const std::vector<Reading>& readings,
                            const Context& context, Proposals& proposals) {
  auto next = readings.begin();
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const char32_t mark = line.text[i + 1];
    if ((mark != '?' && mark != 0xFFFD) || line.text[i] == '\n') continue;
    while (next != readings.end() && next->end <= i) ++next;
    const bool inside = next != readings.end() && next->start <= i;
    const GbkBytes two = gbk_bytes(line.text[i], context.recoding->gbk);
    if (!inside && two.size == 2 && two.bytes[0] >= 0xE3 && two.bytes[0] <= 0xEF &&
        two.bytes[1] >= 0x80 && two.bytes[1] <= 0xBF) {
      proposals.suspect(i, i + 2, RuleId::kEncodingLost, likely_characters(two, context.tables));
    }
    ++i;
  }
}

// What GBK makes of U+FFFD twice in UTF-8. Nothing is left of what stood there.
void suspect_losses(const Line& line, Proposals& proposals) {
  constexpr std::u32string_view kLost = U"锟斤拷";
  const std::u32string_view text = line.text;
  for (std::size_t i = text.find(kLost); i != text.npos; i = text.find(kLost, i)) {
    const std::size_t start = i;
    while (text.substr(i, kLost.size()) == kLost) i += kLost.size();
    proposals.suspect(start, i, RuleId::kEncodingLost);
  }
}

}  // namespace

double mean_surprisal(std::u32string_view text, const Tables& tables) noexcept {
  if (text.empty()) return Tables::kNeverSeen;
  std::size_t total = 0;
  for (const char32_t character : text) total += tables.surprisal(character);
  return static_cast<double>(total) / static_cast<double>(text.size());
}

void propose_encoding(const Line& line, const Context& context, Proposals& proposals) {
  const std::vector<Reading> readings = read_line(line, context);
  bool was_utf8 = false;
  for (const Reading& reading : readings) {
    proposals.replace(reading.start, reading.end, reading.text, reading.rule);
    was_utf8 = was_utf8 || reading.rule == RuleId::kEncodingUtf8AsGbk;
  }
  if (was_utf8) suspect_cut_characters(line, readings, context, proposals);
  // Where something is repaired, the next round looks for losses.
  if (proposals.empty()) suspect_losses(line, proposals);
}

}  // namespace textmend
