// Shared by the parts of the pass `width`: the line as decided so far.
#pragma once

#include "core/line.hpp"

namespace textmend {

// Decisions lean on their neighbours, and a neighbour may itself be about to become full-width. So
// each part writes what it decided into a working copy, one character for one, beside proposing it.
class WidthLine {
 public:
  WidthLine(const Line& line, const Context& context, Proposals& proposals);

  const Line& line() const noexcept { return line_; }
  const Context& context() const noexcept { return context_; }
  std::size_t size() const noexcept { return work_.size(); }
  char32_t at(std::size_t i) const noexcept { return i < work_.size() ? work_[i] : 0; }
  Flags flags(std::size_t i) const noexcept { return i < flags_.size() ? flags_[i] : 0; }
  bool has(std::size_t i, Flags wanted) const noexcept { return (flags(i) & wanted) != 0; }
  std::size_t find(Flags wanted, std::size_t i) const noexcept {
    return find_flags(flags_, wanted, i);
  }
  bool locked(std::size_t i) const noexcept { return line_.locked[i] != 0; }

  // Index of the nearest character that is not blank; kNone at the line edge.
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::size_t solid_before(std::size_t i) const noexcept;
  std::size_t solid_after(std::size_t i) const noexcept;
  // Whether the nearest solid neighbour is Chinese: a Han character or a full-width mark.
  bool chinese_before(std::size_t i) const noexcept;
  bool chinese_after(std::size_t i) const noexcept;
  // Whether a Han character stands anywhere in front of `i`.
  bool han_in_front(std::size_t i) const noexcept { return i > first_han_; }
  // See is_mostly_chinese.
  bool is_chinese() const noexcept { return is_chinese_; }
  // For `end` up to the size of the line.
  bool contains_han(std::size_t start, std::size_t end) const;

  void turn(std::size_t i, char32_t full, RuleId rule);
  void replace(std::size_t start, std::size_t end, std::u32string_view with, RuleId rule);
  void suspect(std::size_t start, std::size_t end, RuleId rule) {
    proposals_.suspect(start, end, rule);
  }

 private:
  const Line& line_;
  const Context& context_;
  Proposals& proposals_;
  std::u32string work_;
  std::vector<Flags> flags_;
  std::size_t first_han_ = kNone;
  // How many Han stand in front of each character; made when pairs span more than a short look, so
  // that pairs within pairs are not searched again and again.
  static constexpr std::size_t kShortLook = 64;
  mutable std::vector<std::size_t> han_before_;
  void count_han() const;
  const bool is_chinese_;
};

// Brackets, quotation marks, title marks.
void turn_pairs(WidthLine& line);
// Comma, semicolon, colon, question and exclamation mark, full stop, ellipsis, dash.
void turn_marks(WidthLine& line);
// Full-width letters and digits, small forms, look-alikes of the middle dot.
void fold_forms(WidthLine& line);
// Full-width marks in a line of Latin text.
void turn_latin(WidthLine& line);

}  // namespace textmend
