// A packed character n-gram model, read where it lies in memory.
//
//   const NgramModel model(file);              // the ModelFile must outlive it
//   NgramState state = model.start();          // the beginning of a line
//   float total = 0;
//   for (Id id : ids) total += model.score(state, id, &state);
//   total += model.score(state, kLineEndId, &state);
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "core/model/file.hpp"
#include "core/model/vocabulary.hpp"
#include "core/ngram/format.hpp"

namespace textmend {

// What the model remembers of the text so far. States that compare equal score alike whatever
// follows, so a search may merge them; only as much is kept as can make a difference. 16 bytes
// without padding, and what is not used is 0: it can be hashed and compared as bytes.
struct NgramState {
  std::array<Id, kMostOrder - 1> ids = {};                // the last character first
  std::array<std::uint8_t, kMostOrder - 1> backoff = {};  // a code for each length of context
  std::uint8_t length = 0;

  friend bool operator==(const NgramState& a, const NgramState& b) noexcept {
    return std::memcmp(&a, &b, sizeof(NgramState)) == 0;
  }
  friend bool operator!=(const NgramState& a, const NgramState& b) noexcept { return !(a == b); }
};
static_assert(sizeof(NgramState) == 16);

// A character after a state, and where in memory its score lies.
struct NgramQuestion {
  NgramState state;
  Id id;
  std::array<std::uint64_t, kMostOrder> hashes;  // of the n-grams that end in it
};

// Immutable, and safe to use from many threads.
class NgramModel {
 public:
  // Throws ModelFileError where sections are missing or do not fit together. `prefix` stands before
  // the names of all but the vocabulary, where a file holds more than one model.
  explicit NgramModel(const ModelFile& file, const std::string& prefix = "");

  const Vocabulary& vocabulary() const noexcept { return vocabulary_; }
  std::size_t order() const noexcept { return order_; }
  // How many n-grams of order `order` there are.
  std::uint64_t grams(std::size_t order) const noexcept { return meta_.grams[order - 1]; }

  // At the beginning of a line.
  NgramState start() const noexcept;
  // Before any text, with nothing known of what stands before.
  NgramState nothing() const noexcept { return {}; }

  // Natural logarithm of the probability of `id` after `state`; `next` becomes the state after it
  // and may be the same object. kPadId, and numbers outside the vocabulary, count as kUnknownId.
  float score(const NgramState& state, Id id, NgramState* next) const noexcept {
    return answer(ask(state, id), next);
  }

  // The same in two steps. The first asks memory for what the second needs, so whoever has many
  // questions asks all of them before the first answer.
  NgramQuestion ask(const NgramState& state, Id id) const noexcept;
  float answer(const NgramQuestion& question, NgramState* next) const noexcept;

  // Whether the model holds the pair or triple. Of a model of a lower order it holds all.
  bool has_pair(Id before, Id id) const noexcept;
  bool has_triple(Id first, Id second, Id third) const noexcept;
  // Ask memory for what these will read.
  void prefetch_pair(Id before, Id id) const noexcept;
  void prefetch_triple(Id first, Id second, Id third) const noexcept;

  enum Tie : std::uint8_t { kUnseen, kSeen, kBound };
  // Sets ties[i], for i from 1 to size - 1, to what the model knows of the pair (ids[i - 1],
  // ids[i]): nothing; that it occurs; or that the second often follows the first, once in 90 times
  // at least, and 20 times as often as by chance.
  void mark_ties(const Id* ids, std::size_t size, std::uint8_t* ties) const noexcept;

 private:
  struct Table {
    const void* buckets = nullptr;
    std::uint64_t size = 0;
  };
  struct Found {
    std::size_t probability;
    std::uint8_t backoff;
  };

  void read_meta(const ModelFile& file, const std::string& prefix);
  void read_unigrams(const ModelFile& file, const std::string& prefix);
  void read_tables(const ModelFile& file, const std::string& prefix);
  std::uint8_t tie_of(std::uint64_t hash, Id id) const noexcept;
  bool find(std::size_t order, std::uint64_t hash, Found& found) const noexcept;

  Vocabulary vocabulary_;
  NgramMeta meta_;
  std::size_t order_ = 0;
  const float* probability_ = nullptr;  // of unigrams
  const float* backoff_ = nullptr;
  const Codebook* codebooks_ = nullptr;  // from order 2 on
  std::array<Table, kMostOrder - 1> tables_;
};

}  // namespace textmend
