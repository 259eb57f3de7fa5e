// Edits as values: kept sorted, applied, composed, inverted, and offsets mapped through them.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/text.hpp"

namespace textmend {

// Edits that overlap, run backwards or lie outside their text.
class EditError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// `origin` indexes the rules of the tables, or, from EditList::kOwnOrigins on, the list's own.
struct Step {
  std::uint32_t origin;
  float confidence;
};

// `[start, end)` of the text before, and what stands there after. `original` is what stood there,
// so that a list can be inverted without the text.
struct Edit {
  std::size_t start;
  std::size_t end;
  std::u32string original;
  std::u32string replacement;
  std::uint32_t first_step;
  std::uint32_t step_count;
};

// Sorted by start, not overlapping, at most one edit at an offset.
class EditList {
 public:
  static constexpr std::uint32_t kOwnOrigins = 1U << 16;

  struct Origin {
    std::string pass;
    std::string reason;
  };

  const std::vector<Edit>& edits() const noexcept { return edits_; }
  bool empty() const noexcept { return edits_.empty(); }
  std::size_t size() const noexcept { return edits_.size(); }
  const Step* steps(const Edit& edit) const noexcept { return &steps_[edit.first_step]; }
  const Origin& own_origin(std::uint32_t origin) const { return origins_.at(origin - kOwnOrigins); }

  void reserve(std::size_t count) {
    edits_.reserve(count);
    steps_.reserve(count);
  }
  // Appends an edit; it must lie behind the last one. Raises EditError.
  void append(std::size_t start, std::size_t end, std::u32string original,
              std::u32string replacement, const Step* steps, std::size_t step_count);
  void append(std::size_t start, std::size_t end, std::u32string original,
              std::u32string replacement, const std::vector<Step>& steps) {
    append(start, end, std::move(original), std::move(replacement), steps.data(), steps.size());
  }
  // Appends all edits of `other`, shifted by `offset`; they must lie behind the last one.
  void append_shifted(EditList&& other, std::size_t offset);
  // Leaves no edit, and the memory for as many as there were.
  void clear() noexcept;
  // An origin that no table knows, such as one read back from a file.
  std::uint32_t add_origin(const std::string& pass, const std::string& reason);

  // Length of the text after, given its length before.
  std::size_t mended_size(std::size_t original_size) const;
  // The list that undoes this one, on the text after.
  EditList inverted() const;

 private:
  void check_order(std::size_t start, std::size_t end) const;

  std::vector<Edit> edits_;
  std::vector<Step> steps_;
  std::vector<Origin> origins_;
};

// Offsets of the text before and after, mapped in logarithmic time.
class OffsetMap {
 public:
  explicit OffsetMap(const EditList& edits);

  // Inside a replaced span the offset is clamped to the length of the replacement; at an insertion
  // it stays in front of it.
  std::size_t to_mended(std::size_t offset) const;
  // Inside a replacement the offset is clamped to the length of the span.
  std::size_t to_original(std::size_t offset) const;

 private:
  struct Span {
    std::size_t start;
    std::size_t end;
    std::size_t mended_start;
    std::size_t mended_end;
  };
  std::vector<Span> spans_;
};

// Raises EditError if an edit lies outside the text.
void check_fit(const AnyText& text, const EditList& edits);

// The text after, in units of 4 bytes.
std::u32string apply(const AnyText& text, const EditList& edits);

// Bytes that a unit of the text after needs at most: those of the text before, or more where a
// replacement has a character beyond them.
int width_after(const AnyText& text, const EditList& edits);

// The text after, in units as wide as the view's; no replacement may need wider ones.
template <typename Unit>
std::vector<Unit> apply_in_units(TextView<Unit> view, const EditList& edits) {
  std::vector<Unit> result;
  result.reserve(edits.mended_size(view.size));
  const Unit* done = view.data;
  for (const Edit& edit : edits.edits()) {
    result.insert(result.end(), done, view.data + edit.start);
    for (const char32_t character : edit.replacement) {
      result.push_back(static_cast<Unit>(character));
    }
    done = view.data + edit.end;
  }
  result.insert(result.end(), done, view.data + view.size);
  return result;
}

// The single list that does on `text` what `first` does and then `second` does on the outcome.
// Edits that touch at one place become one with the steps of all; what comes out as it was drops.
EditList compose(const AnyText& text, const EditList& first, const EditList& second);
// The same, into a list whose memory is used again. It must be neither of the two.
void compose_into(EditList& result, const AnyText& text, const EditList& first,
                  const EditList& second);

}  // namespace textmend
