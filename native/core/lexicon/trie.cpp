#include "core/lexicon/trie.hpp"

#include <algorithm>

namespace textmend {

namespace {

bool is_power_of_two(std::size_t size) noexcept { return size != 0 && (size & (size - 1)) == 0; }

}  // namespace

Trie::Trie(const Sections& sections, const std::string& name, std::size_t codes)
    : nodes_(sections.records<TrieNode>(name + "." + kTrieNodes)),
      roots_(sections.records<std::uint32_t>(name + "." + kTrieRoots)),
      pairs_(sections.records<PairSlot>(name + "." + kTriePairs)),
      pair_bits_(sections.records<std::uint64_t>(name + "." + kTriePairBits)),
      ends_(sections.records<EndBlock>(name + "." + kTrieEnds)),
      groups_(sections.records<std::uint32_t>(name + "." + kTrieGroups)) {
  check(sections, codes);
  check_nodes(sections);
  is_simple_ = groups_[groups_.size - 1] == groups_.size - 1;
  has_single_ = std::any_of(roots_.begin(), roots_.end(), [this](std::uint32_t node) {
    return node != 0 && (nodes_[node].flags & kEnd) != 0;
  });
}

void Trie::check(const Sections& sections, std::size_t codes) const {
  const std::size_t count = nodes_.size - 1;  // the last one only closes the one before
  if (nodes_.size < 2 || nodes_.size > kMostNodes || roots_.size != codes ||
      !is_power_of_two(pairs_.size) || !is_power_of_two(pair_bits_.size) ||
      ends_.size != count / 64 + 1 || groups_.size == 0) {
    sections.refuse("a trie has the wrong size");
  }
  if (std::any_of(roots_.begin(), roots_.end(), [count](auto node) { return node >= count; })) {
    sections.refuse("a trie leads to where no node is");
  }
}

void Trie::check_nodes(const Sections& sections) const {
  const std::size_t count = nodes_.size - 1;
  if (nodes_[0].first_child != 1 || nodes_[count].first_child != count) {
    sections.refuse("a trie has no root or no end");
  }
  for (std::size_t i = 1; i < count; ++i) {
    if (nodes_[i].first_child <= i || nodes_[i].first_child < nodes_[i - 1].first_child ||
        nodes_[i].first_child > count ||
        nodes_[i + 1].first_child - nodes_[i].first_child > kMostCodes) {
      sections.refuse("a trie leads back");
    }
  }
  bool has_empty = false;
  for (const PairSlot& slot : pairs_) {
    has_empty = has_empty || slot.key == 0;
    if (slot.node == 0 && slot.children == 0 && slot.flags == 0) continue;
    if (slot.node >= count || slot.key == 0 || slot.flags != nodes_[slot.node].flags ||
        slot.first_child != nodes_[slot.node].first_child ||
        slot.children != nodes_[slot.node + 1].first_child - slot.first_child) {
      sections.refuse("a pair leads to another node than it says");
    }
  }
  if (!has_empty) sections.refuse("a trie has too many pairs");
  std::size_t ends = 0;
  for (std::size_t block = 0; block < ends_.size; ++block) {
    if (ends_[block].before != ends) sections.refuse("the ends of a trie are miscounted");
    std::uint64_t bits = 0;
    for (std::size_t i = block * 64; i < std::min(count, block * 64 + 64); ++i) {
      bits |= static_cast<std::uint64_t>((nodes_[i].flags & kEnd) != 0) << i % 64;
    }
    if (bits != ends_[block].bits) sections.refuse("the ends of a trie are not where they are");
    ends += count_bits(bits);
  }
  if (ends + 1 != groups_.size || groups_[0] != 0) {
    sections.refuse("a trie has another number of ends");
  }
  for (std::size_t i = 0; i + 1 < groups_.size; ++i) {
    if (groups_[i] >= groups_[i + 1]) sections.refuse("no term ends where one should");
  }
}

}  // namespace textmend
