// How an n-gram model is packed: what the packer and the model agree on.
//
// Each order above 1 has a hash table of buckets of 64 bytes, so that a look-up costs one cache
// line. An n-gram is found by a fingerprint, whose low 16 bits are never 0: that stands for an
// empty place. Places of a bucket are filled from the front; what does not fit goes to the next
// bucket, so a look-up ends at the first empty place.
//
//   orders below the highest   16 n-grams: 16 low parts, then 16 times 5 high bits of the
//                              fingerprint, 6 bits of probability, 5 bits of backoff
//   the highest order          21 n-grams: 21 low parts, then 21 times 2 high bits and 6 bits of
//                              probability; one byte unused
//
// An n-gram that is not there is taken for another once in 130,000 look-ups, or once in 12,000 in
// the highest order. With 16 bits alone it would be one in 4,000, and since a character has
// thousands that never follow it, some of them would always look probable.
//
// Codes are indices of codebooks, natural logarithms for the probabilities and the backoffs of each
// order. The backoff code 0 means that nothing longer begins with the n-gram.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/ngram/record.hpp"

namespace textmend {

inline constexpr unsigned kProbabilityBits = 6;
inline constexpr std::size_t kProbabilityCodes = 1 << kProbabilityBits;
inline constexpr std::size_t kBackoffCodes = 32;

struct InnerBucket {
  static constexpr std::size_t kPlaces = 16;
  static constexpr unsigned kBackoffBits = 5;
  std::array<std::uint16_t, kPlaces> low;
  std::array<std::uint16_t, kPlaces> rest;
};
struct LastBucket {
  static constexpr std::size_t kPlaces = 21;
  static constexpr unsigned kBackoffBits = 0;
  std::array<std::uint16_t, kPlaces> low;
  std::array<std::uint8_t, kPlaces> rest;
  std::uint8_t unused;
};
static_assert(sizeof(InnerBucket) == 64 && sizeof(LastBucket) == 64);

// Names of the sections; those of the tables are followed by their order.
inline constexpr const char* kVocabularySection = "vocabulary";
inline constexpr const char* kMetaSection = "ngram/meta";
inline constexpr const char* kUnigramSection = "ngram/unigrams";  // logarithms: all p, all backoffs
inline constexpr const char* kCodebookSection = "ngram/codebooks";
inline constexpr const char* kTableSection = "ngram/table-";

struct NgramMeta {
  std::uint32_t version = 2;
  std::uint32_t order = 0;
  std::uint32_t vocabulary_size = 0;
  std::uint32_t unused = 0;
  std::array<std::uint64_t, kMostOrder> grams = {};  // for each order, how many there are
};

struct Codebook {
  std::array<float, kProbabilityCodes> probability;
  std::array<float, kBackoffCodes> backoff;
};

// The hash of an n-gram grows to the left: that of its suffix, then one more character before it.
inline std::uint64_t extended_hash(std::uint64_t hash, Id before) noexcept {
  hash = (hash ^ before) * 0x9FB21C651E98DF25U;
  return hash ^ (hash >> 32);
}
inline constexpr std::uint64_t kHashSeed = 0x2545F4914F6CDD1DU;

inline std::size_t bucket_of(std::uint64_t hash, std::uint64_t buckets) noexcept {
  return static_cast<std::size_t>(((hash >> 32) * buckets) >> 32);
}
inline std::uint16_t low_fingerprint(std::uint64_t hash) noexcept {
  const auto bits = static_cast<std::uint16_t>(hash);
  return bits == 0 ? 1 : bits;
}

// What stands beside the low part of the fingerprint, as much of its high part as there is room
// for.
template <typename Bucket>
auto rest_of(std::uint64_t hash, unsigned probability, unsigned backoff) noexcept {
  using Rest = typename decltype(Bucket::rest)::value_type;
  const auto high = static_cast<unsigned>((hash >> 16) & 0xFF);
  return static_cast<Rest>((((high << kProbabilityBits) | probability) << Bucket::kBackoffBits) |
                           backoff);
}

}  // namespace textmend
