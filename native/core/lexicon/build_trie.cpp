#include <algorithm>

#include "core/lexicon/records.hpp"

namespace textmend {

namespace {

// The keys below a node: a range of the sorted members, and how much of them leads to it.
struct Below {
  std::uint32_t first;
  std::uint32_t last;
  std::uint32_t depth;
};

class TrieBuilder {
 public:
  TrieBuilder(const CodeStrings& keys, const std::vector<std::uint32_t>& members,
              const std::vector<char>& itself)
      : keys_(keys), members_(members), itself_(itself) {}

  void build(std::size_t codes) {
    roots_.assign(codes, 0);
    nodes_.emplace_back();
    below_.push_back({0, static_cast<std::uint32_t>(members_.size()), 0});
    for (std::size_t i = 0; i < nodes_.size(); ++i) expand(i);
    groups_.push_back(static_cast<std::uint32_t>(order_.size()));
    nodes_.push_back({static_cast<std::uint32_t>(nodes_.size()), 0, 0});
    count_ends();
    build_pairs();
  }

  std::vector<std::uint32_t> order() && { return std::move(order_); }

  void write(const std::string& name, SectionBytes& sections) const {
    sections[name + "." + kTrieNodes] = to_bytes(nodes_);
    sections[name + "." + kTrieRoots] = to_bytes(roots_);
    sections[name + "." + kTriePairs] = to_bytes(pairs_);
    sections[name + "." + kTriePairBits] = to_bytes(pair_bits_);
    sections[name + "." + kTrieEnds] = to_bytes(ends_);
    sections[name + "." + kTrieGroups] = to_bytes(groups_);
  }

 private:
  Code code_at(std::uint32_t member, std::uint32_t depth) const {
    return keys_.begin(members_[member])[depth];
  }

  void expand(std::size_t node) {
    auto [first, last, depth] = below_[node];
    nodes_[node].first_child = static_cast<std::uint32_t>(nodes_.size());
    const std::uint32_t start = first;
    // Shorter keys are sorted first.
    while (first < last && keys_.length(members_[first]) == depth) ++first;
    if (first > start) {
      nodes_[node].flags = kEnd;
      if (itself_[members_[start]] != 0) nodes_[node].flags |= kItself;
      groups_.push_back(static_cast<std::uint32_t>(order_.size()));
      order_.insert(order_.end(), members_.begin() + start, members_.begin() + first);
    }
    while (first < last) {
      const Code code = code_at(first, depth);
      std::uint32_t next = first + 1;
      while (next < last && code_at(next, depth) == code) ++next;
      if (depth == 0) roots_[code] = static_cast<std::uint32_t>(nodes_.size());
      nodes_.push_back({0, code, 0});
      below_.push_back({first, next, depth + 1});
      first = next;
    }
  }

  void count_ends() {
    const std::size_t count = nodes_.size() - 1;
    ends_.resize(count / 64 + 1);
    std::uint32_t total = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (i % 64 == 0) ends_[i / 64].before = total;
      if ((nodes_[i].flags & kEnd) == 0) continue;
      ends_[i / 64].bits |= std::uint64_t{1} << i % 64;
      ++total;
    }
    if (count % 64 == 0) ends_[count / 64].before = total;
  }

  void build_pairs() {
    std::vector<PairSlot> found;
    for (const std::uint32_t root : roots_) {
      if (root == 0) continue;
      for (std::uint32_t k = nodes_[root].first_child; k < nodes_[root + 1].first_child; ++k) {
        const TrieNode& node = nodes_[k];
        const std::uint32_t children = nodes_[k + 1].first_child - node.first_child;
        found.push_back({pair_key(nodes_[root].code, node.code), k, node.first_child,
                         static_cast<std::uint16_t>(children), node.flags});
      }
    }
    pairs_.resize(power_of_two(found.size() + found.size() / 2 + 1));
    // Some sixteen bits a pair, but small enough for the second-level cache.
    pair_bits_.resize(std::min<std::size_t>(power_of_two(found.size() / 4), 32768));
    const std::size_t bits = pair_bits_.size() * 64 - 1;
    const std::size_t mask = pairs_.size() - 1;
    for (const PairSlot& slot : found) {
      const std::uint64_t hash = scrambled(slot.key);
      std::size_t at = hash & mask;
      while (pairs_[at].key != 0) at = (at + 1) & mask;
      pairs_[at] = slot;
      const std::size_t bit = (hash >> 20) & bits;
      pair_bits_[bit / 64] |= std::uint64_t{1} << bit % 64;
    }
  }

  const CodeStrings& keys_;
  const std::vector<std::uint32_t>& members_;
  const std::vector<char>& itself_;
  std::vector<std::uint32_t> order_;
  std::vector<Below> below_;
  std::vector<TrieNode> nodes_;
  std::vector<std::uint32_t> roots_;
  std::vector<PairSlot> pairs_;
  std::vector<std::uint64_t> pair_bits_;
  std::vector<EndBlock> ends_;
  std::vector<std::uint32_t> groups_;
};

}  // namespace

std::vector<std::uint32_t> build_trie(const std::string& name, const CodeStrings& keys,
                                      const std::vector<std::uint32_t>& members,
                                      const std::vector<char>& itself, std::size_t codes,
                                      SectionBytes& sections) {
  TrieBuilder builder(keys, members, itself);
  builder.build(codes);
  builder.write(name, sections);
  return std::move(builder).order();
}

}  // namespace textmend
