// Arithmetic on arrays of numbers.
#pragma once

#include <cstddef>
#include <cstdint>

namespace textmend::reader {

// result += input x matrix, the matrix stored by rows of `columns`.
void multiply_add(const float* input, std::size_t rows, const float* matrix, std::size_t columns,
                  float* result) noexcept;

// result = rows x input
void products(const std::int16_t* input, const std::int8_t* rows, std::size_t outputs,
              std::size_t inputs, std::int32_t* result) noexcept;

float greatest(const float* values, std::size_t count) noexcept;

// Makes logarithms of probabilities of scores, of which there is at least one.
void to_log_probabilities(float* scores, std::size_t count) noexcept;

}  // namespace textmend::reader
