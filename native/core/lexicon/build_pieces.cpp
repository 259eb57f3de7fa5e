#include <algorithm>

#include "core/lexicon/pieces.hpp"
#include "core/lexicon/records.hpp"

namespace textmend {

namespace {

struct HashedEntry {
  std::uint64_t hash;
  PieceEntry entry;
};

std::uint64_t hash_of(const Code* term, Piece piece) {
  const Code* at = term + piece.offset;
  const std::uint32_t second = piece.layout == Layout::kGapAfterFirst ? 2 : 1;
  return piece_hash(piece.layout, at[0], at[second], at[piece.span() - 1]);
}

PieceEntry entry_of(const Code* term, std::uint32_t length, Piece piece) {
  PieceEntry entry;
  const std::uint32_t end = piece.offset + piece.span();
  for (std::uint32_t k = 0; k < kSideCharacters; ++k) {
    if (k < piece.offset) entry.left |= character_bit(term[piece.offset - 1 - k]);
    if (end + k < length) entry.right |= character_bit(term[end + k]);
  }
  return entry;
}

}  // namespace

void build_pieces(const CodeStrings& terms, SectionBytes& sections) {
  std::vector<HashedEntry> found;
  for (std::size_t term = 0; term < terms.size(); ++term) {
    const std::uint32_t length = terms.length(term);
    const Pieces pieces = pieces_of(length);
    const std::uint32_t flag = length >= kLeastForTwoErrors ? 8 : 0;
    for (std::uint32_t k = 0; k < pieces.count; ++k) {
      const std::uint64_t hash = hash_of(terms.begin(term), pieces.items[k]);
      PieceEntry entry = entry_of(terms.begin(term), length, pieces.items[k]);
      entry.left |= left_check(hash);
      entry.right |= right_check(hash);
      entry.place = static_cast<std::uint32_t>(term) | (k | flag) << 28;
      found.push_back({hash, entry});
    }
  }
  const std::size_t buckets = power_of_two(found.size() / 2);
  std::vector<std::uint32_t> starts(buckets + 1);
  // About eight bits or more an entry.
  std::vector<std::uint64_t> bits(power_of_two(found.size() / 8));
  for (const HashedEntry& item : found) {
    ++starts[(item.hash & (buckets - 1)) + 1];
    const std::size_t bit = item.hash & (bits.size() * 64 - 1);
    bits[bit / 64] |= std::uint64_t{1} << bit % 64;
  }
  for (std::size_t i = 1; i <= buckets; ++i) starts[i] += starts[i - 1];
  std::vector<std::uint32_t> next(starts.begin(), starts.end() - 1);
  std::vector<PieceEntry> entries(found.size());
  for (const HashedEntry& item : found) {
    entries[next[item.hash & (buckets - 1)]++] = item.entry;
  }
  sections[kPieceBits] = to_bytes(bits);
  sections[kPieceStarts] = to_bytes(starts);
  sections[kPieceEntries] = to_bytes(entries);
}

}  // namespace textmend
