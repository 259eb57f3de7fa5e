// Lines as a page shows them: how wide, how they begin and end, and where text may run on.
//
// This is the gate of the pass `paragraphs`. It reads each character once and asks a few of them
// more; a document in which no line ends openly needs nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/tables.hpp"
#include "core/text.hpp"

namespace textmend {

enum class Tail : std::uint8_t {
  kNone,    // an empty line
  kClosed,  // 。 ！ ？ … and closing marks behind them; also ； and ：
  kClause,  // ， 、 or an opening mark
  kOpen,    // a letter, a digit, a closing mark behind a letter
  kOther,
};

struct LayoutLine {
  std::size_t start;  // of what is not blank, in code points
  std::size_t end;    // one past it
  std::size_t next;   // where the next line starts
  std::uint32_t indent;  // columns; a full-width character has two
  std::uint32_t quotes;  // the signs > of quoted mail or Markdown, which are no part of it
  std::uint32_t width;   // columns of what is not blank
  std::uint32_t han;
  std::uint32_t marks;  // of those that part clauses and sentences
  std::uint32_t stops;  // of those that end sentences
  Tail tail;
};

// Lines of a text, without their line feeds; empty ones too.
std::vector<LayoutLine> layout_lines(const AnyText& text, const Tables& tables);

// What a line that ends openly looks like.
struct Ending {
  std::uint32_t width = 0;
  bool is_clause = false;    // it ends with a mark behind which a sentence goes on
  bool inner_stop = false;   // a sentence ends inside it
  bool inner_comma = false;  // a clause does
};

// What the lines of a document look like, gathered window by window, in order.
class LayoutSurvey {
 public:
  static constexpr std::size_t kWidest = 255;
  static constexpr std::size_t kContext = 64;
  static constexpr std::size_t kMostSamples = 256;
  static constexpr std::uint32_t kLeastCutOff = 40;  // columns
  // For each 1,000 Han; the least that clean text of 4,000 characters had was 55.
  static constexpr std::uint64_t kLeastMarks = 35;
  static constexpr std::uint64_t kTellingHan = 100;  // less text says nothing of that
  // Of the marks of clean prose one in 37 or more ends a sentence (2,000 characters of laws; one
  // in four in the middle); only lists have fewer.
  static constexpr std::uint64_t kMarksForStop = 40;

  // Adds whole lines.
  void add(const AnyText& text, const Tables& tables);

  std::uint64_t lines() const noexcept { return lines_; }
  std::uint64_t prose() const noexcept { return prose_; }
  std::uint64_t open() const noexcept { return open_; }
  std::uint64_t indented() const noexcept { return indented_; }
  // Neighbouring lines of prose with and without an empty line between them.
  std::uint64_t spaced() const noexcept { return spaced_; }
  std::uint64_t close() const noexcept { return close_; }
  // Whether the last line that is not empty is a long one of more than a sentence and ends openly.
  bool breaks_off() const noexcept {
    return was_open_ && ending_.width > kLeastCutOff && ending_.inner_stop;
  }
  // Whether marks were stripped from the text, or stops alone; then every line ends without one.
  bool lost_marks() const noexcept {
    return han_ >= kTellingHan &&
           (1000 * marks_ < kLeastMarks * han_ || kMarksForStop * (stops_ + 1) <= marks_);
  }
  // Lines of prose by columns, indentation included; the last entry has all wider ones.
  const std::vector<std::uint32_t>& widths() const noexcept { return widths_; }
  // Of those that end openly.
  const std::vector<std::uint32_t>& open_widths() const noexcept { return open_widths_; }

  struct Sample {
    std::u32string before;  // the last characters of a line that ends openly
    std::u32string after;   // the first of the next line that is not empty
    std::u32string beyond;  // the first of the one behind it, if it is as short as what is kept
    Ending ending;          // of the line before
    bool is_indented;       // whether the next one is, and the one before is not
  };
  // An even choice of them, over the whole document.
  std::vector<Sample> samples() const;

 private:
  void add_line(const AnyText& text, const LayoutLine& line);
  void keep_sample(Sample sample);

  std::uint64_t lines_ = 0;
  std::uint64_t prose_ = 0;
  std::uint64_t open_ = 0;
  std::uint64_t han_ = 0;
  std::uint64_t marks_ = 0;
  std::uint64_t stops_ = 0;
  std::uint64_t indented_ = 0;
  std::uint64_t spaced_ = 0;
  std::uint64_t close_ = 0;
  std::vector<std::uint32_t> widths_ = std::vector<std::uint32_t>(kWidest + 1);
  std::vector<std::uint32_t> open_widths_ = std::vector<std::uint32_t>(kWidest + 1);
  std::vector<Sample> samples_;
  std::optional<Sample> pending_;  // until it is known what stands beyond
  std::uint64_t stride_ = 1;
  std::uint64_t candidates_ = 0;
  // Of the last line that was not empty.
  bool was_prose_ = false;
  bool was_open_ = false;
  bool blank_between_ = false;
  std::uint32_t indent_ = 0;
  std::uint32_t quotes_ = 0;
  std::u32string tail_;
  Ending ending_;
};

// Whether a line is long enough, and Chinese enough, to be part of a paragraph.
bool is_prose(const LayoutLine& line) noexcept;
// Whether it ends where a paragraph does not.
bool is_open(const LayoutLine& line) noexcept;

}  // namespace textmend
