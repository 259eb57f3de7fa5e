// A trie of codes where it lies in a file, and the walk over a text that finds all its keys.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/lexicon/format.hpp"
#include "core/lexicon/sections.hpp"

namespace textmend {

class Trie {
 public:
  // `codes` is how many codes there are, 0 included. All that a walk relies on is verified;
  // throws ModelFileError.
  Trie(const Sections& sections, const std::string& name, std::size_t codes);

  // Calls `found(index, length, node)` for each key that stands in the codes, in blocks of starting
  // points, shorter keys first. Each step of the walk is done for a whole block, so that the memory
  // that one starting point waits for is fetched while others are looked at.
  template <typename Found>
  void walk(const Code* codes, std::size_t size, Found&& found) const;

  // What leads to a node is a term as it stands.
  bool is_itself(std::uint32_t node) const noexcept { return (nodes_[node].flags & kItself) != 0; }

  struct Range {
    std::uint32_t first;
    std::uint32_t last;
  };
  // The number of a node with kEnd among all such nodes.
  std::uint32_t end(std::uint32_t node) const noexcept {
    const EndBlock& block = ends_[node / 64];
    return block.before + count_bits(block.bits & ((std::uint64_t{1} << node % 64) - 1));
  }
  // The terms of an end, counted in the order of the ends.
  Range terms_of(std::uint32_t end) const noexcept {
    return is_simple_ ? Range{end, end + 1} : Range{groups_[end], groups_[end + 1]};
  }
  void prefetch_terms_of(std::uint32_t end) const noexcept {
    __builtin_prefetch(groups_.data + end);
  }
  Range terms(std::uint32_t node) const noexcept { return terms_of(end(node)); }
  // All terms that end in it.
  std::size_t size() const noexcept { return groups_[groups_.size - 1]; }

 private:
  static constexpr std::size_t kBlock = 256;
  // A node that was reached from a starting point, and its children.
  struct Step {
    std::uint32_t index;
    std::uint32_t node;
    std::uint32_t first_child;
    std::uint16_t children;
    std::uint16_t flags;
  };

  void check(const Sections& sections, std::size_t codes) const;
  void check_nodes(const Sections& sections) const;

  std::size_t start_pairs(const Code* codes, std::size_t from, std::size_t to, Step* steps) const;
  const PairSlot& pair(std::uint32_t key) const noexcept;
  std::uint32_t child(const Step& step, Code code) const noexcept;

  View<TrieNode> nodes_;
  View<std::uint32_t> roots_;
  View<PairSlot> pairs_;
  View<std::uint64_t> pair_bits_;
  View<EndBlock> ends_;
  View<std::uint32_t> groups_;
  bool has_single_ = false;  // a key of one code
  bool is_simple_ = false;   // one term at each end
};

inline const PairSlot& Trie::pair(std::uint32_t key) const noexcept {
  const std::size_t mask = pairs_.size - 1;
  std::size_t at = scrambled(key) & mask;
  // There is always an empty slot.
  while (pairs_[at].key != key && pairs_[at].key != 0) at = (at + 1) & mask;
  return pairs_[at];
}

inline std::uint32_t Trie::child(const Step& step, Code code) const noexcept {
  const TrieNode* first = nodes_.data + step.first_child;
  std::size_t count = step.children;
  while (count > 8) {
    const std::size_t half = count / 2;
    if (first[half].code <= code) {
      first += half;
      count -= half;
    } else {
      count = half;
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (first[i].code == code) return static_cast<std::uint32_t>(first + i - nodes_.data);
  }
  return 0;
}

inline std::size_t Trie::start_pairs(const Code* codes, std::size_t from, std::size_t to,
                                     Step* steps) const {
  const std::size_t mask = pair_bits_.size * 64 - 1;
  const std::size_t slots = pairs_.size - 1;
  std::size_t count = 0;
  for (std::size_t i = from; i < to; ++i) {
    const std::uint64_t hash = scrambled(pair_key(codes[i], codes[i + 1]));
    const std::size_t bit = (hash >> 20) & mask;
    steps[count].index = static_cast<std::uint32_t>(i);
    steps[count].node = static_cast<std::uint32_t>(hash & slots);
    count += (pair_bits_[bit / 64] >> bit % 64) & 1;
  }
  for (std::size_t k = 0; k < count; ++k) __builtin_prefetch(pairs_.data + steps[k].node);
  std::size_t kept = 0;
  for (std::size_t k = 0; k < count; ++k) {
    const std::uint32_t i = steps[k].index;
    const PairSlot& slot = pair(pair_key(codes[i], codes[i + 1]));
    steps[kept] = {i, slot.node, slot.first_child, slot.children, slot.flags};
    kept += slot.node != 0;
  }
  return kept;
}

template <typename Found>
void Trie::walk(const Code* codes, std::size_t size, Found&& found) const {
  Step steps[kBlock];
  for (std::size_t from = 0; from < size; from += kBlock) {
    const std::size_t to = size - from < kBlock ? size : from + kBlock;
    if (has_single_) {
      for (std::size_t i = from; i < to; ++i) {
        const std::uint32_t node = roots_[codes[i]];
        if (node != 0 && (nodes_[node].flags & kEnd) != 0) found(i, std::size_t{1}, node);
      }
    }
    // The last position starts no pair.
    std::size_t count = start_pairs(codes, from, to < size ? to : size - 1, steps);
    for (std::size_t length = 2; count > 0; ++length) {
      std::size_t kept = 0;
      for (std::size_t k = 0; k < count; ++k) {
        const Step step = steps[k];
        if ((step.flags & kEnd) != 0) {
          found(static_cast<std::size_t>(step.index), length, step.node);
        }
        __builtin_prefetch(nodes_.data + step.first_child);
        steps[kept] = step;
        kept += step.children != 0 && step.index + length < size;
      }
      count = 0;
      for (std::size_t k = 0; k < kept; ++k) {
        const std::uint32_t index = steps[k].index;
        const std::uint32_t next = child(steps[k], codes[index + length]);
        const TrieNode& node = nodes_[next];
        const auto children =
            static_cast<std::uint16_t>(nodes_[next + 1].first_child - node.first_child);
        steps[count] = {index, next, node.first_child, children, node.flags};
        count += next != 0;
      }
    }
  }
}

}  // namespace textmend
