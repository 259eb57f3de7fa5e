#include <algorithm>

#include "core/lexicon/records.hpp"
#include "core/model/error.hpp"

namespace textmend {

namespace {

// The keys below a node: a range of the sorted members, and the slot that leads to them.
struct Below {
  std::uint32_t first;
  std::uint32_t last;
  std::uint32_t slot;
};

// Slots, and where there is room for a node's children among those that are taken.
class Room {
 public:
  explicit Room(std::size_t block) : block_(block) {}

  std::vector<TrieSlot>& slots() noexcept { return slots_; }

  void add_block() {
    if (slots_.size() + block_ > kMostSlots) {
      throw ModelFileError("There are too many terms; split them.");
    }
    slots_.resize(slots_.size() + block_);
  }

  // The first base, as far as is known, at which all children fall into empty slots. Nodes with
  // about as many children begin to look where the last of them found room.
  std::uint32_t base_for(const std::vector<Code>& children) {
    std::size_t size_class = 0;
    while (children.size() >> (size_class + 1) != 0) ++size_class;
    std::uint32_t& at = next_[size_class];
    for (;; ++at) {
      if (at == slots_.size()) add_block();
      const auto base = static_cast<std::uint32_t>(at ^ children[0]);
      if (base != 0 && fits(base, children)) return base;
    }
  }

 private:
  bool fits(std::uint32_t base, const std::vector<Code>& children) const {
    return std::all_of(children.begin(), children.end(),
                       [&](Code code) { return slots_[base ^ code].parent == kNoNode; });
  }

  std::size_t block_;
  std::vector<TrieSlot> slots_;
  std::uint32_t next_[17] = {};
};

class TrieBuilder {
 public:
  TrieBuilder(const CodeStrings& keys, const std::vector<std::uint32_t>& members,
              const std::vector<char>& itself, std::size_t codes)
      : keys_(keys), members_(members), itself_(itself), codes_(codes), room_(block_of(codes)) {}

  void build() {
    room_.add_block();
    for (std::size_t code = 0; code < codes_; ++code) room_.slots()[code].parent = kRoot;
    std::vector<Below> level = {{0, static_cast<std::uint32_t>(members_.size()), 0}};
    for (std::uint32_t depth = 0; !level.empty(); ++depth) level = place(level, depth);
    number_ends();
  }

  std::vector<std::uint32_t> order() && { return std::move(order_); }

  void write(const std::string& name, SectionBytes& sections) {
    sections[name + "." + kTrieSlots] = to_bytes(room_.slots());
    sections[name + "." + kTriePairs] = to_bytes(pair_bits());
    sections[name + "." + kTrieEnds] = to_bytes(ends_);
    sections[name + "." + kTrieGroups] = to_bytes(groups_);
  }

 private:
  // The children of a node are ranges of members, too, one behind the other.
  struct Family {
    std::uint32_t node;
    std::uint32_t first;  // of its children, in the level
    std::uint32_t last;
  };

  Code code_at(std::uint32_t member, std::uint32_t depth) const {
    return keys_.begin(members_[member])[depth];
  }

  // Gives the children of a level's nodes their slots, those of large families first, since small
  // ones fill the gaps. Levels follow each other, because the first ones are asked for most.
  std::vector<Below> place(const std::vector<Below>& level, std::uint32_t depth) {
    std::vector<Below> children;
    std::vector<Family> families;
    for (const Below& node : level) expand(node, depth, children, families);
    std::stable_sort(families.begin(), families.end(), [](const Family& a, const Family& b) {
      return a.last - a.first > b.last - b.first;
    });
    std::vector<Code> codes;
    for (const Family& family : families) {
      codes.clear();
      for (std::uint32_t k = family.first; k < family.last; ++k) {
        codes.push_back(code_at(children[k].first, depth));
      }
      const std::uint32_t base = depth == 0 ? 0 : room_.base_for(codes);
      room_.slots()[family.node].link |= base;
      for (std::uint32_t k = family.first; k < family.last; ++k) {
        children[k].slot = base ^ codes[k - family.first];
        if (depth > 0) room_.slots()[children[k].slot].parent = family.node;
        if (depth == 1)
          pairs_.emplace_back(static_cast<Code>(family.node), codes[k - family.first]);
      }
    }
    return children;
  }

  void expand(const Below& node, std::uint32_t depth, std::vector<Below>& children,
              std::vector<Family>& families) {
    auto [first, last, slot] = node;
    const std::uint32_t start = first;
    // Shorter keys are sorted first.
    while (first < last && keys_.length(members_[first]) == depth) ++first;
    if (first > start) {
      room_.slots()[slot].link |= itself_[members_[start]] != 0 ? kEnd | kItself : kEnd;
      endings_.push_back({start, first, slot});
    }
    const auto eldest = static_cast<std::uint32_t>(children.size());
    while (first < last) {
      const Code code = code_at(first, depth);
      std::uint32_t next = first + 1;
      while (next < last && code_at(next, depth) == code) ++next;
      children.push_back({first, next, 0});
      first = next;
    }
    const auto end = static_cast<std::uint32_t>(children.size());
    if (end > eldest) families.push_back({slot, eldest, end});
  }

  void number_ends() {
    std::sort(endings_.begin(), endings_.end(),
              [](const Below& a, const Below& b) { return a.slot < b.slot; });
    ends_.resize(room_.slots().size() / 64);
    for (const Below& ending : endings_) {
      groups_.push_back(static_cast<std::uint32_t>(order_.size()));
      order_.insert(order_.end(), members_.begin() + ending.first, members_.begin() + ending.last);
      ends_[ending.slot / 64].bits |= std::uint64_t{1} << ending.slot % 64;
    }
    groups_.push_back(static_cast<std::uint32_t>(order_.size()));
    std::uint32_t total = 0;
    for (EndWord& word : ends_) {
      word.before = total;
      total += count_bits(word.bits);
    }
  }

  std::vector<std::uint64_t> pair_bits() const {
    // Some sixteen bits a pair, but small enough for the second-level cache.
    const std::size_t words = std::min<std::size_t>(power_of_two(pairs_.size() / 4), 32768);
    std::vector<std::uint64_t> bits(words);
    for (const auto& [first, second] : pairs_) {
      const std::size_t bit = pair_bit(first, second, words * 64 - 1);
      bits[bit / 64] |= std::uint64_t{1} << bit % 64;
    }
    return bits;
  }

  const CodeStrings& keys_;
  const std::vector<std::uint32_t>& members_;
  const std::vector<char>& itself_;
  std::size_t codes_;
  Room room_;
  std::vector<std::pair<Code, Code>> pairs_;
  std::vector<Below> endings_;
  std::vector<std::uint32_t> order_;
  std::vector<EndWord> ends_;
  std::vector<std::uint32_t> groups_;
};

}  // namespace

std::vector<std::uint32_t> build_trie(const std::string& name, const CodeStrings& keys,
                                      const std::vector<std::uint32_t>& members,
                                      const std::vector<char>& itself, std::size_t codes,
                                      SectionBytes& sections) {
  TrieBuilder builder(keys, members, itself, codes);
  builder.build();
  builder.write(name, sections);
  return std::move(builder).order();
}

}  // namespace textmend
