// The loops in which the reader spends its time. Each is written once, without a word of what
// registers there are, and compiled once for each kind of them (registers.hpp); which is used is
// chosen when the program runs. The product of integers stands in products.cpp.
//
// No number here is NaN or infinite, and the file is compiled on that condition; it is compiled
// without contraction of products and sums, so that all versions come to the same bits.
#include "core/reader/kernels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "core/registers.hpp"

namespace textmend::reader {

namespace {

constexpr std::size_t kLanes = 16;  // sums side by side, which the vectorizer may not invent

// Inputs of zero, of which there are many in some embeddings, cost nothing.
TEXTMEND_ALWAYS_INLINE void body_multiply_add(const float* input, std::size_t rows,
                                              const float* matrix, std::size_t columns,
                                              float* result) noexcept {
  for (std::size_t i = 0; i < rows; ++i) {
    const float factor = input[i];
    if (factor == 0) continue;
    const float* row = matrix + i * columns;
    for (std::size_t j = 0; j < columns; ++j) result[j] += factor * row[j];
  }
}

template <typename Lane>
TEXTMEND_ALWAYS_INLINE float greatest_of(const float* values, std::size_t count,
                                         Lane&& of) noexcept {
  std::array<float, kLanes> best;
  best.fill(of(values[0]));
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) {
      const float value = of(values[i + k]);
      best[k] = best[k] < value ? value : best[k];
    }
  }
  float most = best[0];
  for (std::size_t k = 1; k < kLanes; ++k) most = most < best[k] ? best[k] : most;
  for (; i < count; ++i) most = most < of(values[i]) ? of(values[i]) : most;
  return most;
}

constexpr float kLeastSize = 1e-20F;      // of the greatest of what is to be rounded
constexpr float kToWhole = 12582912.0F;   // adding and taking it away rounds to a whole number

template <typename Lane>
TEXTMEND_ALWAYS_INLINE float rounded_by(const float* values, std::size_t count, float most,
                                        Lane&& of, std::int16_t* rounded) noexcept {
  most = most < kLeastSize ? kLeastSize : most;
  const float factor = kMostRounded / most;
  for (std::size_t i = 0; i < count; ++i) {
    const float whole = (of(values[i]) * factor + kToWhole) - kToWhole;
    rounded[i] = static_cast<std::int16_t>(static_cast<std::int32_t>(whole));
  }
  return most / kMostRounded;
}

TEXTMEND_ALWAYS_INLINE float body_round(const float* values, std::size_t count,
                                        std::int16_t* rounded) noexcept {
  const auto size = [](float x) { return x < 0 ? -x : x; };
  const auto same = [](float x) { return x; };
  return rounded_by(values, count, greatest_of(values, count, size), same, rounded);
}

TEXTMEND_ALWAYS_INLINE float body_round_rectified(const float* values, std::size_t count,
                                                  std::int16_t* rounded) noexcept {
  const auto above = [](float x) { return x < 0 ? 0 : x; };
  return rounded_by(values, count, greatest_of(values, count, above), above, rounded);
}

TEXTMEND_ALWAYS_INLINE float body_round_squared(const float* values, std::size_t count,
                                                std::int16_t* rounded) noexcept {
  const auto square = [](float x) { return x < 0 ? 0 : x * x; };
  return rounded_by(values, count, greatest_of(values, count, square), square, rounded);
}

// exp(x) for x <= 0, good to seven digits: 2^n times a polynomial on the rest (as in Cephes).
// Written out, since the library's takes one number at a time.
TEXTMEND_ALWAYS_INLINE float exponential(float x) noexcept {
  constexpr float kLog2E = 1.44269504F;
  constexpr float kLn2 = 0.693147181F;
  constexpr float kLeastPower = -126;
  x *= kLog2E;
  x = x < kLeastPower ? kLeastPower : x;
  const float whole = (x + kToWhole) - kToWhole;
  const float rest = (x - whole) * kLn2;
  float p = 1.0F / 720;
  p = p * rest + 1.0F / 120;
  p = p * rest + 1.0F / 24;
  p = p * rest + 1.0F / 6;
  p = p * rest + 0.5F;
  p = p * rest + 1.0F;
  p = p * rest + 1.0F;
  const std::int32_t bits = (static_cast<std::int32_t>(whole) + 127) * (1 << 23);
  float power;
  std::memcpy(&power, &bits, sizeof power);
  return p * power;
}

TEXTMEND_ALWAYS_INLINE float sum_of(const std::array<float, kLanes>& sums) noexcept {
  float sum = 0;
  for (const float part : sums) sum += part;
  return sum;
}

TEXTMEND_ALWAYS_INLINE float body_log_of_sum(const float* scores, std::size_t count) noexcept {
  const float most = greatest_of(scores, count, [](float x) { return x; });
  std::array<float, kLanes> sums = {};
  for (std::size_t i = 0; i < count; i += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) sums[k] += exponential(scores[i + k] - most);
  }
  return most + std::log(sum_of(sums));
}

TEXTMEND_ALWAYS_INLINE std::size_t body_find_active(const std::int16_t* inputs, std::size_t count,
                                                    std::size_t pairs,
                                                    std::uint16_t* active) noexcept {
  std::size_t found = 0;
  for (std::size_t start = 0; start < pairs; start += kStrip) {
    const std::size_t here = pairs - start < kStrip ? pairs - start : kStrip;
    std::array<std::int32_t, kStrip> any = {};
    for (std::size_t i = 0; i < count; ++i) {
      std::array<std::int32_t, kStrip> both = {};
      std::memcpy(both.data(), inputs + (i * pairs + start) * 2, here * sizeof(std::int32_t));
      for (std::size_t k = 0; k < kStrip; ++k) any[k] |= both[k];
    }
    for (std::size_t k = 0; k < here; ++k) {
      active[found] = static_cast<std::uint16_t>(start + k);
      found += any[k] != 0 ? 1 : 0;
    }
  }
  return found;
}

TEXTMEND_ALWAYS_INLINE float body_round_exponentials(const float* values, std::size_t count,
                                                     float most, std::int16_t* rounded) noexcept {
  const float greatest = greatest_of(values, count, [](float x) { return x; });
  for (std::size_t i = 0; i < count; ++i) {
    const float whole = (exponential(values[i] - greatest) * most + kToWhole) - kToWhole;
    rounded[i] = static_cast<std::int16_t>(static_cast<std::int32_t>(whole));
  }
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += rounded[i];
  return static_cast<float>(sum);
}

// Of the greatest in each lane, so many are among all values: what is below the last of them is not
// among the greatest.
TEXTMEND_ALWAYS_INLINE std::size_t body_find_greatest(const float* values, std::size_t count,
                                                      float least, std::size_t wanted,
                                                      std::uint16_t* indices) noexcept {
  std::array<float, kStrip> lanes;
  std::copy(values, values + kStrip, lanes.begin());
  for (std::size_t i = kStrip; i < count; i += kStrip) {
    for (std::size_t k = 0; k < kStrip; ++k) {
      lanes[k] = lanes[k] < values[i + k] ? values[i + k] : lanes[k];
    }
  }
  std::size_t lanes_left = 0;
  for (const float lane : lanes) lanes_left += lane >= least ? 1 : 0;
  if (lanes_left == 0) return 0;
  if (lanes_left >= wanted) {
    const auto last = lanes.begin() + static_cast<std::ptrdiff_t>(wanted) - 1;
    std::nth_element(lanes.begin(), last, lanes.end(), [](float a, float b) { return a > b; });
    least = *last;
  }
  std::size_t found = 0;
  for (std::size_t i = 0; i < count; i += kStrip) {
    std::int32_t any = 0;
    for (std::size_t k = 0; k < kStrip; ++k) any |= values[i + k] >= least ? 1 : 0;
    if (any == 0) continue;
    for (std::size_t k = 0; k < kStrip; ++k) {
      if (values[i + k] >= least) indices[found++] = static_cast<std::uint16_t>(i + k);
    }
  }
  return found;
}

TEXTMEND_ALWAYS_INLINE void body_round_every_second(const float* values, const float* factors,
                                                    std::size_t count,
                                                    std::int16_t* rounded) noexcept {
  for (std::size_t i = 0; i < count; ++i) {
    const float whole = (values[i] * factors[i] + kToWhole) - kToWhole;
    rounded[2 * i] = static_cast<std::int16_t>(static_cast<std::int32_t>(whole));
  }
}

TEXTMEND_ALWAYS_INLINE void body_raise_to_sizes(const float* values, std::size_t count,
                                                float* sizes) noexcept {
  for (std::size_t i = 0; i < count; ++i) {
    const float size = values[i] < 0 ? -values[i] : values[i];
    sizes[i] = sizes[i] < size ? size : sizes[i];
  }
}

TEXTMEND_ALWAYS_INLINE float body_squares(const float* values, std::size_t count) noexcept {
  std::array<float, kLanes> sums = {};
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) sums[k] += values[i + k] * values[i + k];
  }
  for (; i < count; ++i) sums[0] += values[i] * values[i];
  return sum_of(sums);
}

TEXTMEND_ALWAYS_INLINE void body_add(const float* a, std::size_t count, float* sums) noexcept {
  for (std::size_t i = 0; i < count; ++i) sums[i] += a[i];
}

TEXTMEND_ALWAYS_INLINE void body_add_products(const float* a, const float* b, std::size_t count,
                                              float* sums) noexcept {
  for (std::size_t i = 0; i < count; ++i) sums[i] += a[i] * b[i];
}

TEXTMEND_ALWAYS_INLINE float softsign(float x) noexcept { return x / (1.0F + (x < 0 ? -x : x)); }

TEXTMEND_ALWAYS_INLINE float gate(float x) noexcept { return 0.5F + 0.5F * softsign(x); }

TEXTMEND_ALWAYS_INLINE void body_pass_gates(const float* inputs, const float* inner,
                                            std::size_t size, float* state) noexcept {
  for (std::size_t i = 0; i < size; ++i) {
    const float reset = gate(inputs[i] + inner[i]);
    const float keep = gate(inputs[size + i] + inner[size + i]);
    const float fresh = softsign(inputs[2 * size + i] + reset * inner[2 * size + i]);
    state[i] = fresh + keep * (state[i] - fresh);
  }
}

}  // namespace

// All versions of a loop, and the choice between them.
#if TEXTMEND_REGISTERS >= 2
#define TEXTMEND_VERSIONS(result, name, body, parameters, arguments)                         \
  TEXTMEND_WIDEST static result name##_widest parameters noexcept { return body arguments; } \
  TEXTMEND_WIDE static result name##_wide parameters noexcept { return body arguments; }     \
  static result name##_narrow parameters noexcept { return body arguments; }                 \
  result name parameters noexcept {                                                          \
    if (is_widest()) return name##_widest arguments;                                         \
    return is_wide() ? name##_wide arguments : name##_narrow arguments;                      \
  }
#elif TEXTMEND_REGISTERS >= 1
#define TEXTMEND_VERSIONS(result, name, body, parameters, arguments)                     \
  TEXTMEND_WIDE static result name##_wide parameters noexcept { return body arguments; } \
  static result name##_narrow parameters noexcept { return body arguments; }             \
  result name parameters noexcept {                                                      \
    return is_wide() ? name##_wide arguments : name##_narrow arguments;                  \
  }
#else
#define TEXTMEND_VERSIONS(result, name, body, parameters, arguments) \
  result name parameters noexcept { return body arguments; }
#endif

TEXTMEND_VERSIONS(void, multiply_add, body_multiply_add,
                  (const float* input, std::size_t rows, const float* matrix, std::size_t columns,
                   float* result),
                  (input, rows, matrix, columns, result))
TEXTMEND_VERSIONS(float, round_to_integers, body_round,
                  (const float* values, std::size_t count, std::int16_t* rounded),
                  (values, count, rounded))
TEXTMEND_VERSIONS(float, round_rectified, body_round_rectified,
                  (const float* values, std::size_t count, std::int16_t* rounded),
                  (values, count, rounded))
TEXTMEND_VERSIONS(float, round_squared, body_round_squared,
                  (const float* values, std::size_t count, std::int16_t* rounded),
                  (values, count, rounded))
TEXTMEND_VERSIONS(float, log_of_sum, body_log_of_sum, (const float* scores, std::size_t count),
                  (scores, count))
TEXTMEND_VERSIONS(std::size_t, find_active, body_find_active,
                  (const std::int16_t* inputs, std::size_t count, std::size_t pairs,
                   std::uint16_t* active),
                  (inputs, count, pairs, active))
TEXTMEND_VERSIONS(float, round_exponentials, body_round_exponentials,
                  (const float* values, std::size_t count, float most, std::int16_t* rounded),
                  (values, count, most, rounded))
TEXTMEND_VERSIONS(std::size_t, find_greatest, body_find_greatest,
                  (const float* values, std::size_t count, float least, std::size_t wanted,
                   std::uint16_t* indices),
                  (values, count, least, wanted, indices))
TEXTMEND_VERSIONS(void, round_every_second, body_round_every_second,
                  (const float* values, const float* factors, std::size_t count,
                   std::int16_t* rounded),
                  (values, factors, count, rounded))
TEXTMEND_VERSIONS(void, raise_to_sizes, body_raise_to_sizes,
                  (const float* values, std::size_t count, float* sizes), (values, count, sizes))
TEXTMEND_VERSIONS(float, squares, body_squares, (const float* values, std::size_t count),
                  (values, count))
TEXTMEND_VERSIONS(void, pass_gates, body_pass_gates,
                  (const float* inputs, const float* inner, std::size_t size, float* state),
                  (inputs, inner, size, state))
TEXTMEND_VERSIONS(void, add, body_add, (const float* a, std::size_t count, float* sums),
                  (a, count, sums))
TEXTMEND_VERSIONS(void, add_products, body_add_products,
                  (const float* a, const float* b, std::size_t count, float* sums),
                  (a, b, count, sums))

}  // namespace textmend::reader
