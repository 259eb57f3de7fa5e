#include "core/edits.hpp"

#include <algorithm>

namespace textmend {

namespace {

[[noreturn]] void fail(const std::string& what) { throw EditError(what); }

std::string span_name(std::size_t start, std::size_t end) {
  return "[" + std::to_string(start) + ", " + std::to_string(end) + ")";
}

}  // namespace

void EditList::append(std::size_t start, std::size_t end, std::u32string original,
                      std::u32string replacement, const Step* steps, std::size_t step_count) {
  if (start > end || original.size() != end - start) {
    fail("The edit at " + span_name(start, end) + " does not fit the text that it replaces.");
  }
  check_order(start, end);
  const auto first_step = static_cast<std::uint32_t>(steps_.size());
  steps_.insert(steps_.end(), steps, steps + step_count);
  edits_.push_back({start, end, std::move(original), std::move(replacement), first_step,
                    static_cast<std::uint32_t>(step_count)});
}

void EditList::check_order(std::size_t start, std::size_t end) const {
  if (edits_.empty() || (start >= edits_.back().end && start != edits_.back().start)) return;
  fail("The edit at " + span_name(start, end) + " overlaps or shares its start with the one at " +
       span_name(edits_.back().start, edits_.back().end) + ": sort edits and merge such pairs.");
}

void EditList::append_shifted(EditList&& other, std::size_t offset) {
  if (other.empty()) return;
  check_order(other.edits_[0].start + offset, other.edits_[0].end + offset);
  const auto first_step = static_cast<std::uint32_t>(steps_.size());
  for (Step& step : other.steps_) {
    if (step.origin >= kOwnOrigins) {
      const Origin& origin = other.own_origin(step.origin);
      step.origin = add_origin(origin.pass, origin.reason);
    }
  }
  steps_.insert(steps_.end(), other.steps_.begin(), other.steps_.end());
  for (Edit& edit : other.edits_) {
    edit.start += offset;
    edit.end += offset;
    edit.first_step += first_step;
    edits_.push_back(std::move(edit));
  }
}

void EditList::clear() noexcept {
  edits_.clear();
  steps_.clear();
  origins_.clear();
}

std::uint32_t EditList::add_origin(const std::string& pass, const std::string& reason) {
  const auto same = [&](const Origin& origin) {
    return origin.pass == pass && origin.reason == reason;
  };
  const auto found = std::find_if(origins_.begin(), origins_.end(), same);
  const auto index = static_cast<std::uint32_t>(found - origins_.begin());
  if (found == origins_.end()) origins_.push_back({pass, reason});
  return kOwnOrigins + index;
}

std::size_t EditList::mended_size(std::size_t original_size) const {
  std::size_t size = original_size;
  for (const Edit& edit : edits_) size = size + edit.replacement.size() - (edit.end - edit.start);
  return size;
}

OffsetMap::OffsetMap(const EditList& edits) {
  spans_.reserve(edits.size());
  std::size_t shift = 0;  // mended minus original offset, modulo 2^64
  for (const Edit& edit : edits.edits()) {
    const std::size_t start = edit.start + shift;
    spans_.push_back({edit.start, edit.end, start, start + edit.replacement.size()});
    shift = shift + edit.replacement.size() - (edit.end - edit.start);
  }
}

std::size_t OffsetMap::to_mended(std::size_t offset) const {
  const auto next =
      std::lower_bound(spans_.begin(), spans_.end(), offset,
                       [](const Span& span, std::size_t value) { return span.start < value; });
  if (next == spans_.begin()) return offset;
  const Span& span = *(next - 1);
  if (offset < span.end) {
    return span.mended_start + std::min(offset - span.start, span.mended_end - span.mended_start);
  }
  return offset - span.end + span.mended_end;
}

std::size_t OffsetMap::to_original(std::size_t offset) const {
  const auto next = std::lower_bound(
      spans_.begin(), spans_.end(), offset,
      [](const Span& span, std::size_t value) { return span.mended_start < value; });
  if (next == spans_.begin()) return offset;
  const Span& span = *(next - 1);
  if (offset < span.mended_end) {
    return span.start + std::min(offset - span.mended_start, span.end - span.start);
  }
  return offset - span.mended_end + span.end;
}

EditList EditList::inverted() const {
  EditList result;
  result.steps_ = steps_;
  result.origins_ = origins_;
  result.edits_.reserve(edits_.size());
  std::size_t shift_in = 0;
  std::size_t shift_out = 0;
  for (const Edit& edit : edits_) {
    const std::size_t start = edit.start - shift_in + shift_out;
    result.edits_.push_back({start, start + edit.replacement.size(), edit.replacement,
                             edit.original, edit.first_step, edit.step_count});
    shift_in += edit.end - edit.start;
    shift_out += edit.replacement.size();
  }
  return result;
}

void check_fit(const AnyText& text, const EditList& edits) {
  if (edits.empty() || edits.edits().back().end <= text.size()) return;
  const Edit& last = edits.edits().back();
  fail("The edit at " + span_name(last.start, last.end) + " lies outside the text of " +
       std::to_string(text.size()) + " code points.");
}

int width_after(const AnyText& text, const EditList& edits) {
  char32_t highest = 0;
  for (const Edit& edit : edits.edits()) {
    for (const char32_t character : edit.replacement) highest = std::max(highest, character);
  }
  return std::max(text.width(), highest > 0xFFFF ? 4 : highest > 0xFF ? 2 : 1);
}

std::u32string apply(const AnyText& text, const EditList& edits) {
  check_fit(text, edits);
  std::u32string result;
  result.reserve(edits.mended_size(text.size()));
  std::size_t done = 0;
  for (const Edit& edit : edits.edits()) {
    text.append_to(result, done, edit.start);
    result += edit.replacement;
    done = edit.end;
  }
  text.append_to(result, done, text.size());
  return result;
}

namespace {

// Edits of both lists that touch, from the text before the first list to the text after the
// second. Offsets named `middle` count in the text between the two.
class Cluster {
 public:
  Cluster(const AnyText& text, const EditList& first, const EditList& second, EditList& result)
      : text_(text), first_(first), second_(second), result_(result) {}

  void run() {
    result_.reserve(first_.size() + second_.size());
    while (i_ < first_.size() || j_ < second_.size()) grow_one();
  }

 private:
  const Edit& a() const { return first_.edits()[i_]; }
  const Edit& b() const { return second_.edits()[j_]; }
  std::size_t a_middle() const { return a().start + shift_; }

  void grow_one() {
    const bool from_first = j_ == second_.size() || (i_ < first_.size() && a_middle() <= b().start);
    start_ = from_first ? a().start : b().start - shift_;
    middle_start_ = from_first ? a_middle() : b().start;
    middle_end_ = middle_start_;
    first_begin_ = i_;
    second_begin_ = j_;
    if (from_first) {
      take_first();
    } else {
      take_second();
    }
    while (joins_first() || joins_second()) {
      if (joins_first()) {
        take_first();
      } else {
        take_second();
      }
    }
    finish();
  }

  // Whether the next edit of a list touches the cluster: it begins inside it, or at its very start.
  // Deletions of the first list side by side meet at one offset of the text between; what the
  // second list does there goes to the last of them.
  bool joins_first() const {
    return i_ < first_.size() && (a_middle() < middle_end_ || (meets_first() && has_second()));
  }
  bool meets_first() const { return i_ < first_.size() && a_middle() == middle_start_; }
  bool has_second() const { return j_ > second_begin_; }
  // The last case: it stands right behind an insertion of the first list, so that both would start
  // at one offset of the text before.
  bool joins_second() const {
    if (meets_first() && !has_second()) return false;
    return j_ < second_.size() && (b().start < middle_end_ || b().start == middle_start_ ||
                                   (b().start == middle_end_ && b().start - shift_ == start_));
  }

  void take_first() {
    const Edit& edit = a();
    middle_end_ = std::max(middle_end_, a_middle() + edit.replacement.size());
    shift_ = shift_ + edit.replacement.size() - (edit.end - edit.start);
    ++i_;
  }

  void take_second() {
    middle_end_ = std::max(middle_end_, b().end);
    ++j_;
  }

  void finish() {
    const std::size_t end = middle_end_ - shift_;  // in the text before
    steps_.clear();
    for (std::size_t k = first_begin_; k < i_; ++k) add_steps(first_, first_.edits()[k]);
    for (std::size_t k = second_begin_; k < j_; ++k) add_steps(second_, second_.edits()[k]);
    if (i_ - first_begin_ + j_ - second_begin_ == 1) {  // alone, as most are
      const bool from_first = i_ > first_begin_;
      const Edit& edit = from_first ? first_.edits()[first_begin_] : second_.edits()[second_begin_];
      if (edit.original != edit.replacement) {
        result_.append(start_, end, edit.original, edit.replacement, steps_);
      }
      return;
    }
    std::u32string original = text_.slice(start_, end);
    std::u32string outcome = write_second(write_middle(end));
    if (outcome != original) {
      result_.append(start_, end, std::move(original), std::move(outcome), steps_);
    }
  }

  // The text between the two lists, from the start of the cluster to its end.
  std::u32string write_middle(std::size_t end) const {
    std::u32string middle;
    std::size_t done = start_;
    for (std::size_t k = first_begin_; k < i_; ++k) {
      const Edit& edit = first_.edits()[k];
      text_.append_to(middle, done, edit.start);
      middle += edit.replacement;
      done = edit.end;
    }
    text_.append_to(middle, done, end);
    return middle;
  }

  std::u32string write_second(const std::u32string& middle) const {
    std::u32string outcome;
    std::size_t done = middle_start_;
    for (std::size_t k = second_begin_; k < j_; ++k) {
      const Edit& edit = second_.edits()[k];
      outcome.append(middle, done - middle_start_, edit.start - done);
      outcome += edit.replacement;
      done = edit.end;
    }
    outcome.append(middle, done - middle_start_, std::u32string::npos);
    return outcome;
  }

  void add_steps(const EditList& list, const Edit& edit) {
    const Step* const steps = list.steps(edit);
    for (std::uint32_t k = 0; k < edit.step_count; ++k) {
      steps_.push_back(steps[k]);
      if (steps[k].origin < EditList::kOwnOrigins) continue;
      const EditList::Origin& origin = list.own_origin(steps[k].origin);
      steps_.back().origin = result_.add_origin(origin.pass, origin.reason);
    }
  }

  const AnyText& text_;
  const EditList& first_;
  const EditList& second_;
  EditList& result_;
  std::size_t i_ = 0;
  std::size_t j_ = 0;
  std::size_t shift_ = 0;  // middle offset minus offset before, modulo 2^64
  std::size_t start_ = 0;
  std::size_t middle_start_ = 0;
  std::size_t middle_end_ = 0;
  std::size_t first_begin_ = 0;  // of the edits that belong to the cluster
  std::size_t second_begin_ = 0;
  std::vector<Step> steps_;
};

}  // namespace

EditList compose(const AnyText& text, const EditList& first, const EditList& second) {
  if (second.empty()) return first;
  if (first.empty()) return second;
  EditList result;
  compose_into(result, text, first, second);
  return result;
}

void compose_into(EditList& result, const AnyText& text, const EditList& first,
                  const EditList& second) {
  result.clear();
  Cluster(text, first, second, result).run();
}

}  // namespace textmend
