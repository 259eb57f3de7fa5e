// The pass `width`: marks take the width of the script around them, letters and digits are
// half-width. GB/T 15834-2011 says which mark; dictionaries/rules.tsv names the clause of each
// rule.
#include "core/passes/width.hpp"

namespace textmend {

WidthLine::WidthLine(const Line& line, const Context& context, Proposals& proposals)
    : line_(line),
      context_(context),
      proposals_(proposals),
      work_(line.text),
      flags_(line.flags),
      is_chinese_(is_mostly_chinese(line)) {
  first_han_ = 0;
  while (first_han_ < size() && !has(first_han_, kHan)) ++first_han_;
}

std::size_t WidthLine::solid_before(std::size_t i) const noexcept {
  while (i > 0) {
    if (!has(--i, kBlank)) return i;
  }
  return kNone;
}

std::size_t WidthLine::solid_after(std::size_t i) const noexcept {
  for (++i; i < size(); ++i) {
    if (!has(i, kBlank)) return i;
  }
  return kNone;
}

bool WidthLine::chinese_before(std::size_t i) const noexcept {
  const std::size_t k = solid_before(i);
  return k != kNone && has(k, kChinese);
}

bool WidthLine::chinese_after(std::size_t i) const noexcept {
  const std::size_t k = solid_after(i);
  return k != kNone && has(k, kChinese);
}

bool WidthLine::contains_han(std::size_t start, std::size_t end) const {
  if (end > start + kShortLook) {
    if (han_before_.empty()) count_han();
    return han_before_[end] > han_before_[start];
  }
  for (std::size_t i = start; i < end; ++i) {
    if (has(i, kHan)) return true;
  }
  return false;
}

void WidthLine::count_han() const {
  han_before_.reserve(size() + 1);
  han_before_.push_back(0);
  for (std::size_t i = 0; i < size(); ++i) {
    han_before_.push_back(han_before_.back() + (has(i, kHan) ? 1 : 0));
  }
}

void WidthLine::turn(std::size_t i, char32_t full, RuleId rule) {
  replace(i, i + 1, std::u32string_view(&full, 1), rule);
}

void WidthLine::replace(std::size_t start, std::size_t end, std::u32string_view with, RuleId rule) {
  for (std::size_t i = start; i < end; ++i) {
    if (locked(i)) return;
  }
  proposals_.replace(start, end, with, rule);
  // Of a replacement by another length the working copy keeps the last character throughout, which
  // is all that its neighbours ask for.
  for (std::size_t i = start; i < end; ++i) {
    const std::size_t k = i - start;
    work_[i] = end - start == with.size() ? with[k] : with.back();
    flags_[i] = context_.tables.flags(work_[i]);
  }
}

void propose_width(const Line& line, const Context& context, Proposals& proposals) {
  if (line.sees(kHan) && !line.sees(kFold | kHalfMark)) return;
  WidthLine width_line(line, context, proposals);
  if (!line.sees(kHan)) {
    fold_forms(width_line);
    turn_latin(width_line);
    return;
  }
  fold_forms(width_line);
  turn_pairs(width_line);
  turn_marks(width_line);
}

}  // namespace textmend
