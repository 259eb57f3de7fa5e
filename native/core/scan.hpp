// The one loop that touches every character of every document: it counts what the survey needs and
// finds the few lines that some pass has business with.
//
// The naive loop compares each character's flags with its neighbour's, and mispredicts a branch
// every few characters. Here the flags become a class, and a small automaton remembers what stood
// before; a cell of its table, one for each state and class, says which state comes next and what
// the pair means. Counting is one increment of the cell's counter, and the survey is worked out of
// the counters at the end. No branch depends on the text but those at line ends and suspects.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/characters.hpp"
#include "core/survey.hpp"
#include "core/text.hpp"

namespace textmend {

// What a line holds that a pass may want to see.
enum Event : std::uint32_t {
  kUnicodeEvent = 1U << 0,    // a row of a unicode table
  kCombiningEvent = 1U << 1,
  kGarbledEvent = 1U << 2,    // rare characters close together, or Latin suspects
  kHintEvent = 1U << 3,
  kFoldEvent = 1U << 4,
  kHalfMarkEvent = 1U << 5,   // a half-width mark beside Chinese, a blank or a line start
  kBlankEvent = 1U << 6,      // a blank beside Chinese
  kMarkEvent = 1U << 7,       // marks side by side that may exclude each other, single quotes
  kQuoteEvent = 1U << 8,      // double quotes that do not open and close in turn
  kMixedEvent = 1U << 9,      // Chinese beside Latin or digits
  kLatinStopEvent = 1U << 10, // a full-width stop beside a Latin letter, in a line without Han
  kHanEvent = 1U << 11,
  kSimplifiedEvent = 1U << 12,  // a character that only simplified text has,
  kTraditionalEvent = 1U << 13, // or only traditional text
  // For the loop itself:
  kLineEnd = 1U << 30,
  kSuspect = 1U << 31,
};
using Events = std::uint32_t;

inline constexpr Events kWidthEvents = kFoldEvent | kHalfMarkEvent | kLatinStopEvent;
inline constexpr Events kPunctuationEvents = kMarkEvent | kQuoteEvent;

// A line that holds an event worth a look, without its line end.
struct LineSpan {
  std::size_t start;
  std::size_t end;
  Events events;
};

class ScanTable {
 public:
  explicit ScanTable(const CharacterTable& characters);

  static constexpr std::size_t kStates = 32;
  static constexpr std::size_t kCells = kStates * CharacterTable::kMostClasses;

  struct Cell {
    Events events;
    std::uint32_t next;  // state times kMostClasses, ready to be added to a class
  };

  const CharacterTable& characters() const noexcept { return characters_; }
  const Cell& cell(std::size_t index) const noexcept { return cells_[index]; }
  // Adds what `count` visits of a cell mean.
  void survey(std::size_t index, std::uint64_t count, Survey& survey) const;

 private:
  const CharacterTable& characters_;
  std::array<Cell, kCells> cells_{};
};

// Scans one text after the other and adds up what it counts.
class TextScanner {
 public:
  explicit TextScanner(const ScanTable& table);
  ~TextScanner();

  // Scans whole lines and returns those that hold an event worth a look, until the next call. With
  // `line_feed_follows`, the line feed behind the last line was left out, and is counted here.
  // Raises std::length_error beyond four thousand million characters.
  const std::vector<LineSpan>& scan(const AnyText& text, bool line_feed_follows = false);
  // Of all texts scanned so far.
  Survey survey() const;

 private:
  struct Memory;

  void make_room(std::size_t characters);
  template <typename View>
  void scan_view(View view, bool line_feed_follows);
  void end_line(std::size_t half, std::size_t end, Events events);
  void end_text(std::size_t size, std::uint32_t state, Events events, bool line_feed);

  const ScanTable& table_;
  std::unique_ptr<Memory> memory_;
  Survey totals_;  // what the counters do not tell
  std::size_t counted_ = 0;  // characters, so that no counter can be too small
};

struct Scan {
  Survey survey;
  std::vector<LineSpan> lines;
};

// Scans whole lines. Linear in the text; each line found costs 24 bytes.
Scan scan(const AnyText& text, const ScanTable& table);

}  // namespace textmend
