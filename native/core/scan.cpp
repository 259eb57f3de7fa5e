#include "core/scan.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "core/suspects.hpp"

namespace textmend {

namespace {

// What stood before. With kQuoteOpen added, a double quotation is open.
enum State : std::uint32_t {
  kLineStart,
  kAfterHan,
  kAfterLatin,
  kAfterDigit,
  kBlankAfterHan,
  kBlankAfterLatin,
  kBlankAfterDigit,
  kBlankAfterOther,
  kAfterStop,
  kAfterOpening,
  kAfterClosing,
  kAfterFullMark,
  kAfterHalfMark,
  kAfterHalfStop,  // a half-width full stop behind Han
  kAfterOther,
  kStateCount,
};
constexpr std::uint32_t kQuoteOpen = 16;
static_assert(kStateCount <= kQuoteOpen && 2 * kQuoteOpen == ScanTable::kStates);

bool is_blank(std::uint32_t state) { return state >= kBlankAfterHan && state <= kBlankAfterOther; }
bool is_chinese(std::uint32_t state) {
  return state == kAfterHan || (state >= kAfterStop && state <= kAfterFullMark);
}
bool is_alphanumeric(std::uint32_t state) { return state == kAfterLatin || state == kAfterDigit; }

std::uint32_t state_after(std::uint32_t state, Flags flags) {
  if ((flags & kNewline) != 0) return kLineStart;
  if ((flags & kBlank) != 0) {
    if (state == kAfterHan) return kBlankAfterHan;
    if (state == kAfterLatin) return kBlankAfterLatin;
    return state == kAfterDigit ? kBlankAfterDigit : kBlankAfterOther;
  }
  if ((flags & kHan) != 0) return kAfterHan;
  if ((flags & kLatin) != 0) return kAfterLatin;
  if ((flags & kDigit) != 0) return kAfterDigit;
  if ((flags & kStop) != 0) return kAfterStop;
  if ((flags & kOpening) != 0) return kAfterOpening;
  if ((flags & kClosing) != 0) return kAfterClosing;
  if ((flags & kFullMark) != 0) return kAfterFullMark;
  if ((flags & kHalfStop) != 0 && state == kAfterHan) return kAfterHalfStop;
  return (flags & kHalfMark) != 0 ? kAfterHalfMark : kAfterOther;
}

bool is_half_mark_event(std::uint32_t state, Flags flags) {
  const bool after_half = state == kAfterHalfMark || state == kAfterHalfStop;
  if ((flags & kHalfMark) != 0) {
    return is_chinese(state) || is_blank(state) || state == kLineStart || after_half;
  }
  return after_half && (flags & (kChinese | kBlank | kNewline)) != 0;
}

Events pair_events(std::uint32_t state, Flags flags) {
  Events events = 0;
  const bool chinese = (flags & kChinese) != 0;
  const bool blank = (flags & kBlank) != 0;
  if ((flags & kUnicodeRow) != 0) events |= kUnicodeEvent;
  if ((flags & kCombining) != 0) events |= kCombiningEvent;
  if ((flags & kHint) != 0) events |= kHintEvent;
  if ((flags & kFold) != 0) events |= kFoldEvent;
  if ((flags & kHan) != 0) events |= kHanEvent;
  if ((flags & kSimplified) != 0) events |= kSimplifiedEvent;
  if ((flags & kTraditional) != 0) events |= kTraditionalEvent;
  if (is_half_mark_event(state, flags)) events |= kHalfMarkEvent;
  if ((blank && is_chinese(state)) || (chinese && is_blank(state))) events |= kBlankEvent;
  if ((flags & kStop) != 0 && state == kAfterStop) events |= kMarkEvent;
  if ((flags & kOpening) != 0 && state == kAfterOpening) events |= kMarkEvent;
  if ((flags & kClosing) != 0 && state == kAfterClosing) events |= kMarkEvent;
  if ((flags & kQuote) != 0 && (flags & kDoubleQuote) == 0) events |= kMarkEvent;
  if (chinese ? is_alphanumeric(state) : is_chinese(state) && (flags & kAlphanumeric) != 0) {
    events |= kMixedEvent;
  }
  if ((flags & kStop) != 0 && state == kAfterLatin) events |= kLatinStopEvent;
  if ((flags & kNewline) != 0) events |= kLineEnd;
  if ((flags & Suspects::kFlags) != 0) events |= kSuspect;
  return events;
}

}  // namespace

// Counters of the cells' visits, two sets for each half that are used in turn, so that an increment
// need not wait for the one before it; and what is kept of the line at hand in each half.
struct TextScanner::Memory {
  static constexpr std::size_t kSets = 4;

  struct Half {
    Suspects suspects;
    std::size_t line_start = 0;
    std::vector<LineSpan> lines;
  };

  std::vector<std::uint32_t> counts = std::vector<std::uint32_t>(kSets * ScanTable::kCells);
  Half halves[2];
};

namespace {

// One past the line end that is nearest to the middle from the left; 0 where there is none.
template <typename View>
std::size_t line_start_near_middle(View view) noexcept {
  constexpr std::size_t kTooShort = 256;
  if (view.size < kTooShort) return 0;
  std::size_t at = view.size / 2;
  while (at > 0 && view[at - 1] != '\n') --at;
  return at;
}

}  // namespace

TextScanner::TextScanner(const ScanTable& table)
    : table_(table), memory_(std::make_unique<Memory>()) {}

TextScanner::~TextScanner() = default;

const std::vector<LineSpan>& TextScanner::scan(const AnyText& text, bool line_feed_follows) {
  make_room(text.size() + 1);
  for (Memory::Half& half : memory_->halves) half.lines.clear();
  text.visit([&](auto view) { scan_view(view, line_feed_follows); });
  std::vector<LineSpan>& lines = memory_->halves[0].lines;
  const std::vector<LineSpan>& others = memory_->halves[1].lines;
  lines.insert(lines.end(), others.begin(), others.end());
  return lines;
}

// The counters are narrow, so that they stay in the nearest cache.
void TextScanner::make_room(std::size_t characters) {
  constexpr std::size_t kMost = std::numeric_limits<std::uint32_t>::max();
  if (characters > kMost) throw std::length_error("a text so long is scanned in windows");
  if (counted_ + characters > kMost) {
    totals_ = survey();
    std::fill(memory_->counts.begin(), memory_->counts.end(), 0);
    counted_ = 0;
  }
  counted_ += characters;
}

// Each character waits for what the table says of the one before it. So a text is read in two
// places in turn, where it can be cut between two lines: then twice as much is under way.
template <typename View>
void TextScanner::scan_view(View view, bool line_feed_follows) {
  const CharacterTable& characters = table_.characters();
  std::uint32_t* const counts = memory_->counts.data();
  const std::size_t middle = line_start_near_middle(view);
  memory_->halves[0].line_start = 0;
  memory_->halves[1].line_start = middle;
  const auto step = [&](std::size_t half, std::size_t i, std::uint32_t state, Events& events) {
    const std::size_t index = state + characters.class_of(view[i]);
    const ScanTable::Cell& cell = table_.cell(index);
    ++counts[index + (2 * half + (i & 1)) * ScanTable::kCells];
    events |= cell.events;
    if ((cell.events & (kLineEnd | kSuspect)) != 0) {
      if ((cell.events & kLineEnd) != 0) {
        end_line(half, i, events);
        events = 0;
      } else if (memory_->halves[half].suspects.add(i, characters.flags(view[i]))) {
        events |= kGarbledEvent;
      }
    }
    return cell.next;
  };
  std::uint32_t first_state = kLineStart;
  std::uint32_t state = kLineStart;
  Events first_events = 0;
  Events events = 0;
  std::size_t i = middle;
  for (std::size_t k = 0; k < middle; ++k, ++i) {
    first_state = step(0, k, first_state, first_events);
    state = step(1, i, state, events);
  }
  for (; i < view.size; ++i) state = step(1, i, state, events);
  totals_.characters += view.size;
  end_text(view.size, state, events, line_feed_follows);
}

// The end of the text ends its last line, open quotation and all, whether or not a line feed that
// counts as a character does so.
void TextScanner::end_text(std::size_t size, std::uint32_t state, Events events, bool line_feed) {
  const std::size_t index = state + table_.characters().class_of('\n');
  events |= table_.cell(index).events;
  if (line_feed) {
    ++memory_->counts[index];
    ++totals_.characters;
  } else if (state / CharacterTable::kMostClasses % kQuoteOpen == kAfterHalfStop) {
    ++totals_.half_stops;
  }
  end_line(1, size, events);
}

void TextScanner::end_line(std::size_t half, std::size_t end, Events events) {
  auto& [suspects, line_start, lines] = memory_->halves[half];
  suspects.clear();
  if ((events & kHanEvent) != 0) events &= ~Events{kLatinStopEvent};
  totals_.events |= events;
  constexpr Events kAny = kUnicodeEvent | kCombiningEvent | kGarbledEvent | kHintEvent |
                          kTraditionalEvent | kWidthEvents | kBlankEvent | kPunctuationEvents |
                          kMixedEvent;
  if ((events & kAny) != 0 && end > line_start) lines.push_back({line_start, end, events});
  line_start = end + 1;
}

Survey TextScanner::survey() const {
  Survey result = totals_;
  const std::uint32_t* const counts = memory_->counts.data();
  for (std::size_t index = 0; index < ScanTable::kCells; ++index) {
    std::uint64_t count = 0;
    for (std::size_t set = 0; set < Memory::kSets; ++set) {
      count += counts[index + set * ScanTable::kCells];
    }
    if (count != 0) table_.survey(index, count, result);
  }
  return result;
}

ScanTable::ScanTable(const CharacterTable& characters) : characters_(characters) {
  for (std::uint32_t state = 0; state < kStates; ++state) {
    const std::uint32_t before = state % kQuoteOpen;
    const bool open = state >= kQuoteOpen;
    for (std::size_t index = 0; index < characters.class_count(); ++index) {
      const Flags flags = characters.flags_of_class(index);
      Events events = pair_events(before, flags);
      bool open_after = open;
      if ((flags & kDoubleQuote) != 0) {
        open_after = (flags & kOpening) != 0;
        if (open_after == open) events |= kQuoteEvent;
      } else if ((flags & kNewline) != 0) {
        if (open) events |= kQuoteEvent;
        open_after = false;
      }
      const std::uint32_t next = state_after(before, flags) + (open_after ? kQuoteOpen : 0);
      cells_[state * CharacterTable::kMostClasses + index] = {
          events, next * static_cast<std::uint32_t>(CharacterTable::kMostClasses)};
    }
  }
}

void ScanTable::survey(std::size_t index, std::uint64_t count, Survey& survey) const {
  const std::uint32_t state =
      static_cast<std::uint32_t>(index / CharacterTable::kMostClasses) % kQuoteOpen;
  const Flags flags = characters_.flags_of_class(index % CharacterTable::kMostClasses);
  const auto add = [count](std::uint64_t& counter) { counter += count; };
  if ((flags & kHan) != 0) {
    add(survey.han);
    if ((flags & kSimplified) != 0) add(survey.simplified);
    if ((flags & kTraditional) != 0) add(survey.traditional);
    if (state == kAfterHan) add(survey.han_joined);
    if (state == kAfterLatin) add(survey.latin_joined);
    if (state == kAfterDigit) add(survey.digit_joined);
    if (state == kBlankAfterHan) add(survey.han_spaced);
    if (state == kBlankAfterLatin) add(survey.latin_spaced);
    if (state == kBlankAfterDigit) add(survey.digit_spaced);
  }
  if ((flags & kLatin) != 0) {
    add(survey.latin);
    if (state == kAfterHan) add(survey.latin_joined);
    if (state == kBlankAfterHan) add(survey.latin_spaced);
  }
  if ((flags & kDigit) != 0) {
    if (state == kAfterHan) add(survey.digit_joined);
    if (state == kBlankAfterHan) add(survey.digit_spaced);
  }
  if ((flags & kKana) != 0) add(survey.kana);
  if ((flags & kHangul) != 0) add(survey.hangul);
  if ((flags & kFullStop) != 0) add(survey.full_stops);
  if ((flags & kCornerQuote) != 0) add(survey.corner_quotes);
  if ((flags & (kDoubleQuote | kOpening)) == (kDoubleQuote | kOpening)) add(survey.curly_quotes);
  if ((flags & kHalfClause) != 0 && state == kAfterHan) add(survey.half_marks);
  if ((flags & (kNewline | kBlank)) != 0 && state == kAfterHalfStop) add(survey.half_stops);
}

Scan scan(const AnyText& text, const ScanTable& table) {
  TextScanner scanner(table);
  std::vector<LineSpan> lines = scanner.scan(text);
  return {scanner.survey(), std::move(lines)};
}

}  // namespace textmend
