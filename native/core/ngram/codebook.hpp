// One-dimensional codebooks by Lloyd's algorithm (1982).
#pragma once

#include <cstdint>
#include <vector>

namespace textmend {

// At most `size` ascending values that stand for all `values` with a small mean squared error.
std::vector<float> make_codebook(std::vector<float> values, std::size_t size);

// The index of the entry nearest to `value` in an ascending codebook that is not empty.
std::size_t nearest_code(const std::vector<float>& codebook, float value) noexcept;

}  // namespace textmend
