#include "core/line.hpp"

#include <algorithm>
#include <cstring>
#include <tuple>
#include <utility>

#include "core/registers.hpp"

namespace textmend {

namespace {

bool keeps_length(const EditList& edits) {
  return std::all_of(edits.edits().begin(), edits.edits().end(), [](const Edit& edit) {
    return edit.replacement.size() == edit.end - edit.start;
  });
}

// The flags that any character of a line has, and those that any two neighbours share. A plain
// loop: the compiler makes it work on as many characters at once as registers hold.
TEXTMEND_ALWAYS_INLINE std::pair<Flags, Flags> flags_of(const std::vector<Flags>& flags) noexcept {
  Flags seen = flags.empty() ? 0 : flags[0];
  Flags met = 0;
  const Flags* const present = flags.data();
  for (std::size_t i = 1; i < flags.size(); ++i) {
    seen |= present[i];
    met |= present[i] & present[i - 1];
  }
  return {seen, met};
}

void add_ascii(std::u32string_view text, AsciiSet& found) noexcept {
  for (const char32_t c : text) found.add(c);
}

#if TEXTMEND_REGISTERS >= 1
TEXTMEND_WIDE std::pair<Flags, Flags> flags_of_wide(const std::vector<Flags>& flags) noexcept {
  return flags_of(flags);
}

TEXTMEND_WIDE void add_ascii_wide(std::u32string_view text, AsciiSet& found) noexcept {
  constexpr std::size_t kLanes = 8;
  const __m256i beyond = _mm256_set1_epi32(0x80);
  std::size_t i = 0;
  for (; i + kLanes <= text.size(); i += kLanes) {
    const auto* at = reinterpret_cast<const __m256i*>(text.data() + i);
    const __m256i below = _mm256_cmpgt_epi32(beyond, _mm256_loadu_si256(at));
    auto lanes = static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(below)));
    for (; lanes != 0; lanes &= lanes - 1) {
      found.add(text[i + static_cast<std::size_t>(__builtin_ctz(lanes))]);
    }
  }
  add_ascii(text.substr(i), found);
}
#endif

}  // namespace

// Most have none of the flags, so eight are looked at together.
std::size_t find_flags(const std::vector<Flags>& flags, Flags wanted, std::size_t i) noexcept {
  constexpr std::size_t kTogether = 8;
  const Flags* const at = flags.data();
  const std::size_t size = flags.size();
#if TEXTMEND_REGISTERS >= 1  // every such processor has these of 128 bits
  const __m128i mask = _mm_set1_epi32(static_cast<int>(wanted));
  const auto lacks = [&](std::size_t k) {
    const __m128i four = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + k));
    return _mm_cmpeq_epi32(_mm_and_si128(four, mask), _mm_setzero_si128());
  };
  for (; i + kTogether <= size; i += kTogether) {
    const int lacking = _mm_movemask_epi8(_mm_packs_epi32(lacks(i), lacks(i + kTogether / 2)));
    const unsigned having = ~static_cast<unsigned>(lacking) & 0xFFFFU;  // two bits each
    if (having != 0) return i + static_cast<std::size_t>(__builtin_ctz(having)) / 2;
  }
#else
  for (; i + kTogether <= size; i += kTogether) {
    Flags together = 0;
    for (std::size_t k = 0; k < kTogether; ++k) together |= at[i + k];
    if ((together & wanted) != 0) break;
  }
#endif
  while (i < size && (at[i] & wanted) == 0) ++i;
  return i;
}

void Line::refresh(const Tables& tables) {
  const std::size_t size = text.size();
  flags.resize(size);
  const char32_t* const characters = text.data();
  Flags* const out = flags.data();
  for (std::size_t i = 0; i < size; ++i) out[i] = tables.flags(characters[i]);
  summarize_flags();
  ascii = AsciiSet();
#if TEXTMEND_REGISTERS >= 1
  if (is_wide()) return add_ascii_wide(text, ascii);
#endif
  add_ascii(text, ascii);
}

void Line::summarize_flags() noexcept {
#if TEXTMEND_REGISTERS >= 1
  if (is_wide()) {
    std::tie(seen, met) = flags_of_wide(flags);
    return;
  }
#endif
  std::tie(seen, met) = flags_of(flags);
}

void Line::apply(const EditList& edits, const Tables& tables) {
  for (const Edit& edit : edits.edits()) add_ascii(edit.replacement, ascii);
  if (keeps_length(edits)) {  // as most do: a mark for a mark
    for (const Edit& edit : edits.edits()) {
      for (std::size_t i = edit.start; i < edit.end; ++i) {
        text[i] = edit.replacement[i - edit.start];
        flags[i] = tables.flags(text[i]);
      }
    }
    return summarize_flags();
  }
  next_text_.clear();
  next_flags_.clear();
  const auto copy = [this](std::size_t start, std::size_t end) {
    next_text_.append(text, start, end - start);
    next_flags_.insert(next_flags_.end(), flags.begin() + static_cast<std::ptrdiff_t>(start),
                       flags.begin() + static_cast<std::ptrdiff_t>(end));
  };
  std::size_t done = 0;
  for (const Edit& edit : edits.edits()) {
    copy(done, edit.start);
    next_text_ += edit.replacement;
    for (const char32_t character : edit.replacement) {
      next_flags_.push_back(tables.flags(character));
    }
    done = edit.end;
  }
  copy(done, text.size());
  text.swap(next_text_);
  flags.swap(next_flags_);
  follow(locked, edits);
  summarize_flags();
}

void follow(std::vector<std::uint8_t>& marks, const EditList& edits) {
  if (keeps_length(edits)) return;  // nothing marked is ever replaced
  if (marks.empty() || std::memchr(marks.data(), 1, marks.size()) == nullptr) {
    marks.assign(edits.mended_size(marks.size()), 0);
    return;
  }
  std::vector<std::uint8_t> result;
  result.reserve(edits.mended_size(marks.size()));
  auto done = marks.begin();
  for (const Edit& edit : edits.edits()) {
    result.insert(result.end(), done, marks.begin() + static_cast<std::ptrdiff_t>(edit.start));
    result.insert(result.end(), edit.replacement.size(), 0);
    done = marks.begin() + static_cast<std::ptrdiff_t>(edit.end);
  }
  result.insert(result.end(), done, marks.end());
  marks = std::move(result);
}

std::size_t Line::indent() const noexcept {
  std::size_t i = 0;
  while (has(i, kBlank)) ++i;
  return i;
}

std::size_t Line::content_end() const noexcept {
  std::size_t end = size();
  while (end > 0 && has(end - 1, kBlank)) --end;
  return end;
}

std::size_t Line::count(Flags wanted, std::size_t start, std::size_t end) const noexcept {
  end = std::min(end, size());
  // As wide as the flags, so that as many are counted at once as registers hold.
  Flags found = 0;
  for (std::size_t i = start; i < end; ++i) found += (flags[i] & wanted) != 0 ? 1 : 0;
  return found;
}

bool is_mostly_chinese(const Line& line) {
  if (!line.sees(kLatin)) return line.sees(kHan);
  std::size_t words = 0;
  for (std::size_t i = line.find(kLatin, 0); i < line.size(); i = line.find(kLatin, i + 1)) {
    if (line.locked[i] == 0 && !line.has_before(i, kLatin)) ++words;
  }
  return line.count(kHan) > words;
}

void Proposals::replace_by(std::size_t start, std::size_t end, std::u32string_view replacement,
                           std::uint16_t rule) {
  if (is_locked(start, end)) return;
  if (std::u32string_view(line_.text).substr(start, end - start) == replacement) return;
  if (context_.tables.rules()[rule].confidence < context_.options.min_confidence) {
    suspect_by(start, end, rule);
    suspicions_.back().alternatives.emplace_back(replacement);
    return;
  }
  proposed_.push_back({start, end, std::u32string(replacement), rule});
}

void Proposals::suspect_by(std::size_t start, std::size_t end, std::uint16_t rule) {
  suspicions_.push_back({start, end, {}, rule});
}

bool Proposals::is_locked(std::size_t start, std::size_t end) const noexcept {
  for (std::size_t i = start; i < end; ++i) {
    if (line_.locked[i] != 0) return true;
  }
  return start == end && start > 0 && start < line_.size() && line_.locked[start - 1] != 0 &&
         line_.locked[start] != 0;
}

void Proposals::move_to(EditList& edits) {
  const auto stands_before = [](const Proposal& a, const Proposal& b) { return a.start < b.start; };
  if (!std::is_sorted(proposed_.begin(), proposed_.end(), stands_before)) {
    std::stable_sort(proposed_.begin(), proposed_.end(), stands_before);
  }
  edits.clear();
  edits.reserve(proposed_.size());
  const auto& rules = context_.tables.rules();
  for (Proposal& proposal : proposed_) {
    if (!edits.empty()) {
      const Edit& last = edits.edits().back();
      if (proposal.start < last.end || proposal.start == last.start) continue;
    }
    const Step step{proposal.rule, static_cast<float>(rules[proposal.rule].confidence)};
    edits.append(proposal.start, proposal.end,
                 line_.text.substr(proposal.start, proposal.end - proposal.start),
                 std::move(proposal.replacement), &step, 1);
  }
}

}  // namespace textmend
