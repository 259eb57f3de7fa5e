#include "core/gate/network.hpp"

#include <algorithm>
#include <cmath>

#include "core/model/values.hpp"

namespace textmend::gate {

namespace {

constexpr std::size_t kMostHidden = 128;
constexpr float kMostEvidence = 20;

float share(float value) noexcept { return 1 / (1 + std::exp(-value)); }

}  // namespace

Features features_of(const Counts& counts) noexcept {
  Features features = {};
  std::size_t next = 0;
  const auto visible = static_cast<float>(std::max(1U, counts.visible()));
  const auto add = [&](std::uint32_t count, float of) {
    features[next++] = static_cast<float>(count) / of;
  };
  features[next++] = std::log(visible);
  for (std::size_t kind = 0; kind < kKinds; ++kind) add(counts.kinds[kind], visible);
  const auto share_each = [&](const auto& values) {
    std::uint32_t total = 1;
    for (const std::uint32_t value : values) total += value;
    for (const std::uint32_t value : values) add(value, static_cast<float>(total));
  };
  share_each(counts.pairs[1]);
  share_each(counts.pairs[0]);
  for (const std::uint32_t run : counts.runs) add(run, visible);
  const auto lines = static_cast<float>(counts.open_lines + counts.closed_lines + 1);
  add(counts.open_lines, lines);
  add(counts.closed_lines, lines);
  features[next++] = std::log(lines);
  features[next++] = std::log(1 + static_cast<float>(counts.pairs[1][0]));
  features[next++] = static_cast<float>(counts.runs.back() > 0);
  return features;
}

// The first layer is turned around, so that its units are computed side by side.
Network::Network(const ModelFile& file) : values_(floats_of(file, "gate/network")) {
  if (values_.size == 0) refuse(file, "the gate has no weights");
  const float hidden = values_[0];
  if (!(hidden >= 1) || hidden > static_cast<float>(kMostHidden)) {
    refuse(file, "the gate has no such size");
  }
  hidden_ = static_cast<std::size_t>(hidden);
  const std::size_t layers = hidden_ * (kFeatures + 1) + kOutputs * (hidden_ + 1);
  if (values_.size != 1 + 2 * kFeatures + layers) refuse(file, "the gate's weights are cut");
  const float* rows = values_.data + 1 + 2 * kFeatures;
  first_layer_.resize((kFeatures + 1) * hidden_);
  for (std::size_t unit = 0; unit < hidden_; ++unit) {
    for (std::size_t i = 0; i <= kFeatures; ++i) {
      first_layer_[i * hidden_ + unit] = rows[unit * (kFeatures + 1) + i];
    }
  }
}

Verdict Network::judge(const Counts& counts) const noexcept {
  const Features features = features_of(counts);
  const float* means = values_.data + 1;
  const float* scales = means + kFeatures;
  std::array<float, kMostHidden> units;
  const float* biases = first_layer_.data() + kFeatures * hidden_;
  std::copy_n(biases, hidden_, units.begin());
  for (std::size_t i = 0; i < kFeatures; ++i) {
    const float feature = (features[i] - means[i]) * scales[i];
    const float* weights = first_layer_.data() + i * hidden_;
    for (std::size_t unit = 0; unit < hidden_; ++unit) units[unit] += weights[unit] * feature;
  }
  std::array<float, kOutputs> outputs = {};
  const float* weights = scales + kFeatures + hidden_ * (kFeatures + 1);
  for (float& output : outputs) {
    for (std::size_t unit = 0; unit < hidden_; ++unit) {
      output += std::max(units[unit], 0.0F) * weights[unit];
    }
    output += weights[hidden_];
    weights += hidden_ + 1;
  }
  return {std::clamp(outputs[0], -kMostEvidence, kMostEvidence), share(outputs[1]),
          share(outputs[2])};
}

}  // namespace textmend::gate
