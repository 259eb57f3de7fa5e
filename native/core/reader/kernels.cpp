// The loops in which the search spends its time, written so that compilers use vector instructions.
// No number here is NaN or infinite, and the file is compiled on that condition.
#include "core/reader/kernels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace textmend::reader {

// Where the compiler can, a second version for processors with wider registers is built beside the
// portable one and chosen when the program is loaded.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define TEXTMEND_WIDE __attribute__((target_clones("default", "avx2")))
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

constexpr std::size_t kLanes = 16;  // sums side by side, which the vectorizer may not invent

TEXTMEND_WIDE float greatest(const float* values, std::size_t count) noexcept {
  std::array<float, kLanes> best;
  best.fill(values[0]);
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) best[k] = std::max(best[k], values[i + k]);
  }
  for (; i < count; ++i) best[0] = std::max(best[0], values[i]);
  return *std::max_element(best.begin(), best.end());
}

// The sum of exp(value - most), good to seven digits; exp(x) is 2^n times a polynomial on the rest
// (as in Cephes). Written out, since the library's takes one number at a time.
TEXTMEND_WIDE float sum_of_exponentials(const float* values, std::size_t count,
                                        float most) noexcept {
  constexpr float kLog2E = 1.44269504F;
  constexpr float kLn2 = 0.693147181F;
  constexpr float kToWhole = 12582912.0F;  // adding and taking it away rounds to a whole number
  std::array<float, kLanes> sums = {};
  for (std::size_t start = 0; start < count; start += kLanes) {
    const std::size_t here = std::min(kLanes, count - start);
    std::array<float, kLanes> powers = {};
    for (std::size_t k = 0; k < here; ++k) {
      const float x = (values[start + k] - most) * kLog2E;
      const float whole = (x + kToWhole) - kToWhole;
      const float rest = (x - whole) * kLn2;
      float p = 1.0F / 720;
      p = p * rest + 1.0F / 120;
      p = p * rest + 1.0F / 24;
      p = p * rest + 1.0F / 6;
      p = p * rest + 0.5F;
      p = p * rest + 1.0F;
      p = p * rest + 1.0F;
      const std::int32_t exponent = std::max(static_cast<std::int32_t>(whole), -126) + 127;
      const std::int32_t bits = exponent * (1 << 23);
      float power;
      std::memcpy(&power, &bits, sizeof power);
      powers[k] = p * power;
    }
    for (std::size_t k = 0; k < kLanes; ++k) sums[k] += powers[k];
  }
  float sum = 0;
  for (const float part : sums) sum += part;
  return sum;
}

void to_log_probabilities(float* scores, std::size_t count) noexcept {
  const float most = greatest(scores, count);
  const float shift = most + std::log(sum_of_exponentials(scores, count, most));
  for (std::size_t i = 0; i < count; ++i) scores[i] -= shift;
}

}  // namespace textmend::reader
