#include "core/ngram/pack.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "core/model/error.hpp"
#include "core/ngram/codebook.hpp"
#include "core/ngram/format.hpp"

namespace textmend {

namespace {

constexpr double kFill = 0.95;  // of the places of a table; the rest keeps look-ups short

// Logarithm of what may be 0; far below anything that occurs, but still a number to add up.
float log_of(float value) noexcept { return value > 0 ? std::log(value) : -100.0F; }

template <typename Value>
void append(std::string& target, const Value& value) {
  target.append(reinterpret_cast<const char*>(&value), sizeof value);
}

// The codes of one order, and what they mean.
struct Coded {
  Codebook codebook = {};
  std::vector<std::uint8_t> probability;
  std::vector<std::uint8_t> backoff;
};

std::vector<float> logs_of(const std::vector<float>& values) {
  std::vector<float> logs(values.size());
  std::transform(values.begin(), values.end(), logs.begin(), log_of);
  return logs;
}

std::uint8_t code_of(const std::vector<float>& book, float value, std::size_t first) noexcept {
  return static_cast<std::uint8_t>(nearest_code(book, value) + first);
}

Coded code_level(const LevelEstimate& estimate, const std::vector<bool>& is_context) {
  Coded coded;
  const std::vector<float> probabilities = logs_of(estimate.probability);
  const std::vector<float> backoffs = logs_of(estimate.backoff);
  std::vector<float> of_contexts;
  for (std::size_t i = 0; i < backoffs.size(); ++i) {
    if (is_context[i]) of_contexts.push_back(backoffs[i]);
  }
  const std::vector<float> probability_book = make_codebook(probabilities, kCodes);
  const std::vector<float> backoff_book = make_codebook(of_contexts, kCodes - 1);
  std::copy(probability_book.begin(), probability_book.end(), coded.codebook.probability.begin());
  std::copy(backoff_book.begin(), backoff_book.end(), coded.codebook.backoff.begin() + 1);
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    coded.probability.push_back(code_of(probability_book, probabilities[i], 0));
    const bool extends = is_context[i];
    coded.backoff.push_back(extends ? code_of(backoff_book, backoffs[i], 1) : std::uint8_t{0});
  }
  return coded;
}

void fill(InnerBucket& bucket, std::size_t place, const Coded& coded, std::size_t gram) {
  bucket.probability[place] = coded.probability[gram];
  bucket.backoff[place] = coded.backoff[gram];
}
void fill(LastBucket& bucket, std::size_t place, const Coded& coded, std::size_t gram) {
  bucket.probability[place] = coded.probability[gram];
}

template <typename Bucket>
std::uint64_t buckets_for(std::size_t grams) {
  const double needed = static_cast<double>(grams) / (static_cast<double>(Bucket::kPlaces) * kFill);
  return static_cast<std::uint64_t>(needed) + 1;  // so that there is always an empty place
}

// The most frequent n-grams come first: they stand where they are looked for, and where two have
// one bucket and fingerprint, the more frequent one is found.
template <typename Bucket>
std::string table_of(const GramLevel& level, const std::vector<std::uint64_t>& hashes,
                     const Coded& coded) {
  std::vector<std::uint32_t> by_count(level.size());
  std::iota(by_count.begin(), by_count.end(), 0U);
  std::stable_sort(by_count.begin(), by_count.end(), [&](std::uint32_t a, std::uint32_t b) {
    return level.count[a] > level.count[b];
  });
  std::vector<Bucket> table(buckets_for<Bucket>(level.size()), Bucket{});
  std::vector<std::uint8_t> filled(table.size(), 0);
  for (const std::uint32_t gram : by_count) {
    std::size_t at = bucket_of(hashes[gram], table.size());
    while (filled[at] == Bucket::kPlaces) at = at + 1 == table.size() ? 0 : at + 1;
    const std::size_t place = filled[at]++;
    table[at].fingerprint[place] = fingerprint_of(hashes[gram]);
    fill(table[at], place, coded, gram);
  }
  return {reinterpret_cast<const char*>(table.data()), table.size() * sizeof(Bucket)};
}

std::vector<std::uint64_t> hashes_of(const GramLevel& level,
                                     const std::vector<std::uint64_t>& below) {
  std::vector<std::uint64_t> hashes(level.size());
  for (std::size_t i = 0; i < level.size(); ++i) {
    hashes[i] = extended_hash(below[level.suffix[i]], level.first[i]);
  }
  return hashes;
}

std::string unigrams_of(const LevelEstimate& estimate) {
  std::string section;
  for (const float value : estimate.probability) append(section, log_of(value));
  for (const float value : estimate.backoff) append(section, log_of(value));
  return section;
}

std::vector<bool> contexts_among(std::size_t size, const std::vector<std::uint32_t>& contexts) {
  std::vector<bool> result(size, false);
  for (const std::uint32_t context : contexts) result[context] = true;
  return result;
}

}  // namespace

std::vector<double> packed_costs(std::size_t order) {
  std::vector<double> costs(order, sizeof(InnerBucket) / (InnerBucket::kPlaces * kFill));
  costs[order - 1] = sizeof(LastBucket) / (LastBucket::kPlaces * kFill);
  return costs;
}

std::map<std::string, std::string> pack(const NgramCounts& counts,
                                        const std::vector<LevelEstimate>& estimates) {
  const std::size_t highest = counts.order();
  NgramMeta meta;
  meta.order = static_cast<std::uint32_t>(highest);
  meta.vocabulary_size = static_cast<std::uint32_t>(counts.vocabulary_size());
  std::map<std::string, std::string> sections;
  sections[kUnigramSection] = unigrams_of(estimates[0]);
  std::vector<std::uint64_t> hashes(counts.vocabulary_size());
  for (std::size_t id = 0; id < hashes.size(); ++id) {
    hashes[id] = extended_hash(kHashSeed, static_cast<Id>(id));
  }
  std::string& codebooks = sections[kCodebookSection];
  meta.grams[0] = hashes.size();
  for (std::size_t order = 2; order <= highest; ++order) {
    const GramLevel& level = counts.levels[order - 1];
    if (level.size() > 0x7FFFFFFF) throw ModelFileError("Too many n-grams; prune the model more.");
    hashes = hashes_of(level, hashes);
    const std::vector<std::uint32_t> none;
    const auto& above = order < highest ? estimates[order].context : none;
    const Coded coded = code_level(estimates[order - 1], contexts_among(level.size(), above));
    append(codebooks, coded.codebook);
    sections[kTableSection + std::to_string(order)] =
        order < highest ? table_of<InnerBucket>(level, hashes, coded)
                        : table_of<LastBucket>(level, hashes, coded);
    meta.grams[order - 1] = level.size();
  }
  append(sections[kMetaSection], meta);
  return sections;
}

}  // namespace textmend
