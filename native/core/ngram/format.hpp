// How an n-gram model is packed: what the packer and the model agree on.
//
// Each order above 1 has a hash table of buckets of 64 bytes, so that a look-up costs one cache
// line. An n-gram is found by a fingerprint of 16 bits, never 0, which stands for an empty place.
// Places of a bucket are filled from the front; what does not fit goes to the next bucket, so a
// look-up ends at the first empty place. Of n-grams that are not there, about one in 3,000 is taken
// for another; what that costs is measured in training/RUNS.md.
//
//   orders below the highest   16 fingerprints, 16 codes of probabilities, 16 codes of backoffs
//   the highest order          21 fingerprints, 21 codes of probabilities, one byte unused
//
// Codes are indices of codebooks, 256 natural logarithms for the probabilities and 256 for the
// backoffs of each order. The backoff code 0 means that nothing longer begins with the n-gram.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/ngram/record.hpp"

namespace textmend {

struct InnerBucket {
  static constexpr std::size_t kPlaces = 16;
  std::array<std::uint16_t, kPlaces> fingerprint;
  std::array<std::uint8_t, kPlaces> probability;
  std::array<std::uint8_t, kPlaces> backoff;
};
struct LastBucket {
  static constexpr std::size_t kPlaces = 21;
  std::array<std::uint16_t, kPlaces> fingerprint;
  std::array<std::uint8_t, kPlaces> probability;
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
  std::uint32_t version = 1;
  std::uint32_t order = 0;
  std::uint32_t vocabulary_size = 0;
  std::uint32_t unused = 0;
  std::array<std::uint64_t, kMostOrder> grams = {};  // for each order, how many there are
};

inline constexpr std::size_t kCodes = 256;
struct Codebook {
  std::array<float, kCodes> probability;
  std::array<float, kCodes> backoff;
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
inline std::uint16_t fingerprint_of(std::uint64_t hash) noexcept {
  const auto bits = static_cast<std::uint16_t>(hash);
  return bits == 0 ? 1 : bits;
}

}  // namespace textmend
