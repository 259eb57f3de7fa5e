// What a compiled lexicon looks like: names of its sections and the records in them.
//
// Characters of the terms become codes of 16 bits in the order of their code points, 0 for every
// other character. Terms are numbered in the order of what they are without blanks. The trie
// `whole` holds that, the trie `skeleton` what is left of terms without their droppable
// characters, where that is two characters or more.
//
// A trie is a double array: the child of a node by a code is the slot at the exclusive or of the
// node's base and the code, if that slot's parent is the node, so a step is one look at memory.
// The root's children are at their codes, where no other node may be, and name kRoot as their
// parent. A bit set says which pairs of codes lead from the root to the second level; two of five
// positions of a text end there.
#pragma once

#include <cstddef>
#include <cstdint>

namespace textmend {

using Code = std::uint16_t;

inline constexpr char kLexiconMeta[] = "lexicon.meta";
inline constexpr char kLexiconAlphabet[] = "lexicon.alphabet";  // char32_t by code, from 1 on
inline constexpr char kLexiconClasses[] = "lexicon.classes";  // CodeClass by code, from 1 on
inline constexpr char kLexiconOffsets[] = "lexicon.offsets";  // u32 by term, one more
inline constexpr char kLexiconCharacters[] = "lexicon.characters";  // codes of all terms
inline constexpr char kPieceBits[] = "pieces.bits";  // u64, a power of two of them
inline constexpr char kPieceStarts[] = "pieces.starts";  // u32, a power of two and one
inline constexpr char kPieceEntries[] = "pieces.entries";  // PieceEntry by hash

// Sections of a trie; the trie's name and a full stop stand before them.
inline constexpr char kTrieSlots[] = "slots";  // TrieSlot, whole blocks, see `block_of`
inline constexpr char kTriePairs[] = "pairs";  // u64, a power of two of them
inline constexpr char kTrieEnds[] = "ends";  // EndWord for each 64 slots
inline constexpr char kTrieGroups[] = "groups";  // u32 by end: where its terms begin; one more
inline constexpr char kTrieTerms[] = "terms";  // u32: numbers of terms, those of each end together

inline constexpr std::uint32_t kLexiconVersion = 2;
inline constexpr std::uint32_t kMostTerms = 1U << 28;
inline constexpr std::uint32_t kMostSlots = 1U << 30;  // of a trie
inline constexpr std::uint32_t kMostCodes = 65000;
inline constexpr std::uint32_t kLongestTerm = 256;  // bounds the time spent on each character
inline constexpr std::uint32_t kLeastForOneError = 4;
inline constexpr std::uint32_t kLeastForTwoErrors = 8;

struct LexiconMeta {
  std::uint32_t version = kLexiconVersion;
  std::uint32_t terms = 0;
  std::uint32_t alphabet = 0;
  std::uint32_t longest = 0;  // characters of the longest term
};

enum CodeClass : std::uint8_t {
  kDroppable = 1,  // function characters and marks that a stop-word filter takes away
  kMark = 2,
  kBlankCode = 4,  // blanks and line ends
  kLineEndCode = 8,
};

inline constexpr std::uint32_t kNoNode = 0xFFFFFFFFU;  // the parent of an empty slot
inline constexpr std::uint32_t kRoot = 0xFFFFFFFEU;

struct TrieSlot {
  std::uint32_t link = 0;  // the base, 0 for a leaf, and NodeFlag
  std::uint32_t parent = kNoNode;

  std::uint32_t base() const noexcept { return link & (kMostSlots - 1); }
};

enum NodeFlag : std::uint32_t {
  kEnd = 1U << 30,  // terms end here
  kItself = 1U << 31,  // and what leads here is a term as it stands; in `whole`, the only one
};

struct EndWord {
  std::uint64_t bits = 0;
  std::uint32_t before = 0;  // ends in all words before
  std::uint32_t unused = 0;
};

struct PieceEntry {
  std::uint32_t left = 0;  // bits of the characters before the piece, see `character_bit`
  std::uint32_t right = 0;  // those behind it; above both stands part of the hash
  std::uint32_t place = 0;  // number of the term, and in the upper four bits which piece of it
};

constexpr bool is_power_of_two(std::size_t size) noexcept {
  return size != 0 && (size & (size - 1)) == 0;
}

inline std::uint64_t scrambled(std::uint64_t key) noexcept {
  key *= 0x9E3779B97F4A7C15U;
  return key ^ (key >> 32);
}

// The compiler's own is a call where it may not assume the instruction.
inline std::uint32_t count_bits(std::uint64_t bits) noexcept {
  bits -= bits >> 1 & 0x5555555555555555U;
  bits = (bits & 0x3333333333333333U) + (bits >> 2 & 0x3333333333333333U);
  bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0FU;
  return static_cast<std::uint32_t>(bits * 0x0101010101010101U >> 56);
}

// Where the bit of a pair is in a set of 2^n bits, of which `mask` is the last.
inline std::size_t pair_bit(Code first, Code second, std::size_t mask) noexcept {
  return scrambled(static_cast<std::uint32_t>(first) << 16 | second) >> 20 & mask;
}

// The exclusive or of a base and one of so many codes stays in a block of this many slots.
inline std::size_t block_of(std::size_t codes) noexcept {
  std::size_t size = 64;
  while (size < codes) size *= 2;
  return size;
}

}  // namespace textmend
