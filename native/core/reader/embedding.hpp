// A vector of 8-bit numbers for each character, and the factor that makes its numbers weights.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "core/model/values.hpp"
#include "core/model/vocabulary.hpp"

namespace textmend::reader {

class Embedding {
 public:
  // Throws ModelFileError.
  Embedding(const ModelFile& file, const std::string& name, std::size_t characters,
            std::size_t width)
      : factors_(floats_of(file, name + "/factors", characters)), width_(width) {
    const Bytes rows = file.section(name + "/rows");
    if (rows.size != characters * width) refuse(file, "the embedding `" + name + "` is cut");
    rows_ = reinterpret_cast<const std::int8_t*>(rows.data);
  }

  // sums[i] += the number of the character at i
  void add_to(Id id, float* sums) const noexcept {
    const std::int8_t* row = rows_ + id * width_;
    const float factor = factors_[id];
    for (std::size_t i = 0; i < width_; ++i) sums[i] += factor * static_cast<float>(row[i]);
  }

  // The product of a vector with that of the character, summed in one order whatever registers
  // there are; `width` is a multiple of kLanes.
  static constexpr std::size_t kLanes = 16;
  float product(Id id, const float* vector) const noexcept {
    const std::int8_t* row = rows_ + id * width_;
    std::array<float, kLanes> sums = {};
    for (std::size_t i = 0; i < width_; i += kLanes) {
      for (std::size_t k = 0; k < kLanes; ++k) {
        sums[k] += vector[i + k] * static_cast<float>(row[i + k]);
      }
    }
    float sum = 0;
    for (const float part : sums) sum += part;
    return factors_[id] * sum;
  }

 private:
  const std::int8_t* rows_;  // [characters, width]
  const float* factors_;
  std::size_t width_;
};

}  // namespace textmend::reader
