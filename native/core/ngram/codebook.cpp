#include "core/ngram/codebook.hpp"

#include <algorithm>

namespace textmend {

namespace {

constexpr int kRounds = 50;

bool by_value(const Weighted& a, const Weighted& b) noexcept { return a.value < b.value; }

// Sums of the weights, and of the values by their weights, of the first values.
struct Sums {
  std::vector<double> weights;
  std::vector<double> values;
};

Sums sums_of(const std::vector<Weighted>& sorted) {
  Sums sums{{0.0}, {0.0}};
  for (const auto& [value, weight] : sorted) {
    sums.weights.push_back(sums.weights.back() + weight);
    sums.values.push_back(sums.values.back() + static_cast<double>(value) * weight);
  }
  return sums;
}

// Half of the entries divide the weight into equal parts, half the range of the values, since
// Lloyd's algorithm hardly moves an entry into a thin tail.
std::vector<float> first_guess(const std::vector<Weighted>& sorted, const Sums& sums,
                               std::size_t size) {
  const std::size_t half = size / 2;
  std::vector<float> result;
  for (std::size_t i = 0; i < size - half; ++i) {
    const double part = (static_cast<double>(i) + 0.5) / static_cast<double>(size - half);
    const auto at = std::upper_bound(sums.weights.begin() + 1, sums.weights.end() - 1,
                                     part * sums.weights.back());
    result.push_back(sorted[static_cast<std::size_t>(at - sums.weights.begin()) - 1].value);
  }
  const float least = sorted.front().value;
  const float step =
      (sorted.back().value - least) / static_cast<float>(std::max<std::size_t>(half, 1));
  for (std::size_t i = 0; i < half; ++i) {
    result.push_back(least + step * (static_cast<float>(i) + 0.5F));
  }
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

// Each entry becomes the mean of the values that are nearer to it than to its neighbours.
std::vector<float> moved_to_means(const std::vector<float>& codebook,
                                  const std::vector<Weighted>& sorted, const Sums& sums) {
  std::vector<float> result;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < codebook.size(); ++i) {
    std::size_t end = sorted.size();
    if (i + 1 < codebook.size()) {
      const Weighted border = {(codebook[i] + codebook[i + 1]) / 2, 0};
      const auto at = std::upper_bound(sorted.begin(), sorted.end(), border, by_value);
      end = static_cast<std::size_t>(at - sorted.begin());
    }
    const double weight = end > begin ? sums.weights[end] - sums.weights[begin] : 0;
    if (weight > 0) {
      result.push_back(static_cast<float>((sums.values[end] - sums.values[begin]) / weight));
    }
    begin = std::max(begin, end);
  }
  return result;
}

}  // namespace

std::vector<float> make_codebook(std::vector<Weighted> values, std::size_t size) {
  if (values.empty()) return {0.0F};
  std::sort(values.begin(), values.end(), by_value);
  const Sums sums = sums_of(values);
  std::vector<float> codebook = first_guess(values, sums, size);
  for (int round = 0; round < kRounds; ++round) codebook = moved_to_means(codebook, values, sums);
  return codebook;
}

std::size_t nearest_code(const std::vector<float>& codebook, float value) noexcept {
  const auto above = std::lower_bound(codebook.begin(), codebook.end(), value);
  if (above == codebook.begin()) return 0;
  const auto index = static_cast<std::size_t>(above - codebook.begin());
  if (above == codebook.end()) return index - 1;
  return *above - value < value - codebook[index - 1] ? index : index - 1;
}

}  // namespace textmend
