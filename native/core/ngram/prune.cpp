#include "core/ngram/prune.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace textmend {

namespace {

using Worth = std::vector<float>;

// What each n-gram of `order` is worth on its own, for its cost.
Worth own_worth(const NgramCounts& counts, const std::vector<LevelEstimate>& estimates,
                std::size_t order, double cost) {
  const GramLevel& level = counts.levels[order - 1];
  const LevelEstimate& estimate = estimates[order - 1];
  const LevelEstimate& below = estimates[order - 2];
  const std::vector<std::uint32_t>& context_counts = counts.levels[order - 2].count;
  std::vector<double> mass(context_counts.size(), 0.0);
  std::vector<double> mass_below(context_counts.size(), 0.0);
  for (std::size_t i = 0; i < level.size(); ++i) {
    mass[estimate.context[i]] += estimate.probability[i];
    mass_below[estimate.context[i]] += below.probability[level.suffix[i]];
  }
  Worth worth(level.size());
  for (std::size_t i = 0; i < level.size(); ++i) {
    const std::uint32_t context = estimate.context[i];
    const double p = estimate.probability[i];
    const double q = below.probability[level.suffix[i]];
    // Sums of many floats may come out a little above 1.
    const double left = std::max(1e-9, 1 - mass[context]);
    const double left_below = std::max(1e-9, 1 - mass_below[context]);
    const double backoff = std::log((left + p) / (left_below + q));
    const double change = backoff - std::log(left / left_below);
    const double loss = p * (std::log(p) - std::log(q) - backoff) - left * change;
    worth[i] = static_cast<float>(context_counts[context] * std::max(0.0, loss) / cost);
  }
  return worth;
}

std::vector<Worth> worth_of(const NgramCounts& counts, const std::vector<LevelEstimate>& estimates,
                            const std::vector<double>& costs) {
  std::vector<Worth> worth(counts.order());
  for (std::size_t order = 2; order <= counts.order(); ++order) {
    worth[order - 1] = own_worth(counts, estimates, order, costs[order - 1]);
  }
  for (std::size_t order = counts.order(); order > 2; --order) {
    const GramLevel& level = counts.levels[order - 1];
    Worth& below = worth[order - 2];
    for (std::size_t i = 0; i < level.size(); ++i) {
      const float own = worth[order - 1][i];
      float& suffix = below[level.suffix[i]];
      float& context = below[estimates[order - 1].context[i]];
      suffix = std::max(suffix, own);
      context = std::max(context, own);
    }
  }
  return worth;
}

// The least worth that the budget can keep.
float threshold_of(const std::vector<Worth>& worth, const std::vector<double>& costs,
                   double budget) {
  std::vector<std::pair<float, float>> all;  // worth and cost
  for (std::size_t order = 2; order <= worth.size(); ++order) {
    for (const float own : worth[order - 1]) {
      all.emplace_back(own, static_cast<float>(costs[order - 1]));
    }
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  double spent = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    spent += all[i].second;
    if (spent > budget) return std::nextafter(all[i].first, INFINITY);
  }
  return 0;
}

}  // namespace

void prune(NgramCounts& counts, const std::vector<LevelEstimate>& estimates,
           const std::vector<double>& costs, double budget) {
  const std::vector<Worth> worth = worth_of(counts, estimates, costs);
  const float threshold = threshold_of(worth, costs, budget);
  std::vector<std::uint32_t> moved;  // where each n-gram of the order below went
  for (std::size_t order = 2; order <= counts.order(); ++order) {
    const GramLevel level = std::move(counts.levels[order - 1]);
    GramLevel kept;
    std::vector<std::uint32_t> places(level.size(), kNoGram);
    for (std::size_t i = 0; i < level.size(); ++i) {
      if (worth[order - 1][i] < threshold) continue;
      places[i] = static_cast<std::uint32_t>(kept.size());
      kept.append(level.first[i], order == 2 ? level.suffix[i] : moved[level.suffix[i]],
                  level.count[i]);
    }
    moved = std::move(places);
    counts.levels[order - 1] = std::move(kept);
  }
}

}  // namespace textmend
