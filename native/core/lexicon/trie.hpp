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
  // `codes` is how many codes there are, 0 included, and `terms` how many terms the lexicon has.
  // All that a walk relies on is verified; throws ModelFileError.
  Trie(const Sections& sections, const std::string& name, std::size_t codes, std::size_t terms);

  // Calls `found(index, length, node)` for each key that stands in the codes, in blocks of starting
  // points, shorter keys first. Keys longer than `longest` are not found. Each step of the walk is
  // done for a whole block, so that the memory that one starting point waits for is fetched while
  // others are looked at. Behind the codes stands a 0.
  template <typename Callback>
  void walk(const Code* codes, std::size_t size, std::size_t longest, Callback&& found) const;

  // What leads to a node is a term as it stands.
  bool is_itself(std::uint32_t node) const noexcept { return (slots_[node].link & kItself) != 0; }

  struct Range {
    std::uint32_t first;
    std::uint32_t last;
  };
  // The number of a node with kEnd among all such nodes.
  std::uint32_t end(std::uint32_t node) const noexcept {
    const EndWord& word = ends_[node / 64];
    return word.before + count_bits(word.bits & ((std::uint64_t{1} << node % 64) - 1));
  }
  // Where the terms of an end stand in `numbers`.
  Range terms_of(std::uint32_t end) const noexcept { return {groups_[end], groups_[end + 1]}; }
  void prefetch_terms_of(std::uint32_t end) const noexcept {
    __builtin_prefetch(groups_.data + end);
  }
  Range terms(std::uint32_t node) const noexcept { return terms_of(end(node)); }
  // The terms of all ends, one behind the other.
  const View<std::uint32_t>& numbers() const noexcept { return terms_; }

 private:
  static constexpr std::size_t kBlock = 256;
  // A slot that may be the child of a node, for the keys that start at an index.
  struct Step {
    std::uint32_t index;
    std::uint32_t parent;
    std::uint32_t slot;
  };
  struct Found {
    std::uint32_t index;
    std::uint32_t node;
  };

  void check_slots(const Sections& sections) const;
  void check_groups(const Sections& sections, std::size_t terms) const;

  std::size_t start(const Code* codes, std::size_t from, std::size_t to, Step* steps) const;

  View<TrieSlot> slots_;
  View<std::uint64_t> pairs_;
  View<EndWord> ends_;
  View<std::uint32_t> groups_;
  View<std::uint32_t> terms_;
  bool has_single_ = false;  // a key of one code
};

// The second level.
inline std::size_t Trie::start(const Code* codes, std::size_t from, std::size_t to,
                               Step* steps) const {
  const std::size_t mask = pairs_.size * 64 - 1;
  std::size_t count = 0;
  for (std::size_t i = from; i < to; ++i) {
    const std::size_t bit = pair_bit(codes[i], codes[i + 1], mask);
    const std::uint32_t slot = slots_[codes[i]].base() ^ codes[i + 1];
    steps[count] = {static_cast<std::uint32_t>(i), codes[i], slot};
    const bool is_known = (pairs_[bit / 64] >> bit % 64 & 1) != 0;
    __builtin_prefetch(slots_.data + (is_known ? slot : 0));
    count += is_known;
  }
  return count;
}

template <typename Callback>
void Trie::walk(const Code* codes, std::size_t size, std::size_t longest,
                Callback&& callback) const {
  Step steps[kBlock];
  Found found[kBlock];
  for (std::size_t from = 0; from < size; from += kBlock) {
    const std::size_t to = size - from < kBlock ? size : from + kBlock;
    if (has_single_) {
      for (std::size_t i = from; i < to; ++i) {
        const TrieSlot& slot = slots_[codes[i]];
        if (slot.parent == kRoot && (slot.link & kEnd) != 0) {
          callback(i, std::size_t{1}, std::uint32_t{codes[i]});
        }
      }
    }
    // The last position starts no pair.
    std::size_t count = start(codes, from, to < size ? to : size - 1, steps);
    for (std::size_t length = 2; count > 0 && length <= longest; ++length) {
      std::size_t kept = 0;
      std::size_t ends = 0;
      // No branch depends on the text here: what is wrong is overwritten.
      for (std::size_t k = 0; k < count; ++k) {
        const Step step = steps[k];
        const TrieSlot slot = slots_[step.slot];
        const bool is_child = slot.parent == step.parent;
        found[ends] = {step.index, step.slot};
        ends += is_child & ((slot.link & kEnd) != 0);
        const bool goes_on = is_child & (slot.base() != 0) & (step.index + length < size);
        const std::uint32_t next = goes_on ? slot.base() ^ codes[step.index + length] : 0;
        __builtin_prefetch(slots_.data + next);
        steps[kept] = {step.index, step.slot, next};
        kept += goes_on;
      }
      for (std::size_t k = 0; k < ends; ++k) {
        callback(static_cast<std::size_t>(found[k].index), length, found[k].node);
      }
      count = kept;
    }
  }
}

}  // namespace textmend
