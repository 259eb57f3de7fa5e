#include "core/line.hpp"

#include <algorithm>

namespace textmend {

void Line::refresh(const Tables& tables) {
  flags.resize(text.size());
  seen = met = 0;
  ascii = AsciiSet();
  Flags before = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    flags[i] = tables.flags(text[i]);
    seen |= flags[i];
    met |= flags[i] & before;
    before = flags[i];
    ascii.add(text[i]);
  }
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
  const auto begin = flags.begin();
  return static_cast<std::size_t>(
      std::count_if(begin + static_cast<std::ptrdiff_t>(start),
                    begin + static_cast<std::ptrdiff_t>(std::min(end, size())),
                    [wanted](Flags present) { return (present & wanted) != 0; }));
}

bool is_mostly_chinese(const Line& line) {
  if (!line.sees(kLatin)) return line.sees(kHan);
  std::size_t words = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line.has(i, kLatin) && line.locked[i] == 0 && !line.has_before(i, kLatin)) ++words;
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

EditList Proposals::take() {
  std::stable_sort(proposed_.begin(), proposed_.end(),
                   [](const Proposal& a, const Proposal& b) { return a.start < b.start; });
  EditList edits;
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
  return edits;
}

}  // namespace textmend
