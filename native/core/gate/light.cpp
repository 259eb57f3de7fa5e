#include "core/gate/light.hpp"

#include <algorithm>
#include <cmath>

#include "core/model/values.hpp"

namespace textmend::gate {

namespace {

constexpr std::size_t kFigures = 2 + 4 * kGains.size();
constexpr double kUnit = 1000;  // Han
// In a damaged document most parts are: ln of the odds of one of which nothing else is known.
constexpr double kPartPrior = 1.5;

// ln of the probability of `count` under a negative binomial, up to what no distribution changes.
double likelihood(std::uint32_t count, double exposure, double shape, double rate) noexcept {
  double total = shape * std::log(rate / (rate + exposure));
  for (std::uint32_t i = 0; i < count; ++i) {
    total += std::log((shape + i) / (rate + exposure));
  }
  return total;
}

}  // namespace

LightModel::LightModel(const ModelFile& file) {
  const float* values = floats_of(file, "gate/light", kFigures);
  if (!std::all_of(values + 1, values + kFigures, [](float value) { return value > 0; })) {
    refuse(file, "what tells light damage is out of range");
  }
  prior_ = values[0];
  loss_ = values[kFigures - 1];
  for (std::size_t k = 0; k < kGains.size(); ++k) {
    const float* at = values + 1 + 4 * k;
    clean_[k] = {at[0], at[1]};
    damaged_[k] = {at[2], at[3]};
  }
}

float LightModel::odds(const HitCounts& counts, std::size_t han) const noexcept {
  const double exposure = static_cast<double>(han) / kUnit;
  double total = prior_;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    total += likelihood(counts[k], exposure, damaged_[k].shape, damaged_[k].rate) -
             likelihood(counts[k], exposure, clean_[k].shape, clean_[k].rate);
  }
  return static_cast<float>(total);
}

float LightModel::odds_of_part(const HitCounts& counts, std::size_t han) const noexcept {
  const double exposure = static_cast<double>(han) / kUnit;
  double total = kPartPrior;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    const double clean = clean_[k].mean();
    const double damaged = damaged_[k].mean();
    total += counts[k] * std::log(damaged / clean) - (damaged - clean) * exposure;
  }
  return static_cast<float>(total);
}

float LightModel::loss(const HitCounts& counts, std::size_t han) const noexcept {
  const double exposure = static_cast<double>(std::max<std::size_t>(han, 1)) / kUnit;
  const double found = counts.back() / exposure;
  const double clean = clean_.back().mean();
  const double share = (found - clean) / std::max(damaged_.back().mean() - clean, 1e-3);
  return static_cast<float>(std::clamp(loss_ * share, 0.005, 0.3));
}

HitCounts count_hits(const Hit* first, const Hit* last, std::unordered_set<std::uint32_t>& known) {
  HitCounts counts = {};
  for (; first != last; ++first) {
    for (std::size_t k = kGains.size(); k > 0; --k) {
      if (first->gain < kGains[k - 1]) continue;
      if (known.insert(first->pair).second) ++counts[k - 1];
      break;
    }
  }
  return counts;
}

}  // namespace textmend::gate
