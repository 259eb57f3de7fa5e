#include "core/lexicon/match.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace textmend {

namespace {

bool comes_before(const Match& a, const Match& b) noexcept {
  if (a.end != b.end) return a.end > b.end;
  return std::tie(a.term, a.kind, a.distance) < std::tie(b.term, b.kind, b.distance);
}

bool is_same(const Match& a, const Match& b) noexcept {
  return a.start == b.start && a.end == b.end && a.term == b.term;
}

}  // namespace

void MatchSorter::sort(std::vector<Match>& matches, std::size_t size) {
  next_.assign(size, 0);
  for (const Match& match : matches) ++next_[match.start];
  // Each start's matches are filled in from the last, since the longest are mostly found last.
  std::uint32_t total = 0;
  for (std::uint32_t& count : next_) total = count += total;
  sorted_.resize(matches.size());
  for (const Match& match : matches) sorted_[--next_[match.start]] = match;
  // Insertion, since the few at one start are mostly in order.
  for (std::size_t i = 1; i < sorted_.size(); ++i) {
    const Match match = sorted_[i];
    std::size_t k = i;
    for (; k > 0 && sorted_[k - 1].start == match.start && comes_before(match, sorted_[k - 1]);
         --k) {
      sorted_[k] = sorted_[k - 1];
    }
    if (k != i) sorted_[k] = match;
  }
  matches.clear();
  std::unique_copy(sorted_.begin(), sorted_.end(), std::back_inserter(matches), is_same);
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
