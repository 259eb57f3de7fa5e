// From the counts of a stretch to how probable damage is: a small network of one hidden layer.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/gate/measure.hpp"
#include "core/model/values.hpp"

namespace textmend::gate {

inline constexpr std::size_t kFeatures = 34;
using Features = std::array<float, kFeatures>;

// Shares of the counts, as the network reads them; textmend/training/gate.py names them.
Features features_of(const Counts& counts) noexcept;

struct Verdict {
  float evidence;  // ln of the likelihoods of damaged and clean
  float marks;  // the share of marks that was dropped, if there is damage
  float functions;  // the same of function characters
};

// Weights in the section gate/network: the number of hidden units (as a float), then for the
// features means and scales, and the two layers row by row with their biases.
class Network {
 public:
  explicit Network(const ModelFile& file);
  Verdict judge(const Counts& counts) const noexcept;

 private:
  static constexpr std::size_t kOutputs = 3;
  std::size_t hidden_ = 0;
  Floats values_;  // in the file
  std::vector<float> first_layer_;  // by features, then units
};

}  // namespace textmend::gate
