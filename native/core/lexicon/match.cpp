#include "core/lexicon/match.hpp"

#include <algorithm>
#include <tuple>

namespace textmend {

namespace {

bool comes_before(const Match& a, const Match& b) noexcept {
  if (a.end != b.end) return a.end > b.end;
  return std::tie(a.term, a.kind, a.distance) < std::tie(b.term, b.kind, b.distance);
}

constexpr std::size_t kMany = 32;  // matches at one start

bool is_same(const Match& a, const Match& b) noexcept {
  return a.start == b.start && a.end == b.end && a.term == b.term;
}

}  // namespace

void MatchSorter::sort(std::vector<Match>& matches, std::size_t text_size) {
  next_.assign(text_size, 0);
  for (const Match& match : matches) ++next_[match.start];
  // Each start's matches are filled in from the last, since the longest are mostly found last.
  std::uint32_t total = 0;
  for (std::uint32_t& count : next_) total = count += total;
  sorted_.resize(matches.size());
  for (const Match& match : matches) sorted_[--next_[match.start]] = match;
  // Insertion, since the few at one start are mostly in order; many, as a list of terms that hardly
  // differ has, are put in order before. Those of one term stand side by side.
  for (std::size_t first = 0, last = 0; first < sorted_.size(); first = last) {
    while (last < sorted_.size() && sorted_[last].start == sorted_[first].start) ++last;
    if (last - first < kMany) continue;
    std::sort(sorted_.begin() + static_cast<std::ptrdiff_t>(first),
              sorted_.begin() + static_cast<std::ptrdiff_t>(last), comes_before);
  }
  std::size_t size = 0;
  for (const Match match : sorted_) {
    std::size_t k = size;
    while (k > 0 && sorted_[k - 1].start == match.start && comes_before(match, sorted_[k - 1])) --k;
    if (k > 0 && is_same(match, sorted_[k - 1])) continue;
    if (k < size && is_same(match, sorted_[k])) {
      sorted_[k] = match;
      continue;
    }
    for (std::size_t at = size; at > k; --at) sorted_[at] = sorted_[at - 1];
    sorted_[k] = match;
    ++size;
  }
  sorted_.resize(size);
  matches.swap(sorted_);
}

void MatchChooser::add(const std::vector<Match>& matches) {
  pending_.insert(pending_.end(), matches.begin(), matches.end());
}

void MatchChooser::choose(bool is_end, std::vector<Match>& chosen) {
  // What ends before another begins, and all before it do, depends on nothing behind.
  std::size_t count = is_end ? pending_.size() : 0;
  std::uint32_t reach = 0;
  for (std::size_t i = 0; i < pending_.size() && !is_end; ++i) {
    if (pending_[i].start >= reach) count = i;
    reach = std::max(reach, pending_[i].end);
  }
  if (count == 0) return;
  choose_among(count, chosen);
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(count));
}

void MatchChooser::choose_among(std::size_t count, std::vector<Match>& chosen) {
  constexpr std::uint32_t kNone = 0xFFFFFFFFU;
  const std::uint32_t first = pending_[0].start;
  std::uint32_t last = first;
  for (std::size_t i = 0; i < count; ++i) last = std::max(last, pending_[i].end);
  // From each position on: the weight of the best choice, and the match that it starts with.
  best_.assign(last - first + 1, 0);
  choice_.assign(last - first + 1, kNone);
  std::size_t at = count;
  for (std::size_t position = last - first; position-- > 0;) {
    best_[position] = best_[position + 1];
    for (; at > 0 && pending_[at - 1].start - first == position; --at) {
      const Match& match = pending_[at - 1];
      const std::int64_t weight = match.weight + best_[match.end - first];
      // Where two weigh the same, the one that starts first and is longer: it is seen later.
      if (match.weight > 0 && weight >= best_[position]) {
        best_[position] = weight;
        choice_[position] = static_cast<std::uint32_t>(at - 1);
      }
    }
  }
  for (std::size_t position = 0; position < last - first;) {
    if (choice_[position] == kNone) {
      ++position;
      continue;
    }
    chosen.push_back(pending_[choice_[position]]);
    position = chosen.back().end - first;
  }
}

}  // namespace textmend
