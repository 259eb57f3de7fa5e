// The parts of the network that the search runs itself, read where they lie in the model's file.
// The encoder is not among them: ONNX Runtime runs it.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/model/file.hpp"
#include "core/reader/hashing.hpp"

namespace textmend::reader {

// Sizes of the network, as its section says.
struct Shape {
  std::uint32_t version = 1;
  std::uint32_t characters = 0;
  std::uint32_t symbols = 0;
  std::uint32_t hidden = 0;
  std::uint32_t memory = 0;   // columns of a memory table
  std::uint32_t history = 0;  // columns of the embedding of a written character
};

// A table of vectors of 8-bit numbers, a row for each slot; row 0 is that of all n-grams that own
// no slot and is zero.
class MemoryTable {
 public:
  MemoryTable(const ModelFile& file, const std::string& name, std::size_t columns);

  // The row of an n-gram, and the factor that makes its numbers weights.
  const std::int8_t* row(std::uint64_t hash) const noexcept {
    const std::size_t slot = slot_of(hash);
    return rows_ + columns_ * (fingerprints_[slot] == fingerprint_of(hash) ? slot : 0);
  }
  float scale() const noexcept { return scale_; }
  std::size_t columns() const noexcept { return columns_; }

 private:
  const std::uint16_t* fingerprints_ = nullptr;
  const std::int8_t* rows_ = nullptr;
  std::size_t columns_;
  float scale_ = 0;
};

// The last characters written, the latest first, as ids of the reader's vocabulary.
using History = std::array<Id, 4>;

// A matrix of 8-bit numbers, a row and a factor for each output. Products are summed in integers,
// so every processor comes to the same result.
class Matrix {
 public:
  Matrix(const ModelFile& file, const std::string& name, std::size_t outputs, std::size_t inputs);

  // results[i][j] += scales[i] * factor of j * (row j x inputs[i]), for `count` inputs: what is
  // read of the matrix serves all of them.
  void multiply_add(const std::int16_t* inputs, std::size_t count, const float* scales,
                    float* results) const noexcept;
  std::size_t inputs() const noexcept { return inputs_; }

 private:
  std::size_t outputs_;
  std::size_t inputs_;
  const std::int8_t* rows_ = nullptr;
  const float* factors_ = nullptr;
};

inline constexpr std::size_t kHistoryLength = 3;  // of the characters that the predictor embeds

// What the predictor makes of a character at a place, kept, since the same few come again and
// again; and room to work in. One for each search.
struct Projections {
  explicit Projections(const Shape& shape);
  std::vector<std::vector<float>> rows;  // [place, character]
  std::vector<std::int16_t> memory;
  std::vector<float> hidden;
  std::vector<std::int16_t> rounded;  // [histories, hidden]
  std::vector<float> scales;          // [histories]
};

// Predictor and joint layer: what is known of the gap and of the text so far to the logarithms of
// the probabilities of each symbol and, last, of copying.
class Writer {
 public:
  explicit Writer(const ModelFile& file);

  const Shape& shape() const noexcept { return shape_; }
  std::size_t outputs() const noexcept { return shape_.symbols + 1; }

  // gap: `hidden` numbers of the encoder; next, after_next: the observed characters that follow.
  // results: `outputs()` natural logarithms for each history.
  void write(const float* gap, const std::vector<History>& histories, Id next, Id after_next,
             Projections& cache, float* results) const;

 private:
  void predict(const float* gap, const History& history, Id next, Id after_next,
               Projections& cache) const;
  const float* projected(std::size_t place, Id id, Projections& cache) const;
  void remember(const History& history, Id next, Id after_next,
                std::int16_t* memory) const noexcept;

  Shape shape_;
  MemoryTable memory_;
  Matrix remembered_;                 // [hidden, kinds x memory]
  Matrix joint_;                      // [outputs, hidden]
  const float* history_ = nullptr;    // [characters, history]
  const float* predicted_ = nullptr;  // [places x history, hidden]
  const float* joint_bias_ = nullptr; // [outputs]
};

Shape read_shape(const ModelFile& file);

// The floats of a section of exactly this many; throws ModelFileError.
const float* floats_of(const ModelFile& file, const std::string& name, std::size_t count);

}  // namespace textmend::reader
