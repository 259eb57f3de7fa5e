// What a compiled lexicon looks like: names of its sections and the records in them.
//
// Characters of the terms become codes of 16 bits, 0 for every other character. The trie `whole`
// holds all terms without their blanks, and numbers them in the order of its nodes. The trie
// `skeleton` holds what is left of terms without their droppable characters, where that is two
// characters or more.
//
// A trie is its nodes in breadth-first order: the children of node i are those from its first
// child to the first child of node i + 1, sorted by code. The way from the root to the second
// level, which most positions of a text ask for, is a bit set and a hash table of pairs.
#pragma once

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
inline constexpr char kTrieNodes[] = "nodes";  // TrieNode, and one behind the last
inline constexpr char kTrieRoots[] = "roots";  // u32 by code: node of the first level, or 0
inline constexpr char kTriePairs[] = "pairs";  // PairSlot, a power of two of them
inline constexpr char kTriePairBits[] = "pairbits";  // u64, a power of two of them
inline constexpr char kTrieEnds[] = "ends";  // EndBlock for each 64 nodes
inline constexpr char kTrieGroups[] = "groups";  // u32 by end: its first term; one more
inline constexpr char kTrieTerms[] = "terms";  // u32: numbers of the terms, group by group

inline constexpr std::uint32_t kLexiconVersion = 1;
inline constexpr std::uint32_t kMostTerms = 1U << 28;
inline constexpr std::uint32_t kMostNodes = 1U << 30;  // of a trie
inline constexpr std::uint32_t kMostCodes = 65000;
inline constexpr std::uint32_t kLongestTerm = 8000;
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

struct TrieNode {
  std::uint32_t first_child = 0;
  Code code = 0;
  std::uint16_t flags = 0;
};

enum NodeFlag : std::uint16_t {
  kEnd = 1,  // terms end here
  kItself = 2,  // and what leads here is a term as it stands; in `whole`, the only one
};

// A node of the second level, with what is in it, so that one look is enough.
struct PairSlot {
  std::uint32_t key = 0;  // two codes, the first in the upper half; 0 where the slot is empty
  std::uint32_t node = 0;
  std::uint32_t first_child = 0;
  std::uint16_t children = 0;
  std::uint16_t flags = 0;
};

struct EndBlock {
  std::uint64_t bits = 0;
  std::uint32_t before = 0;  // ends in all blocks before
  std::uint32_t unused = 0;
};

struct PieceEntry {
  std::uint32_t left = 0;  // bits of the characters before the piece, see `character_bit`
  std::uint32_t right = 0;  // those behind it; above both stands part of the hash
  std::uint32_t place = 0;  // number of the term, and in the upper four bits which piece of it
};

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

inline std::uint32_t pair_key(Code first, Code second) noexcept {
  return static_cast<std::uint32_t>(first) << 16 | second;
}

}  // namespace textmend
