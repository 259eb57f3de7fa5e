// Whether a document is lightly damaged, from how many places the second look found.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_set>

#include "core/gate/second_look.hpp"
#include "core/model/file.hpp"

namespace textmend::gate {

// Places are counted by their gain: from each of these up to the next one, and from the last one
// on.
inline constexpr std::array<float, 4> kGains = {5, 6.5F, 8, 11};
using HitCounts = std::array<std::uint32_t, kGains.size()>;

// How often such places occur differs from document to document; in clean ones as in damaged ones
// it follows a gamma distribution, so that their number is negative binomial.
class LightModel {
 public:
  // Reads gate/light: ln of the odds of light damage before anything is known, and for each class
  // of gains shape and rate of both distributions, clean first, for 1,000 Han; then the share of
  // function characters that was missing where the second ones were learned.
  explicit LightModel(const ModelFile& file);

  // ln of the odds that a document is damaged in which so many places were found in `han` Han.
  float odds(const HitCounts& counts, std::size_t han) const noexcept;
  // The same of a part of a document that is known to be damaged, somewhere.
  float odds_of_part(const HitCounts& counts, std::size_t han) const noexcept;
  // The share of function characters that is missing from a damaged document.
  float loss(const HitCounts& counts, std::size_t han) const noexcept;

 private:
  struct Gamma {
    double shape;
    double rate;
    double mean() const noexcept { return shape / rate; }
  };
  double prior_ = 0;
  double loss_ = 0;
  std::array<Gamma, kGains.size()> clean_ = {};
  std::array<Gamma, kGains.size()> damaged_ = {};
};

// Of the same two neighbours only the first place counts, here and in what was counted before: a
// turn of phrase that the n-gram model does not know occurs again and again, a loss does not.
HitCounts count_hits(const Hit* first, const Hit* last, std::unordered_set<std::uint32_t>& known);

}  // namespace textmend::gate
