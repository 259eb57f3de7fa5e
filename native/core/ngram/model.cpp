#include "core/ngram/model.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

#include "core/model/values.hpp"

namespace textmend {

namespace {

void prefetch(const void* address) noexcept { __builtin_prefetch(address); }

// The first of `count` fingerprints that is this one, or `count`. Four are compared at a time: a
// lane of their difference that is 0 is the lowest whose subtraction borrows.
std::size_t place_of(const std::uint16_t* fingerprints, std::size_t count,
                     std::uint16_t wanted) noexcept {
  constexpr std::uint64_t kOnes = 0x0001000100010001U;
  std::size_t at = 0;
  for (; at + 4 <= count; at += 4) {
    std::uint64_t four;
    std::memcpy(&four, fingerprints + at, sizeof four);
    four ^= kOnes * wanted;
    const std::uint64_t zeros = (four - kOnes) & ~four & (kOnes << 15);
    if (zeros != 0) return at + static_cast<std::size_t>(__builtin_ctzll(zeros)) / 16;
  }
  while (at < count && fingerprints[at] != wanted) ++at;
  return at;
}

// The place of an n-gram in its bucket, or kPlaces.
template <typename Bucket>
std::size_t place_in(const Bucket& bucket, std::uint64_t hash) noexcept {
  constexpr unsigned kCodeBits = kProbabilityBits + Bucket::kBackoffBits;
  const std::uint16_t low = low_fingerprint(hash);
  const unsigned high = rest_of<Bucket>(hash, 0, 0) >> kCodeBits;
  std::size_t place = place_of(bucket.low.data(), Bucket::kPlaces, low);
  // It is hardly ever the first one that differs in its high part.
  while (place < Bucket::kPlaces &&
         (bucket.low[place] != low || bucket.rest[place] >> kCodeBits != high)) {
    ++place;
  }
  return place;
}

// What stands beside an n-gram's fingerprint; false if it is not there. A table without an empty
// place is no table that was packed, but must not hang either.
template <typename Bucket>
bool look_up(const void* table, std::uint64_t size, std::uint64_t hash, unsigned& rest) noexcept {
  const auto* buckets = static_cast<const Bucket*>(table);
  std::size_t at = bucket_of(hash, size);
  for (std::uint64_t looked = 0; looked < size; ++looked) {
    const Bucket& bucket = buckets[at];
    const std::size_t place = place_in(bucket, hash);
    if (place < Bucket::kPlaces) {
      rest = bucket.rest[place];
      return true;
    }
    if (bucket.low.back() == 0) return false;
    at = at + 1 == size ? 0 : at + 1;
  }
  return false;
}

}  // namespace

NgramModel::NgramModel(const ModelFile& file, const std::string& prefix)
    : vocabulary_(file.section(kVocabularySection)) {
  read_meta(file, prefix);
  read_unigrams(file, prefix);
  read_tables(file, prefix);
}

void NgramModel::read_meta(const ModelFile& file, const std::string& prefix) {
  const Bytes bytes = file.section(prefix + kMetaSection);
  if (bytes.size != sizeof meta_) refuse(file, "the description of the n-gram model is cut");
  std::memcpy(&meta_, bytes.data, sizeof meta_);
  if (meta_.version != NgramMeta{}.version) refuse(file, "the n-gram model has another version");
  if (meta_.order < 1 || meta_.order > kMostOrder) refuse(file, "the n-gram model has no order");
  if (meta_.vocabulary_size != vocabulary_.size()) {
    refuse(file, "the n-gram model was made for another vocabulary");
  }
  order_ = meta_.order;
}

void NgramModel::read_unigrams(const ModelFile& file, const std::string& prefix) {
  const std::size_t size = vocabulary_.size();
  probability_ = floats_of(file, prefix + kUnigramSection, 2 * size);
  backoff_ = probability_ + size;
}

void NgramModel::read_tables(const ModelFile& file, const std::string& prefix) {
  constexpr std::size_t kFloats = sizeof(Codebook) / sizeof(float);
  const float* codebooks = floats_of(file, prefix + kCodebookSection, (order_ - 1) * kFloats);
  codebooks_ = reinterpret_cast<const Codebook*>(codebooks);
  for (std::size_t order = 2; order <= order_; ++order) {
    const Bytes bytes = file.section(prefix + kTableSection + std::to_string(order));
    if (bytes.size == 0 || bytes.size % sizeof(InnerBucket) != 0 ||
        bytes.size / sizeof(InnerBucket) > 0xFFFFFFFF) {
      refuse(file, "a table of n-grams is cut");
    }
    tables_[order - 2] = {bytes.data, bytes.size / sizeof(InnerBucket)};
  }
}

bool NgramModel::find(std::size_t order, std::uint64_t hash, Found& found) const noexcept {
  const auto& [buckets, size] = tables_[order - 2];
  unsigned rest = 0;
  const bool inner = order < order_;
  if (!(inner ? look_up<InnerBucket>(buckets, size, hash, rest)
              : look_up<LastBucket>(buckets, size, hash, rest))) {
    return false;
  }
  const unsigned backoff_bits = inner ? InnerBucket::kBackoffBits : LastBucket::kBackoffBits;
  found.probability = (rest >> backoff_bits) % kProbabilityCodes;
  found.backoff = static_cast<std::uint8_t>(rest & ((1U << backoff_bits) - 1));
  return true;
}

NgramState NgramModel::start() const noexcept {
  NgramState state;
  if (order_ > 1) {
    state.ids[0] = kLineEndId;
    state.length = 1;
  }
  return state;
}

NgramQuestion NgramModel::ask(const NgramState& state, Id id) const noexcept {
  if (id == kPadId || id >= meta_.vocabulary_size) id = kUnknownId;
  NgramQuestion question = {state, id, {}};
  const std::size_t longest = std::min<std::size_t>(state.length, order_ - 1);
  question.hashes[0] = extended_hash(kHashSeed, id);
  for (std::size_t i = 0; i < longest; ++i) {
    const std::uint64_t hash = extended_hash(question.hashes[i], state.ids[i]);
    const Table& table = tables_[i];
    prefetch(static_cast<const InnerBucket*>(table.buckets) + bucket_of(hash, table.size));
    question.hashes[i + 1] = hash;
  }
  return question;
}

float NgramModel::answer(const NgramQuestion& question, NgramState* next) const noexcept {
  const auto& [state, id, hashes] = question;
  const std::size_t longest = std::min<std::size_t>(state.length, order_ - 1);
  NgramState after;
  float result = probability_[id];
  std::size_t order = 1;  // of the longest n-gram that is there
  after.length = order_ > 1 ? 1 : 0;
  Found found = {};
  for (; order <= longest && find(order + 1, hashes[order], found); ++order) {
    result = codebooks_[order - 1].probability[found.probability];
    if (found.backoff == 0) continue;
    after.backoff[order] = found.backoff;
    after.length = static_cast<std::uint8_t>(order + 1);
  }
  for (std::size_t i = order; i <= longest; ++i) {
    result += i == 1 ? backoff_[state.ids[0]] : codebooks_[i - 2].backoff[state.backoff[i - 1]];
  }
  if (after.length > 0) after.ids[0] = id;
  for (std::size_t i = 1; i < after.length; ++i) after.ids[i] = state.ids[i - 1];
  *next = after;
  return result;
}

namespace {

std::uint64_t hash_of_pair(Id before, Id id) noexcept {
  return extended_hash(extended_hash(kHashSeed, id), before);
}

}  // namespace

bool NgramModel::has_pair(Id before, Id id) const noexcept {
  Found found = {};
  return order_ < 2 || find(2, hash_of_pair(before, id), found);
}

bool NgramModel::has_triple(Id first, Id second, Id third) const noexcept {
  Found found = {};
  return order_ < 3 || find(3, extended_hash(hash_of_pair(second, third), first), found);
}

void NgramModel::prefetch_pair(Id before, Id id) const noexcept {
  if (order_ < 2) return;
  const Table& table = tables_[0];
  prefetch(static_cast<const InnerBucket*>(table.buckets) +
           bucket_of(hash_of_pair(before, id), table.size));
}

void NgramModel::prefetch_triple(Id first, Id second, Id third) const noexcept {
  if (order_ < 3) return;
  const Table& table = tables_[1];
  const std::uint64_t hash = extended_hash(hash_of_pair(second, third), first);
  prefetch(static_cast<const InnerBucket*>(table.buckets) + bucket_of(hash, table.size));
}

std::uint8_t NgramModel::tie_of(std::uint64_t hash, Id id) const noexcept {
  constexpr float kOften = -4.5F;
  constexpr float kMoreOften = 3;
  Found found = {};
  if (!find(2, hash, found)) return kUnseen;
  const float behind = codebooks_[0].probability[found.probability];
  return behind > kOften && behind > probability_[id] + kMoreOften ? kBound : kSeen;
}

void NgramModel::mark_ties(const Id* ids, std::size_t size, std::uint8_t* ties) const noexcept {
  // Buckets are asked for a few pairs ahead of their use, so that their ways from memory overlap.
  constexpr std::size_t kAhead = 16;
  if (order_ < 2) {
    std::fill(ties, ties + size, std::uint8_t{kSeen});
    return;
  }
  std::array<std::uint64_t, kAhead> hashes = {};
  for (std::size_t i = 1; i < size + kAhead; ++i) {
    std::uint64_t& hash = hashes[i % kAhead];
    if (i > kAhead) ties[i - kAhead] = tie_of(hash, ids[i - kAhead]);
    if (i >= size) continue;
    hash = hash_of_pair(ids[i - 1], ids[i]);
    prefetch_pair(ids[i - 1], ids[i]);
  }
}

}  // namespace textmend
