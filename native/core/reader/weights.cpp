#include "core/reader/weights.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

#include "core/reader/kernels.hpp"

namespace textmend::reader {

namespace {

// What the hidden layer is rounded to: with 8-bit weights and fewer than 65,536 inputs the sums
// stay inside 32 bits.
constexpr float kMostRounded = 255;

[[noreturn]] void refuse(const ModelFile& file, const std::string& why) {
  throw ModelFileError(file.path() + ": " + why +
                       "; the reader is damaged, or was made by another version of textmend: get "
                       "it again, or train it again.");
}

}  // namespace

const float* floats_of(const ModelFile& file, const std::string& name, std::size_t count) {
  const Bytes bytes = file.section(name);
  if (bytes.size != count * sizeof(float)) {
    refuse(file, "the section `" + name + "` has the wrong size");
  }
  const auto* values = reinterpret_cast<const float*>(bytes.data);
  if (!std::all_of(values, values + count, [](float value) { return std::isfinite(value); })) {
    refuse(file, "the section `" + name + "` holds what is not a number");
  }
  return values;
}

Shape read_shape(const ModelFile& file) {
  constexpr std::uint32_t kMost = 1U << 16U;
  const Bytes bytes = file.section("reader/shape");
  Shape shape;
  if (bytes.size != sizeof shape) refuse(file, "the description of the reader is cut");
  std::memcpy(&shape, bytes.data, sizeof shape);
  if (shape.version != Shape{}.version) refuse(file, "the reader has another version");
  for (const std::uint32_t size :
       {shape.characters, shape.symbols, shape.hidden, shape.memory, shape.history}) {
    if (size == 0 || size >= kMost) refuse(file, "the reader has no such size");
  }
  if (shape.symbols + kFirstCharacterId > shape.characters) {
    refuse(file, "the reader has more symbols than characters");
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

Matrix::Matrix(const ModelFile& file, const std::string& name, std::size_t outputs,
               std::size_t inputs)
    : outputs_(outputs), inputs_(inputs), factors_(floats_of(file, name + "/factors", outputs)) {
  const Bytes rows = file.section(name + "/rows");
  if (rows.size != outputs * inputs) refuse(file, "the matrix `" + name + "` has the wrong size");
  rows_ = reinterpret_cast<const std::int8_t*>(rows.data);
}

void Matrix::multiply_add(const std::int16_t* inputs, std::size_t count, const float* scales,
                          float* results) const noexcept {
  constexpr std::size_t kAtOnce = 128;  // rows, which stay in the nearest cache
  std::array<std::int32_t, kAtOnce> sums;
  for (std::size_t start = 0; start < outputs_; start += kAtOnce) {
    const std::size_t rows = std::min(kAtOnce, outputs_ - start);
    for (std::size_t i = 0; i < count; ++i) {
      products(inputs + i * inputs_, rows_ + start * inputs_, rows, inputs_, sums.data());
      float* result = results + i * outputs_ + start;
      for (std::size_t j = 0; j < rows; ++j) {
        result[j] += scales[i] * factors_[start + j] * static_cast<float>(sums[j]);
      }
    }
  }
}

Writer::Writer(const ModelFile& file)
    : shape_(read_shape(file)),
      memory_(file, "reader/written", shape_.memory),
      remembered_(file, "reader/remembered", shape_.hidden, kWrittenKinds * shape_.memory),
      joint_(file, "reader/joint", outputs(), shape_.hidden) {
  history_ = floats_of(file, "reader/history", std::size_t{shape_.characters} * shape_.history);
  predicted_ = floats_of(file, "reader/predicted", kHistoryLength * shape_.history * shape_.hidden);
  joint_bias_ = floats_of(file, "reader/joint-bias", outputs());
}

void Writer::remember(const History& history, Id next, Id after_next,
                      std::int16_t* memory) const noexcept {
  const auto [y1, y2, y3, y4] = history;
  const std::array<std::uint64_t, kWrittenKinds> hashes = {
      hash_ids(kFirstWrittenKind, {y2, y1}),
      hash_ids(kFirstWrittenKind + 1, {y3, y2, y1}),
      hash_ids(kFirstWrittenKind + 2, {y4, y3, y2, y1}),
      hash_ids(kFirstWrittenKind + 3, {y1, next}),
      hash_ids(kFirstWrittenKind + 4, {y2, y1, next}),
      hash_ids(kFirstWrittenKind + 5, {y1, next, after_next})};
  for (const std::uint64_t hash : hashes) {
    const std::int8_t* row = memory_.row(hash);
    memory = std::copy(row, row + memory_.columns(), memory);
  }
}

const float* Writer::projected(std::size_t place, Id id, Projections& cache) const {
  std::vector<float>& row = cache.rows[place * shape_.characters + id];
  if (row.empty()) {
    row.assign(shape_.hidden, 0);
    multiply_add(history_ + std::size_t{id} * shape_.history, shape_.history,
                 predicted_ + place * shape_.history * shape_.hidden, shape_.hidden, row.data());
  }
  return row.data();
}

void Writer::predict(const float* gap, const History& history, Id next, Id after_next,
                     Projections& cache) const {
  float* hidden = cache.hidden.data();
  std::copy(gap, gap + shape_.hidden, hidden);
  for (std::size_t place = 0; place < kHistoryLength; ++place) {
    const float* row = projected(place, history[place], cache);
    for (std::size_t i = 0; i < shape_.hidden; ++i) hidden[i] += row[i];
  }
  remember(history, next, after_next, cache.memory.data());
  const float scale = memory_.scale();
  remembered_.multiply_add(cache.memory.data(), 1, &scale, hidden);
  for (std::size_t i = 0; i < shape_.hidden; ++i) hidden[i] = std::max(hidden[i], 0.0F);
  const float most = std::max(greatest(hidden, shape_.hidden), 1e-6F);
  for (std::size_t i = 0; i < shape_.hidden; ++i) {
    cache.rounded.push_back(static_cast<std::int16_t>(hidden[i] * (kMostRounded / most) + 0.5F));
  }
  cache.scales.push_back(most / kMostRounded);
}

void Writer::write(const float* gap, const std::vector<History>& histories, Id next, Id after_next,
                   Projections& cache, float* results) const {
  cache.rounded.clear();
  cache.scales.clear();
  float* result = results;
  for (const History& history : histories) {
    predict(gap, history, next, after_next, cache);
    result = std::copy(joint_bias_, joint_bias_ + outputs(), result);
  }
  joint_.multiply_add(cache.rounded.data(), histories.size(), cache.scales.data(), results);
  for (std::size_t i = 0; i < histories.size(); ++i) {
    to_log_probabilities(results + i * outputs(), outputs());
  }
}

Projections::Projections(const Shape& shape)
    : rows(kHistoryLength * shape.characters),
      memory(kWrittenKinds * shape.memory),
      hidden(shape.hidden) {}

}  // namespace textmend::reader
