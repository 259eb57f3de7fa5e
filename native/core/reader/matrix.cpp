#include "core/reader/matrix.hpp"

#include <algorithm>
#include <cmath>

#include "core/model/values.hpp"

namespace textmend::reader {

Matrix::Matrix(const ModelFile& file, const std::string& name, std::size_t outputs,
               std::size_t inputs)
    : outputs_(outputs),
      inputs_(inputs),
      pairs_((inputs + 1) / 2),
      factors_(whole_strips(outputs)) {
  const Bytes rows = file.section(name + "/rows");
  if (inputs > kMostInputs) refuse(file, "the matrix `" + name + "` is too large");
  if (rows.size != outputs * inputs) refuse(file, "the matrix `" + name + "` has the wrong size");
  const float* factors = floats_of(file, name + "/factors", outputs);
  std::copy(factors, factors + outputs, factors_.begin());
  const auto* values = reinterpret_cast<const std::int8_t*>(rows.data);
  packed_.resize(factors_.size() * pairs_ * 2);
  for (std::size_t j = 0; j < outputs; ++j) {
    std::int16_t* column = packed_.data() + (j / kStrip * pairs_ * kStrip + j % kStrip) * 2;
    for (std::size_t k = 0; k < inputs; ++k) {
      column[k / 2 * kStrip * 2 + k % 2] = values[j * inputs + k];
    }
  }
}

void Matrix::multiply_add(const Rounded& inputs, std::size_t count, float* results,
                          std::size_t width) const noexcept {
  textmend::reader::multiply_add({inputs.rows.data(), count, inputs.scales.data(), packed_.data(),
                                  pairs_, nullptr, 0, factors_.size() / kStrip, factors_.data(),
                                  results, width});
}

void Matrix::multiply_add_sparse(Rounded& inputs, std::size_t count, float* results,
                                 std::size_t width) const {
  inputs.active.resize(pairs_);
  const std::size_t actives = find_active(inputs.rows.data(), count, pairs_, inputs.active.data());
  textmend::reader::multiply_add({inputs.rows.data(), count, inputs.scales.data(), packed_.data(),
                                  pairs_, inputs.active.data(), actives, factors_.size() / kStrip,
                                  factors_.data(), results, width});
}

}  // namespace textmend::reader
