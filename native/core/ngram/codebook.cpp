#include "core/ngram/codebook.hpp"

#include <algorithm>

namespace textmend {

namespace {

constexpr int kRounds = 30;

// Each entry becomes the mean of the values that are nearer to it than to its neighbours.
std::vector<float> moved_to_means(const std::vector<float>& codebook,
                                  const std::vector<float>& values,
                                  const std::vector<double>& sums) {
  std::vector<float> result;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < codebook.size(); ++i) {
    std::size_t end = values.size();
    if (i + 1 < codebook.size()) {
      const float border = (codebook[i] + codebook[i + 1]) / 2;
      end = static_cast<std::size_t>(std::upper_bound(values.begin(), values.end(), border) -
                                     values.begin());
    }
    if (end > begin) {
      const double mean = (sums[end] - sums[begin]) / static_cast<double>(end - begin);
      result.push_back(static_cast<float>(mean));
    }
    begin = std::max(begin, end);
  }
  return result;
}

}  // namespace

std::vector<float> make_codebook(std::vector<float> values, std::size_t size) {
  if (values.empty()) return {0.0F};
  std::sort(values.begin(), values.end());
  std::vector<double> sums(values.size() + 1, 0.0);
  for (std::size_t i = 0; i < values.size(); ++i) sums[i + 1] = sums[i] + values[i];
  std::vector<float> codebook;
  for (std::size_t i = 0; i < size; ++i) codebook.push_back(values[(2 * i + 1) * values.size() / (2 * size)]);
  codebook.erase(std::unique(codebook.begin(), codebook.end()), codebook.end());
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
