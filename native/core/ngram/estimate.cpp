#include "core/ngram/estimate.hpp"

#include <algorithm>

namespace textmend {

namespace {

using Adjusted = std::vector<std::uint32_t>;

// a(g) for the n-grams of `order`.
Adjusted adjusted_counts(const NgramCounts& counts, std::size_t order) {
  const GramLevel& level = counts.levels[order - 1];
  Adjusted adjusted = level.count;
  if (order == counts.order()) return adjusted;
  const GramLevel& above = counts.levels[order];
  for (std::size_t i = 0; i < above.size(); ++i) {
    adjusted[above.suffix[i]] -= above.count[i] - 1;
  }
  return adjusted;
}

double discount(const Discounts& discounts, std::uint32_t adjusted) noexcept {
  return adjusted == 0 ? 0.0 : discounts[std::min<std::uint32_t>(adjusted, 3) - 1];
}

void estimate_unigrams(const NgramCounts& counts, LevelEstimate& result) {
  const Adjusted adjusted = adjusted_counts(counts, 1);
  const Discounts discounts = discounts_of(counts.of_counts[0]);
  double total = 0;
  double left = 0;
  for (const std::uint32_t count : adjusted) {
    total += count;
    left += discount(discounts, count);
  }
  if (total == 0) total = left = 1;
  const double uniform = left / total / static_cast<double>(adjusted.size() - 1);
  result.probability.resize(adjusted.size());
  for (std::size_t i = 1; i < adjusted.size(); ++i) {
    const double used = adjusted[i] - discount(discounts, adjusted[i]);
    result.probability[i] = static_cast<float>(used / total + uniform);
  }
}

// The mass that contexts leave, then the probabilities, which need it.
void estimate_level(const NgramCounts& counts, std::size_t order, LevelEstimate& result,
                    LevelEstimate& below) {
  const GramLevel& level = counts.levels[order - 1];
  const Adjusted adjusted = adjusted_counts(counts, order);
  const Discounts discounts = discounts_of(counts.of_counts[order - 1]);
  const GramLevel& contexts = counts.levels[order - 2];
  std::vector<double> total(contexts.count.begin(), contexts.count.end());
  std::vector<double> used(contexts.size(), 0.0);
  for (std::size_t i = 0; i < level.size(); ++i) {
    total[result.context[i]] += static_cast<double>(adjusted[i]) - level.count[i];
    used[result.context[i]] += adjusted[i] - discount(discounts, adjusted[i]);
  }
  below.backoff.assign(contexts.size(), 1.0F);
  for (std::size_t i = 0; i < contexts.size(); ++i) {
    if (used[i] > 0) below.backoff[i] = static_cast<float>(std::max(0.0, 1 - used[i] / total[i]));
  }
  result.probability.resize(level.size());
  for (std::size_t i = 0; i < level.size(); ++i) {
    const std::uint32_t context = result.context[i];
    const double own = (adjusted[i] - discount(discounts, adjusted[i])) / total[context];
    result.probability[i] = static_cast<float>(
        own + below.backoff[context] * below.probability[level.suffix[i]]);
  }
}

}  // namespace

Discounts discounts_of(const CountsOfCounts& n) noexcept {
  const Discounts fallback = {0.5, 1.0, 1.5};
  if (std::find(n.begin(), n.end(), 0U) != n.end()) return fallback;
  const double y = static_cast<double>(n[0]) / static_cast<double>(n[0] + 2 * n[1]);
  Discounts result = {};
  for (std::size_t i = 0; i < result.size(); ++i) {
    const double own = static_cast<double>(i + 1);
    result[i] = own - (own + 1) * y * static_cast<double>(n[i + 1]) / static_cast<double>(n[i]);
    if (!(result[i] > 0) || result[i] > own) return fallback;
  }
  return result;
}

std::vector<LevelEstimate> estimate(const NgramCounts& counts) {
  std::vector<LevelEstimate> levels(counts.order());
  estimate_unigrams(counts, levels[0]);
  for (std::size_t order = 2; order <= counts.order(); ++order) {
    LevelEstimate& result = levels[order - 1];
    result.context = contexts_of(counts, order, levels[order - 2].context);
    estimate_level(counts, order, result, levels[order - 2]);
  }
  levels.back().backoff.assign(counts.levels.back().size(), 1.0F);
  return levels;
}

}  // namespace textmend
