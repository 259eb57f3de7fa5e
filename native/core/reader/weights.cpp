#include "core/reader/weights.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

namespace textmend::reader {

namespace {

// What the hidden layer is rounded to: with 8-bit weights and fewer than 65,536 inputs the sums stay
// inside 32 bits.
constexpr float kMostRounded = 255;

// Where the compiler can, a second version for processors with wider registers is built beside the
// portable one and chosen when the program is loaded.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define TEXTMEND_WIDE __attribute__((target_clones("default", "arch=haswell")))
#else
#define TEXTMEND_WIDE
#endif

// result += input x matrix, the matrix stored by rows of `columns`. Inputs of zero, of which a
// rectified layer has many, cost nothing.
TEXTMEND_WIDE void multiply_add(const float* input, std::size_t rows, const float* matrix,
                                std::size_t columns, float* result) noexcept {
  for (std::size_t i = 0; i < rows; ++i) {
    const float factor = input[i];
    if (factor == 0) continue;
    const float* row = matrix + i * columns;
    for (std::size_t j = 0; j < columns; ++j) result[j] += factor * row[j];
  }
}

// result = rows x input, with 16-bit factors that the vectorizer multiplies in pairs.
TEXTMEND_WIDE void products(const std::int16_t* input, const std::int8_t* rows, std::size_t outputs,
                            std::size_t inputs, std::int32_t* result) noexcept {
  for (std::size_t j = 0; j < outputs; ++j) {
    const std::int8_t* row = rows + j * inputs;
    std::int32_t sum = 0;
    for (std::size_t k = 0; k < inputs; ++k) {
      const std::int16_t weight = row[k];
      sum += input[k] * weight;
    }
    result[j] = sum;
  }
}

[[noreturn]] void refuse(const ModelFile& file, const std::string& why) {
  throw ModelFileError(file.path() + ": " + why +
                       "; the reader is damaged, or was made by another version of textmend: get "
                       "it again, or train it again.");
}

// The sum of exp(score - most), good to seven digits. exp(x) is 2^n times a polynomial on the rest
// (as in Cephes); written out, since a loop around the library's runs one number at a time.
TEXTMEND_WIDE float sum_of_exponentials(const float* scores, std::size_t count,
                                        float most) noexcept {
  constexpr float kLog2E = 1.44269504F;
  constexpr float kLn2 = 0.693147181F;
  constexpr std::size_t kLanes = 16;
  float sums[kLanes] = {};
  const auto exponential = [most](float score) {
    const float x = std::max(score - most, -80.0F) * kLog2E;
    const auto whole = static_cast<std::int32_t>(x - 0.5F);
    const float rest = (x - static_cast<float>(whole)) * kLn2;
    float p = 1.0F / 720;
    p = p * rest + 1.0F / 120;
    p = p * rest + 1.0F / 24;
    p = p * rest + 1.0F / 6;
    p = p * rest + 0.5F;
    p = p * rest + 1.0F;
    p = p * rest + 1.0F;
    const std::int32_t bits = (whole + 127) * (1 << 23);
    float power;
    std::memcpy(&power, &bits, sizeof power);
    return p * power;
  };
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) sums[k] += exponential(scores[i + k]);
  }
  float sum = 0;
  for (; i < count; ++i) sum += exponential(scores[i]);
  for (const float part : sums) sum += part;
  return sum;
}

void to_log_probabilities(float* scores, std::size_t count) noexcept {
  const float most = *std::max_element(scores, scores + count);
  const float shift = most + std::log(sum_of_exponentials(scores, count, most));
  for (std::size_t i = 0; i < count; ++i) scores[i] -= shift;
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
    : outputs_(outputs),
      inputs_(inputs),
      factors_(floats_of(file, name + "/factors", outputs)) {
  const Bytes rows = file.section(name + "/rows");
  if (rows.size != outputs * inputs) refuse(file, "the matrix `" + name + "` has the wrong size");
  rows_ = reinterpret_cast<const std::int8_t*>(rows.data);
}

void Matrix::multiply_add(const std::int16_t* input, float scale, float* result) const noexcept {
  constexpr std::size_t kAtOnce = 128;
  std::array<std::int32_t, kAtOnce> sums;
  for (std::size_t start = 0; start < outputs_; start += kAtOnce) {
    const std::size_t count = std::min(kAtOnce, outputs_ - start);
    products(input, rows_ + start * inputs_, count, inputs_, sums.data());
    for (std::size_t j = 0; j < count; ++j) {
      result[start + j] += scale * factors_[start + j] * static_cast<float>(sums[j]);
    }
  }
}

Writer::Writer(const ModelFile& file)
    : shape_(read_shape(file)),
      memory_(file, "reader/written", shape_.memory),
      remembered_(file, "reader/remembered", shape_.hidden, kWrittenKinds * shape_.memory),
      joint_(file, "reader/joint", outputs(), shape_.hidden) {
  history_ = floats_of(file, "reader/history", std::size_t{shape_.characters} * shape_.history);
  predicted_ =
      floats_of(file, "reader/predicted", kHistoryLength * shape_.history * shape_.hidden);
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

void Writer::write(const float* gap, const History& history, Id next, Id after_next,
                   Projections& cache, float* result) const {
  float* hidden = cache.hidden.data();
  std::copy(gap, gap + shape_.hidden, hidden);
  for (std::size_t place = 0; place < kHistoryLength; ++place) {
    const float* row = projected(place, history[place], cache);
    for (std::size_t i = 0; i < shape_.hidden; ++i) hidden[i] += row[i];
  }
  remember(history, next, after_next, cache.memory.data());
  remembered_.multiply_add(cache.memory.data(), memory_.scale(), hidden);
  float most = 1e-6F;
  for (std::size_t i = 0; i < shape_.hidden; ++i) {
    hidden[i] = std::max(hidden[i], 0.0F);
    most = std::max(most, hidden[i]);
  }
  for (std::size_t i = 0; i < shape_.hidden; ++i) {
    cache.rounded[i] = static_cast<std::int16_t>(hidden[i] * (kMostRounded / most) + 0.5F);
  }
  std::copy(joint_bias_, joint_bias_ + outputs(), result);
  joint_.multiply_add(cache.rounded.data(), most / kMostRounded, result);
  to_log_probabilities(result, outputs());
}

Projections::Projections(const Shape& shape)
    : rows(kHistoryLength * shape.characters),
      memory(kWrittenKinds * shape.memory),
      hidden(shape.hidden),
      rounded(shape.hidden) {}

}  // namespace textmend::reader
