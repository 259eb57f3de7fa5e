#include "core/reader/weights.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include "core/model/values.hpp"

namespace textmend::reader {

namespace {

constexpr float kNever = -1e30F;  // score of an output that only fills a strip

}  // namespace

Shape read_shape(const ModelFile& file) {
  constexpr std::uint32_t kMost = 1U << 16U;
  const Bytes bytes = file.section("reader/shape");
  Shape shape;
  if (bytes.size != sizeof shape) refuse(file, "the description of the reader is cut");
  std::memcpy(&shape, bytes.data, sizeof shape);
  if (shape.version != Shape{}.version) refuse(file, "the reader has another version");
  for (const std::uint32_t size :
       {shape.characters, shape.symbols, shape.hidden, shape.memory, shape.history, shape.width,
        shape.blocks, shape.heads, shape.recall, shape.prior}) {
    if (size == 0 || size >= kMost) refuse(file, "the reader has no such size");
  }
  if (shape.symbols + kFirstCharacterId > shape.characters) {
    refuse(file, "the reader has more symbols than characters");
  }
  if (shape.width % (2 * shape.heads) != 0) {
    refuse(file, "the heads of the encoder do not share its width");
  }
  return shape;
}

MemoryTable::MemoryTable(const ModelFile& file, const std::string& name, std::size_t columns)
    : columns_(columns), scale_(*floats_of(file, name + "/scale", 1)) {
  const Bytes fingerprints = file.section(name + "/fingerprints");
  const Bytes rows = file.section(name + "/rows");
  if (fingerprints.size != kSlots * sizeof(std::uint16_t) || rows.size != kSlots * columns) {
    refuse(file, "the table `" + name + "` has the wrong size");
  }
  fingerprints_ = reinterpret_cast<const std::uint16_t*>(fingerprints.data);
  rows_ = reinterpret_cast<const std::int8_t*>(rows.data);
}

Writer::Writer(const ModelFile& file)
    : shape_(read_shape(file)),
      memory_(file, "reader/written", shape_.memory),
      remembered_(file, "reader/remembered", shape_.hidden, kWrittenKinds * shape_.memory),
      joint_(file, "reader/joint", outputs(), shape_.hidden),
      history_(file, "reader/history", shape_.characters, shape_.history),
      recall_(file, shape_.recall, shape_.history, shape_.hidden, history_),
      prior_(file, shape_.prior, shape_.symbols),
      clause_(kClauseRows * shape_.hidden) {
  predicted_ = floats_of(file, "reader/predicted", kHistoryLength * shape_.history * shape_.hidden);
  const Embedding clause(file, "reader/clause", kClauseRows, shape_.hidden);
  for (std::size_t row = 0; row < kClauseRows; ++row) {
    clause.add_to(static_cast<Id>(row), clause_.data() + row * shape_.hidden);
  }
  const float* bias = floats_of(file, "reader/joint-bias", outputs());
  joint_bias_.assign(bias, bias + outputs());
  joint_bias_.resize(width(), kNever);
}

std::vector<float> Writer::first_scores(const float* profile) const {
  std::vector<float> scores = joint_bias_;
  prior_.add_to(profile, scores.data());
  return scores;
}

// The rows of the n-grams that what was written and what follows make. Memory is asked for all of
// them before one is read.
void Writer::remember(const Context* contexts, std::size_t count, Id next, Id after_next,
                      Projections& cache) const {
  cache.hashes.clear();
  for (std::size_t i = 0; i < count; ++i) {
    const auto [y1, y2, y3, y4] = contexts[i].history;
    for (const std::uint64_t hash :
         {hash_ids(kFirstWrittenKind, {y2, y1}), hash_ids(kFirstWrittenKind + 1, {y3, y2, y1}),
          hash_ids(kFirstWrittenKind + 2, {y4, y3, y2, y1}),
          hash_ids(kFirstWrittenKind + 3, {y1, next}),
          hash_ids(kFirstWrittenKind + 4, {y2, y1, next}),
          hash_ids(kFirstWrittenKind + 5, {y1, next, after_next})}) {
      memory_.prefetch_owner(hash);
      cache.hashes.push_back(hash);
    }
  }
  for (const std::uint64_t hash : cache.hashes) memory_.prefetch_row(hash);
  cache.memory.resize(count, remembered_.inputs());
  for (std::size_t i = 0; i < count; ++i) {
    std::int16_t* memory = cache.memory.row(i);
    for (std::size_t kind = 0; kind < kWrittenKinds; ++kind) {
      const std::int8_t* row = memory_.row(cache.hashes[i * kWrittenKinds + kind]);
      memory = std::copy(row, row + memory_.columns(), memory);
    }
    cache.memory.scales[i] = memory_.scale();
  }
}

const float* Writer::projected(std::size_t place, Id id, Projections& cache) const {
  std::vector<float>& row = cache.rows[place * shape_.characters + id];
  if (row.empty()) {
    std::vector<float> embedded(shape_.history);
    history_.add_to(id, embedded.data());
    row.assign(shape_.hidden, 0);
    multiply_add(embedded.data(), shape_.history,
                 predicted_ + place * shape_.history * shape_.hidden, shape_.hidden, row.data());
  }
  return row.data();
}

void Writer::write(const float* gap, const float* told, const Context* contexts, std::size_t count,
                   Id next, Id after_next, const float* first, Projections& cache, float* results,
                   float* shifts) const {
  const std::size_t width = whole_strips(shape_.hidden);
  cache.hidden.assign(count * width, 0);
  for (std::size_t i = 0; i < count; ++i) {
    float* hidden = cache.hidden.data() + i * width;
    std::copy(gap, gap + shape_.hidden, hidden);
    for (std::size_t place = 0; place < kHistoryLength; ++place) {
      add(projected(place, contexts[i].history[place], cache), shape_.hidden, hidden);
    }
    add(told + contexts[i].memory * recall_.width(), shape_.hidden, hidden);
    for (const std::size_t row : contexts[i].place) {
      add(clause_.data() + row * shape_.hidden, shape_.hidden, hidden);
    }
  }
  remember(contexts, count, next, after_next, cache);
  remembered_.multiply_add_sparse(cache.memory, count, cache.hidden.data(), width);
  cache.rounded.resize(count, shape_.hidden);
  for (std::size_t i = 0; i < count; ++i) {
    cache.rounded.scales[i] =
        round_rectified(cache.hidden.data() + i * width, shape_.hidden, cache.rounded.row(i));
    std::copy(first, first + this->width(), results + i * this->width());
  }
  joint_.multiply_add_sparse(cache.rounded, count, results, this->width());
  for (std::size_t i = 0; i < count; ++i) {
    shifts[i] = log_of_sum(results + i * this->width(), this->width());
  }
}

Projections::Projections(const Shape& shape) : rows(kHistoryLength * shape.characters) {}

}  // namespace textmend::reader
