// One line under repair, and what a pass may know and propose about it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/edits.hpp"
#include "core/survey.hpp"
#include "core/tables.hpp"

namespace textmend {

struct Options {
  double min_confidence = 0.9;
  enum class HanLatin { kAuto, kAdd, kRemove } han_latin = HanLatin::kAuto;
};

// Seen, not repaired. Offsets as in the text that the engine was given.
struct Suspicion {
  std::size_t start;
  std::size_t end;
  std::vector<std::u32string> alternatives;
  std::uint32_t origin;
};

// Which ASCII characters a text has, as a set of 128 bits. A pattern can only occur where all of
// its characters do, and a Chinese line has few, so that most questions are answered by this.
class AsciiSet {
 public:
  explicit constexpr AsciiSet(std::u32string_view text) noexcept {
    for (const char32_t c : text) add(c);
  }
  constexpr AsciiSet() noexcept = default;
  constexpr void add(char32_t c) noexcept {
    // Without a branch, since nothing tells where ASCII stands in Chinese text.
    const std::uint64_t bit = std::uint64_t{c < 0x80 ? 1U : 0U} << (c & 63);
    bits_[0] |= (c & 64) == 0 ? bit : 0;
    bits_[1] |= (c & 64) == 0 ? 0 : bit;
  }
  constexpr bool holds(char32_t c) const noexcept { return (bits_[c >> 6] >> (c & 63) & 1) != 0; }
  constexpr bool holds_any(const AsciiSet& other) const noexcept {
    return ((other.bits_[0] & bits_[0]) | (other.bits_[1] & bits_[1])) != 0;
  }
  constexpr bool holds(const AsciiSet& other) const noexcept {
    return (other.bits_[0] & ~bits_[0]) == 0 && (other.bits_[1] & ~bits_[1]) == 0;
  }

 private:
  std::uint64_t bits_[2] = {0, 0};
};

// The first from `i` that has one of the flags wanted, or the size.
std::size_t find_flags(const std::vector<Flags>& flags, Flags wanted, std::size_t i) noexcept;

// A line without its line end. `flags` and `locked` run beside `text`; a locked character is
// neither replaced nor removed, and nothing is put between two locked ones.
class Line {
 public:
  std::u32string text;
  std::vector<Flags> flags;
  std::vector<std::uint8_t> locked;
  Flags seen = 0;  // of all characters together
  Flags met = 0;   // that two neighbours have in common
  AsciiSet ascii;  // of the line, and perhaps of what edits have taken out of it

  // Works out `flags`, `seen`, `met` and `ascii` anew after `text` was set.
  void refresh(const Tables& tables);
  // Makes edits of this very line. What is put in is not locked.
  void apply(const EditList& edits, const Tables& tables);

  bool sees(Flags wanted) const noexcept { return (seen & wanted) != 0; }
  std::size_t size() const noexcept { return text.size(); }
  Flags flags_at(std::size_t i) const noexcept { return i < flags.size() ? flags[i] : 0; }
  Flags flags_before(std::size_t i) const noexcept { return i > 0 ? flags[i - 1] : 0; }
  char32_t at(std::size_t i) const noexcept { return i < text.size() ? text[i] : 0; }
  char32_t before(std::size_t i) const noexcept { return i > 0 ? text[i - 1] : 0; }
  bool has(std::size_t i, Flags wanted) const noexcept { return (flags_at(i) & wanted) != 0; }
  bool has_before(std::size_t i, Flags wanted) const noexcept {
    return (flags_before(i) & wanted) != 0;
  }
  // Offset of the next character from `i` that has one of these flags; size() where none has.
  std::size_t find(Flags wanted, std::size_t i) const noexcept {
    return find_flags(flags, wanted, i);
  }
  // Offset of the first character that is not blank.
  std::size_t indent() const noexcept;
  // One past the last character that is not blank.
  std::size_t content_end() const noexcept;
  std::size_t count(Flags wanted, std::size_t start, std::size_t end) const noexcept;
  std::size_t count(Flags wanted) const noexcept { return count(wanted, 0, size()); }

 private:
  void summarize_flags() noexcept;

  std::u32string next_text_;  // kept so that its memory is used again
  std::vector<Flags> next_flags_;
};

// Marks beside a text, as they stand after edits of the text; what is put in has none.
void follow(std::vector<std::uint8_t>& marks, const EditList& edits);

struct Recoding;

struct Context {
  const Tables& tables;
  const Survey& survey;
  const Options& options;
  const Recoding* recoding = nullptr;  // what the pass `encoding` needs, and no other
};

// More Han characters than Latin words: a Chinese sentence that may quote Latin. Locked words, such
// as those of a URL, do not count.
bool is_mostly_chinese(const Line& line);

// What a pass would do to a line. Proposals may come in any order; of two that overlap, the one
// made first wins.
class Proposals {
 public:
  Proposals(const Line& line, const Context& context) : line_(line), context_(context) {}

  void replace(std::size_t start, std::size_t end, std::u32string_view replacement, RuleId rule) {
    replace_by(start, end, replacement, context_.tables.rule_index(rule));
  }
  void replace_by(std::size_t start, std::size_t end, std::u32string_view replacement,
                  std::uint16_t rule);
  void remove(std::size_t start, std::size_t end, RuleId rule) { replace(start, end, U"", rule); }
  void suspect(std::size_t start, std::size_t end, RuleId rule) {
    suspect_by(start, end, context_.tables.rule_index(rule));
  }
  void suspect(std::size_t start, std::size_t end, RuleId rule,
               std::vector<std::u32string> alternatives) {
    suspicions_.push_back({start, end, std::move(alternatives), context_.tables.rule_index(rule)});
  }
  void suspect_by(std::size_t start, std::size_t end, std::uint16_t rule);

  bool empty() const noexcept { return proposed_.empty(); }
  // Makes them the only edits of a list: sorted, without overlaps.
  void move_to(EditList& edits);
  void clear() noexcept {
    proposed_.clear();
    suspicions_.clear();
  }
  std::vector<Suspicion>& suspicions() noexcept { return suspicions_; }

 private:
  struct Proposal {
    std::size_t start;
    std::size_t end;
    std::u32string replacement;
    std::uint16_t rule;
  };

  bool is_locked(std::size_t start, std::size_t end) const noexcept;

  const Line& line_;
  const Context& context_;
  std::vector<Proposal> proposed_;
  std::vector<Suspicion> suspicions_;
};

using LinePass = void (*)(const Line&, const Context&, Proposals&);

void propose_encoding(const Line& line, const Context& context, Proposals& proposals);
void propose_unicode(const Line& line, const Context& context, Proposals& proposals);
void propose_script(const Line& line, const Context& context, Proposals& proposals);
void propose_width(const Line& line, const Context& context, Proposals& proposals);
void propose_spacing(const Line& line, const Context& context, Proposals& proposals);
void propose_punctuation(const Line& line, const Context& context, Proposals& proposals);

// Lines that are not Chinese prose, which the passes after `unicode` leave alone.
bool is_foreign(const Line& line);  // Japanese or Korean
bool looks_like_code(const Line& line);
bool looks_like_table_row(const Line& line);

// Whether there may be anything for lock_literals to lock.
bool may_hold_literals(const Line& line) noexcept;
// Marks what must stay as it is in any text: URLs, addresses, inline code, tags, formulas.
void lock_literals(const Line& line, std::vector<std::uint8_t>& locked);

}  // namespace textmend
