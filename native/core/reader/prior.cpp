#include "core/reader/prior.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/model/values.hpp"

namespace textmend::reader {

namespace {

constexpr std::size_t kSigns = 6;
using Signs = std::array<float, kSigns>;

constexpr float kLeastRatio = -4;
constexpr float kTypicalSize = 6;  // ln of the characters of a page
constexpr float kNone = -0.693147F;  // ln 0.5, of a symbol that does not stand in the document
constexpr float kOnce = 1.098612F;   // ln 1.5 less that

// What the document says of a symbol. expected: ln of its occurrences, 0.5 more, in clean text.
Signs signs_of(float ratio, float expected) noexcept {
  const float seen = (ratio > kLeastRatio ? ratio + expected : kNone) - kNone;
  const float present = std::clamp(seen / kOnce, 0.0F, 1.0F);
  return {1,
          ratio,
          std::max(ratio + 1, 0.0F),
          present,
          std::clamp(seen - kOnce, 0.0F, 2.0F),
          (1 - present) * expected};
}

}  // namespace

Prior::Prior(const ModelFile& file, std::size_t size, std::size_t symbols)
    : symbols_(symbols),
      inner_(file, "prior/inner", size, symbols + 1),
      inner_bias_(copy_of_floats(file, "prior/inner-bias", size)),
      out_(file, "prior/out", symbols + 1, size),
      trust_(floats_of(file, "prior/trust", kSigns * size)),
      trust_bias_(floats_of(file, "prior/trust-bias", kSigns)),
      own_(floats_of(file, "prior/own", kSigns * symbols)),
      rates_(floats_of(file, "reader/rates", symbols)) {
  if (std::any_of(rates_, rates_ + symbols, [](float rate) { return rate < 0; })) {
    refuse(file, "a symbol has a rate below zero");
  }
}

std::vector<float> Prior::hidden(const float* profile) const {
  Rounded rounded;
  rounded.resize(1, inner_.inputs());
  rounded.scales[0] = round_to_integers(profile, inner_.inputs(), rounded.row(0));
  std::vector<float> result = inner_bias_;
  result.resize(whole_strips(inner_.outputs()));
  inner_.multiply_add(rounded, 1, result.data(), result.size());
  for (float& value : result) value = std::max(value, 0.0F);
  return result;
}

void Prior::add_to(const float* profile, float* scores) const {
  const std::vector<float> hidden = this->hidden(profile);
  Rounded rounded;
  rounded.resize(1, out_.inputs());
  rounded.scales[0] = round_to_integers(hidden.data(), out_.inputs(), rounded.row(0));
  out_.multiply_add(rounded, 1, scores, whole_strips(out_.outputs()));
  Signs trust;
  for (std::size_t k = 0; k < kSigns; ++k) {
    trust[k] = trust_bias_[k];
    for (std::size_t i = 0; i < inner_.outputs(); ++i) {
      trust[k] += trust_[k * inner_.outputs() + i] * hidden[i];
    }
  }
  const float characters = std::exp(profile[symbols_] + kTypicalSize);
  for (std::size_t symbol = 0; symbol < symbols_; ++symbol) {
    const float expected = std::log(rates_[symbol] * characters + 0.5F);
    const Signs signs = signs_of(profile[symbol], expected);
    for (std::size_t k = 0; k < kSigns; ++k) {
      scores[symbol] += trust[k] * own_[k * symbols_ + symbol] * signs[k];
    }
  }
}

}  // namespace textmend::reader
