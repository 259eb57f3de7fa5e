// Arithmetic on arrays of numbers, in versions for wide and for narrow registers that come to the
// same bits: sums of products are sums of integers, and floats are added in one order.
#pragma once

#include <cstddef>
#include <cstdint>

namespace textmend::reader {

// Outputs of a packed matrix side by side; arrays of results have room for whole strips.
inline constexpr std::size_t kStrip = 16;

constexpr std::size_t whole_strips(std::size_t count) noexcept {
  return (count + kStrip - 1) / kStrip * kStrip;
}

// results[i][j] += scales[i] * factors[j] * (inputs[i] x column j), for `count` inputs.
//
// The matrix is packed: for each strip of outputs and each pair of inputs, the two weights of the
// first output, of the second, and so on. A vector instruction multiplies such pairs and adds them.
// Pairs that are not named in `active` are taken for zero; where there are no names, all count.
struct Product {
  const std::int16_t* inputs;  // [count, 2 x pairs]
  std::size_t count;
  const float* scales;         // [count]
  const std::int16_t* packed;  // [strips, pairs, kStrip, 2]
  std::size_t pairs;
  const std::uint16_t* active;
  std::size_t actives;
  std::size_t strips;
  const float* factors;        // [strips x kStrip]
  float* results;              // [count, width]
  std::size_t width;
};
void multiply_add(const Product& product) noexcept;

// Names the pairs that are not zero in all of `count` inputs; returns how many there are.
std::size_t find_active(const std::int16_t* inputs, std::size_t count, std::size_t pairs,
                        std::uint16_t* active) noexcept;

// result += input x matrix, the matrix stored by rows of `columns`.
void multiply_add(const float* input, std::size_t rows, const float* matrix, std::size_t columns,
                  float* result) noexcept;

// Rounds to whole numbers up to kMostRounded in size, and returns the factor that undoes it.
inline constexpr float kMostRounded = 4095;
float round_to_integers(const float* values, std::size_t count, std::int16_t* rounded) noexcept;

// The same of what is above zero, or of its square.
float round_rectified(const float* values, std::size_t count, std::int16_t* rounded) noexcept;
float round_squared(const float* values, std::size_t count, std::int16_t* rounded) noexcept;

// The same with a factor for each value, to every second place.
void round_every_second(const float* values, const float* factors, std::size_t count,
                        std::int16_t* rounded) noexcept;

// sizes[i] = the greater of sizes[i] and the size of values[i]
void raise_to_sizes(const float* values, std::size_t count, float* sizes) noexcept;

// The logarithm of the sum of exponentials; `count` is a multiple of kStrip.
float log_of_sum(const float* scores, std::size_t count) noexcept;

// Makes exp(value - greatest) of values, in whole numbers up to `most`, and returns their sum.
float round_exponentials(const float* values, std::size_t count, float most,
                         std::int16_t* rounded) noexcept;

// Indices of the values that are not below `least`, in order, less those that are surely not among
// the greatest `wanted`; `count` is a multiple of kStrip.
std::size_t find_greatest(const float* values, std::size_t count, float least, std::size_t wanted,
                          std::uint16_t* indices) noexcept;

// The sum of squares.
float squares(const float* values, std::size_t count) noexcept;

// A step of a gated recurrent unit (training/recall.py): `inputs` and `inner` have `size` numbers
// each for forgetting before, for keeping and for what is new.
void pass_gates(const float* inputs, const float* inner, std::size_t size, float* state) noexcept;

// sums[i] += a[i], and sums[i] += a[i] * b[i]
void add(const float* a, std::size_t count, float* sums) noexcept;
void add_products(const float* a, const float* b, std::size_t count, float* sums) noexcept;

}  // namespace textmend::reader
