#include "core/gate/measure.hpp"

#include <algorithm>

namespace textmend::gate {

namespace {

// A line of so many characters is a stretch of its own; shorter ones are taken together.
constexpr std::size_t kLongLine = 40;
// A stretch is full from here on, and ends at the next break...
constexpr std::size_t kFull = 200;
// ... or here.
constexpr std::size_t kOverfull = 260;
// Characters that are looked up at a time.
constexpr std::size_t kBlock = 256;

class Measurer {
 public:
  Measurer(const Alphabet& alphabet, Measurement& result) : alphabet_(alphabet), result_(result) {}

  template <typename View>
  void read(View view, std::size_t start, std::size_t end) {
    for (std::size_t i = start; i < end; i += kBlock) {
      const std::size_t size = std::min(kBlock, end - i);
      look_up(view, i, size);
      count(i, size);
    }
  }

  // What stands here is nobody's business.
  void skip(std::size_t start, std::size_t end) {
    end_run(start);
    run_start_ = end;
    last_ = Entry(kSymbolId, Kind::kSymbol);
  }

  void finish(std::size_t end) {
    end_run(end);
    if (end > line_start_ || is_cut_) end_line(end);
    flush(end);
  }

 private:
  // The table of pairs is larger than the nearest cache. Looked up apart from all else, many pairs
  // are on their way at once.
  template <typename View>
  void look_up(View view, std::size_t start, std::size_t size) {
    for (std::size_t k = 0; k < size; ++k) entries_[k] = alphabet_.entry(view[start + k]);
    std::uint32_t before = last_.id();
    for (std::size_t k = 0; k < size; ++k) {
      levels_[k] = static_cast<std::uint8_t>(alphabet_.level(before, entries_[k].id()));
      before = entries_[k].id();
    }
  }

  void count(std::size_t start, std::size_t size) {
    bool was_han = is_han(last_.kind());
    for (std::size_t k = 0; k < size; ++k) {
      const Entry entry = entries_[k];
      const bool han = is_han(entry.kind());
      ++result_.ids[entry.id()];
      ++line_.kinds[static_cast<std::size_t>(entry.kind())];
      ++line_.pairs[static_cast<std::size_t>(han && was_han)][levels_[k]];
      was_han = han;
      const std::size_t at = start + k;
      if (entry.breaks()) {
        at_break(at, entry);
      } else if (at - line_start_ >= kOverfull) {
        end_run(at + 1);
        end_piece(at + 1);
      }
    }
    last_ = entries_[size - 1];
  }

  void at_break(std::size_t at, Entry entry) {
    end_run(at);
    run_start_ = at + 1;
    if (entry.kind() == Kind::kLineEnd) {
      end_line(at + 1);
    } else if (at + 1 - line_start_ >= kFull) {
      end_piece(at + 1);
    }
    if (entry.kind() != Kind::kBlank && entry.kind() != Kind::kLineEnd) last_visible_ = entry;
  }

  void end_run(std::size_t at) noexcept {
    if (at <= run_start_) return;
    const std::size_t length = at - run_start_;
    std::size_t bucket = 0;
    while (bucket < kRunLimits.size() && length > kRunLimits[bucket]) ++bucket;
    line_.runs[bucket] += static_cast<std::uint32_t>(length);
    run_start_ = at;
    last_visible_ = Entry(kRareHanId, Kind::kContent);
  }

  // A long line goes out in pieces; what came before it goes first.
  void end_piece(std::size_t end) {
    flush(line_start_);
    result_.stretches.push_back({line_start_, end, line_});
    line_ = Counts();
    line_start_ = stretch_start_ = end;
    is_cut_ = true;
  }

  void end_line(std::size_t end) {
    if (line_.visible() > 0 || is_cut_) {
      const Kind kind = last_visible_.kind();
      ++(kind == Kind::kStop || kind == Kind::kComma || kind == Kind::kPaired ? line_.closed_lines
                                                                              : line_.open_lines);
    }
    if (is_cut_ || end - line_start_ > kLongLine) {
      flush(line_start_);
      add_to_last_or_push(end);
    } else {
      pending_.add(line_);
      if (end - stretch_start_ >= kFull) flush(end);
    }
    line_ = Counts();
    line_start_ = end;
    is_cut_ = false;
  }

  // The short rest of a line that was cut belongs to its last piece.
  void add_to_last_or_push(std::size_t end) {
    if (is_cut_ && end - line_start_ <= kLongLine) {
      result_.stretches.back().end = end;
      result_.stretches.back().counts.add(line_);
    } else {
      result_.stretches.push_back({line_start_, end, line_});
    }
    stretch_start_ = end;
  }

  void flush(std::size_t end) {
    if (end > stretch_start_) result_.stretches.push_back({stretch_start_, end, pending_});
    pending_ = Counts();
    stretch_start_ = end;
  }

  const Alphabet& alphabet_;
  Measurement& result_;
  std::array<Entry, kBlock> entries_ = {};
  std::array<std::uint8_t, kBlock> levels_ = {};
  Counts line_;
  Counts pending_;  // of the short lines before this one
  Entry last_ = Entry(kLineEndId, Kind::kLineEnd);
  Entry last_visible_ = Entry(kSymbolId, Kind::kSymbol);
  std::size_t line_start_ = 0;
  std::size_t stretch_start_ = 0;  // of `pending_`
  std::size_t run_start_ = 0;
  bool is_cut_ = false;
};

}  // namespace

std::uint32_t Counts::han() const noexcept {
  return of(Kind::kRareHan) + of(Kind::kContent) + of(Kind::kDe) + of(Kind::kFunction) +
         of(Kind::kLessFunction);
}

std::uint32_t Counts::visible() const noexcept {
  std::uint32_t total = 0;
  for (const std::uint32_t count : kinds) total += count;
  return total - of(Kind::kBlank) - of(Kind::kLineEnd);
}

void Counts::add(const Counts& other) noexcept {
  for (std::size_t i = 0; i < kKinds; ++i) kinds[i] += other.kinds[i];
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    for (std::size_t i = 0; i < kLevels; ++i) pairs[k][i] += other.pairs[k][i];
  }
  for (std::size_t i = 0; i < kRuns; ++i) runs[i] += other.runs[i];
  open_lines += other.open_lines;
  closed_lines += other.closed_lines;
}

Measurement measure(AnyText text, const Spans& protected_spans, const Alphabet& alphabet) {
  Measurement result;
  Measurer measurer(alphabet, result);
  text.visit([&](auto view) {
    std::size_t at = 0;
    for (const auto& [start, end] : protected_spans) {
      measurer.read(view, at, start);
      measurer.skip(start, end);
      at = end;
    }
    measurer.read(view, at, view.size);
    measurer.finish(view.size);
  });
  return result;
}

}  // namespace textmend::gate
