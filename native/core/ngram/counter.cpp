#include "core/ngram/counter.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/model/error.hpp"

namespace textmend {

namespace {

// White space that no line begins or ends with: what Python's `str.strip` removes.
bool is_blank(char32_t c) noexcept {
  return c == U' ' || (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F) || c == 0x85 ||
         c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x3000;
}

// How often a line counts, so that over many lines it is `weight` thousandths on average.
std::uint32_t times_of(std::uint64_t line, std::uint32_t weight) noexcept {
  return static_cast<std::uint32_t>((line + 1) * weight / 1000 - line * weight / 1000);
}

// Makes the tree out of sorted n-grams of the highest order. At any time one n-gram of each order
// is open; when the next one ends otherwise, those that ended are closed, longest first.
class TreeBuilder {
 public:
  TreeBuilder(std::size_t order, std::size_t vocabulary_size,
              const std::vector<std::uint32_t>& cut_offs)
      : order_(order), cut_offs_(cut_offs) {
    counts_.levels.resize(order);
    counts_.of_counts.resize(order, CountsOfCounts{});
    GramLevel& unigrams = counts_.levels[0];
    for (std::size_t id = 0; id < vocabulary_size; ++id) {
      unigrams.append(static_cast<Id>(id), 0, 0);
    }
  }

  void take(const GramRecord& record) {
    std::size_t same = 0;
    while (same < depth_ && record.id(same) == ids_[same]) ++same;
    while (depth_ > same) close();
    for (; depth_ < order_ && record.id(depth_) != kPadId; ++depth_) {
      ids_[depth_] = record.id(depth_);
      open_[depth_] = {};
    }
    open_[depth_ - 1].count += record.count();
  }

  NgramCounts finish() {
    while (depth_ > 0) close();
    return std::move(counts_);
  }

 private:
  struct Open {
    std::uint64_t count = 0;
    std::uint64_t before = 0;  // how many different characters stand before it
  };

  void close() {
    const std::size_t order = depth_--;
    const Open& closed = open_[order - 1];
    const Id first = ids_[order - 1];
    const bool whole = order == order_ || begins_line(order, first);
    note(counts_.of_counts[order - 1], whole ? closed.count : closed.before);
    if (order > 1) {
      open_[order - 2].count += closed.count;
      ++open_[order - 2].before;
    }
    const auto count = static_cast<std::uint32_t>(std::min<std::uint64_t>(closed.count, kNoGram));
    if (order == 1) {
      counts_.levels[0].count[first] = count;
    } else if (count > cut_offs_[order - 1]) {
      // The one below is still open, and will be the next to be appended there.
      const std::size_t suffix = order == 2 ? ids_[0] : counts_.levels[order - 2].size();
      counts_.levels[order - 1].append(first, static_cast<std::uint32_t>(suffix), count);
    }
  }

  static void note(CountsOfCounts& of_counts, std::uint64_t adjusted) noexcept {
    if (adjusted >= 1 && adjusted <= of_counts.size()) ++of_counts[adjusted - 1];
  }

  std::size_t order_;
  const std::vector<std::uint32_t>& cut_offs_;
  NgramCounts counts_;
  std::size_t depth_ = 0;
  std::array<Id, kMostOrder> ids_ = {};
  std::array<Open, kMostOrder> open_ = {};
};

}  // namespace

NgramCounter::NgramCounter(const Vocabulary& vocabulary, std::size_t order,
                           const std::string& folder, std::size_t bytes)
    : vocabulary_(vocabulary), order_(order), sorter_(folder, bytes) {
  if (order < 1 || order > kMostOrder) {
    throw ModelFileError("The order of an n-gram model is 1 to 6; choose one of these.");
  }
}

std::uint64_t NgramCounter::add(AnyText text, std::uint32_t weight, std::uint64_t first_line) {
  std::uint64_t line = first_line;
  text.visit([&](auto view) {
    for (std::size_t start = 0; start < view.size; ++line) {
      std::size_t end = start;
      while (end < view.size && view[end] != U'\n') ++end;
      add_line(view, start, end, times_of(line, weight));
      start = end + 1;
    }
  });
  return line;
}

template <typename Text>
void NgramCounter::add_line(Text text, std::size_t start, std::size_t end, std::uint32_t times) {
  while (start < end && is_blank(text[start])) ++start;
  while (start < end && is_blank(text[end - 1])) --end;
  if (start == end || times == 0) return;
  GramRecord record = GramRecord{0, 0}.followed_by(kLineEndId);
  const auto count = [&](Id id) {
    record = record.followed_by(id).cut_to(order_);
    sorter_.add({record.late, record.early | times});
  };
  for (std::size_t i = start; i < end; ++i) count(vocabulary_.id(text[i]));
  count(kLineEndId);
}

NgramCounts NgramCounter::finish(const std::vector<std::uint32_t>& cut_offs) {
  if (cut_offs.size() != order_ || cut_offs[0] != 0 ||
      !std::is_sorted(cut_offs.begin(), cut_offs.end())) {
    throw ModelFileError(
        "Cut-offs are one for each order, 0 for the first and never falling; correct them.");
  }
  TreeBuilder builder(order_, vocabulary_.size(), cut_offs);
  sorter_.merge([&](const GramRecord& record) { builder.take(record); });
  return builder.finish();
}

}  // namespace textmend
