// Matrices of 8-bit numbers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/file.hpp"
#include "core/reader/kernels.hpp"

namespace textmend::reader {

// Matrices have at most so many inputs, which keeps their sums inside 32 bits.
inline constexpr std::size_t kMostInputs = 4096;

// Inputs of a product: rows of 16-bit numbers, padded to pairs, and what to multiply them with.
struct Rounded {
  std::size_t width = 0;
  std::vector<std::int16_t> rows;
  std::vector<float> scales;
  std::vector<std::uint16_t> active;  // the pairs that are not zero in all rows

  void resize(std::size_t count, std::size_t inputs) {
    width = (inputs + 1) / 2 * 2;
    if (rows.size() < count * width) rows.resize(count * width);
    if (scales.size() < count) scales.resize(count);
  }
  std::int16_t* row(std::size_t i) noexcept { return rows.data() + i * width; }
};

// A matrix with a factor for each output, packed for `multiply_add` when it is read. Products are
// summed in integers, so every processor comes to the same result.
class Matrix {
 public:
  Matrix(const ModelFile& file, const std::string& name, std::size_t outputs, std::size_t inputs);

  // results[i] += matrix x inputs[i], rows of `width` floats, the first `count` of both.
  void multiply_add(const Rounded& inputs, std::size_t count, float* results,
                    std::size_t width) const noexcept;
  // The same for few inputs of which many numbers are zero.
  void multiply_add_sparse(Rounded& inputs, std::size_t count, float* results,
                           std::size_t width) const;
  std::size_t outputs() const noexcept { return outputs_; }
  std::size_t inputs() const noexcept { return inputs_; }

 private:
  std::size_t outputs_;
  std::size_t inputs_;
  std::size_t pairs_;  // of inputs
  std::vector<std::int16_t> packed_;
  std::vector<float> factors_;
};

}  // namespace textmend::reader
