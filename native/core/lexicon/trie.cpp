#include "core/lexicon/trie.hpp"

#include <algorithm>

namespace textmend {

Trie::Trie(const Sections& sections, const std::string& name, std::size_t codes, std::size_t terms)
    : slots_(sections.records<TrieSlot>(name + "." + kTrieSlots)),
      pairs_(sections.records<std::uint64_t>(name + "." + kTriePairs)),
      ends_(sections.records<EndWord>(name + "." + kTrieEnds)),
      groups_(sections.records<std::uint32_t>(name + "." + kTrieGroups)),
      terms_(sections.records<std::uint32_t>(name + "." + kTrieTerms)) {
  const std::size_t block = block_of(codes);
  if (slots_.size == 0 || slots_.size > kMostSlots || slots_.size % block != 0 ||
      !is_power_of_two(pairs_.size) || ends_.size != slots_.size / 64 || groups_.size == 0) {
    sections.refuse("a trie has the wrong size");
  }
  check_slots(sections);
  check_groups(sections, terms);
  has_single_ = std::any_of(slots_.data, slots_.data + block, [](const TrieSlot& slot) {
    return slot.parent == kRoot && (slot.link & kEnd) != 0;
  });
}

// Slots come in whole blocks, so a base among them leads to no place outside. A walk is bounded by
// the text, and what it finds is compared with the term, so no more is needed.
void Trie::check_slots(const Sections& sections) const {
  std::size_t ends = 0;
  std::uint32_t most = 0;
  for (std::size_t word = 0; word < ends_.size; ++word) {
    if (ends_[word].before != ends) sections.refuse("the ends of a trie are miscounted");
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 64; ++i) {
      const TrieSlot& slot = slots_[word * 64 + i];
      most = std::max(most, slot.base());
      bits |= std::uint64_t{(slot.link & kEnd) != 0} << i;
    }
    if (bits != ends_[word].bits) sections.refuse("the ends of a trie are not where they are");
    ends += count_bits(bits);
  }
  if (most >= slots_.size) sections.refuse("a trie leads to where no node is");
  if (ends + 1 != groups_.size) sections.refuse("a trie has another number of ends");
}

void Trie::check_groups(const Sections& sections, std::size_t terms) const {
  if (groups_[0] != 0 || groups_[groups_.size - 1] != terms_.size) {
    sections.refuse("the ends of a trie have other terms than it holds");
  }
  for (std::size_t i = 0; i + 1 < groups_.size; ++i) {
    if (groups_[i] >= groups_[i + 1]) sections.refuse("no term ends where one should");
  }
  std::uint32_t most = 0;
  for (const std::uint32_t term : terms_) most = std::max(most, term);
  if (terms_.size > 0 && most >= terms) sections.refuse("a trie holds a term that is none");
}

}  // namespace textmend
