#include "core/gate/gate.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <unordered_set>

#include "core/gate/prose.hpp"

namespace textmend::gate {

namespace {

// Han characters of clean text that a document is taken to have beside its own, when its stretches
// say how damaged it is.
constexpr double kNeighbours = 100;
// Of what is less probable than this, only sure repairs are wanted, however much seems to be lost.
constexpr float kSure = 0.9F;
// How much of its own evidence counts twice.
constexpr double kOwnWitness = 0.25;

// Marks and function characters, for each 100 visible characters of clean text: what the shares of
// dropped ones amount to.
constexpr float kMarksIn100 = 12;
constexpr float kFunctionsIn100 = 22;

// Han that get a second look in any case; of a longer text as many, evenly spread.
constexpr std::size_t kSample = 6000;
// ln of the odds of light damage from which all of the text gets it.
constexpr float kWorthAll = -4;

Settings settings_of(const ModelFile& file) {
  const float* values = floats_of(file, "gate/settings", 4);
  const Settings settings = {values[0], values[1], values[2], values[3]};
  if (!(settings.prior <= settings.most_prior)) refuse(file, "the gate's priors are not in order");
  return settings;
}

float probability_of(float log_odds) noexcept { return 1 / (1 + std::exp(-log_odds)); }

// The share of the whole text that is missing.
float loss_of(const Stretch& stretch) noexcept {
  return (stretch.marks * kMarksIn100 + stretch.functions * kFunctionsIn100) / 100;
}

Stretch stretch_of(const Measured& measured) noexcept {
  const Counts& counts = measured.counts;
  Stretch stretch = {};
  stretch.start = measured.start;
  stretch.end = measured.end;
  stretch.visible = counts.visible();
  stretch.han = is_chinese(counts) && !is_list(counts) ? counts.han() : 0;
  return stretch;
}

}  // namespace

Gate::Gate(const ModelFile& file) : alphabet_(file), network_(file), settings_(settings_of(file)) {
  read_symbols(file);
  if (!file.has("gate/light") || !file.has(kMetaSection)) return;
  ngrams_ = std::make_unique<NgramModel>(file);
  second_look_ = std::make_unique<SecondLook>(alphabet_, *ngrams_);
  light_ = std::make_unique<LightModel>(file);
}

void Gate::read_symbols(const ModelFile& file) {
  const Bytes symbols = file.section("reader/symbols");
  rates_ = floats_of(file, "gate/rates");
  if (symbols.size != rates_.size * sizeof(char32_t) || rates_.size > kIds) {
    refuse(file, "the gate's rates do not fit the reader's symbols");
  }
  for (std::size_t k = 0; k < rates_.size; ++k) {
    char32_t symbol = 0;
    std::memcpy(&symbol, symbols.data + k * sizeof symbol, sizeof symbol);
    const auto& characters = alphabet_.characters();
    const auto found = std::find(characters.begin(), characters.end(), symbol);
    if (found == characters.end()) refuse(file, "the gate does not know a symbol of the reader");
    const auto id = static_cast<std::size_t>(found - characters.begin()) + kFirstId;
    symbol_of_[id] = static_cast<std::uint16_t>(k + 1);
  }
}

Examination Gate::examine(AnyText text, const Spans& protected_spans) const {
  const Measurement measured = measure(text, protected_spans, alphabet_);
  Examination result;
  result.tally = tally_of(measured);
  judge(text, measured, result);
  if (light_ != nullptr) look_again(text, result);
  return result;
}

Tally Gate::tally_of(const Measurement& measured) const {
  Tally result;
  result.symbols.resize(rates_.size);
  for (std::size_t id = 0; id < kIds; ++id) {
    if (id == kBlankId || id == kLineEndId) continue;
    if (symbol_of_[id] != 0) {
      result.symbols[symbol_of_[id] - 1U].count = measured.ids[id];
    } else {
      result.others += measured.ids[id];
    }
  }
  for (std::size_t k = 0; k < rates_.size; ++k) {
    result.symbols[k].expected =
        static_cast<double>(rates_[k]) * static_cast<double>(result.others);
  }
  return result;
}

// Repetition is looked for only where it makes a difference.
void Gate::read_verdict(AnyText text, const Counts& counts, Stretch& stretch) const {
  const Verdict verdict = network_.judge(counts);
  if (verdict.evidence > 0 && is_repetitive(text, stretch.start, stretch.end)) {
    stretch.han = 0;
    return;
  }
  stretch.evidence = verdict.evidence;
  stretch.marks = verdict.marks;
  stretch.functions = verdict.functions;
}

// A stretch is judged twice: by itself, and then knowing how much of the rest of the document is
// damaged. What many stretches say faintly is not added up, since a list of titles says it in every
// line: only what is probable by itself speaks for its neighbours. For itself a stretch speaks only
// in part, or a title that stands alone would be its own witness.
void Gate::judge(AnyText text, const Measurement& measured, Examination& result) const {
  double damaged = kNeighbours * static_cast<double>(probability_of(settings_.prior));
  double all = kNeighbours;
  for (const Measured& one : measured.stretches) {
    Stretch stretch = stretch_of(one);
    if (stretch.han > 0) read_verdict(text, one.counts, stretch);
    stretch.probability = probability_of(stretch.evidence + settings_.prior);
    damaged += static_cast<double>(stretch.probability) * stretch.han;
    all += stretch.han;
    result.stretches.push_back(stretch);
  }
  const auto prior_of = [&](const Stretch& stretch) {
    const double own = kOwnWitness - 1;
    const double rest = damaged + own * static_cast<double>(stretch.probability) * stretch.han;
    const double share = std::clamp(rest / (all + own * stretch.han), 1e-6, 1 - 1e-6);
    const auto odds = static_cast<float>(std::log(share / (1 - share)));
    return std::clamp(odds, settings_.prior, settings_.most_prior);
  };
  double weight = 0;
  double marks = 0;
  double functions = 0;
  for (Stretch& stretch : result.stretches) {
    if (stretch.han == 0) continue;
    stretch.probability = probability_of(stretch.evidence + prior_of(stretch));
    result.probability = std::max(result.probability, stretch.probability);
    if (stretch.probability < settings_.threshold) continue;
    const bool heavy = loss_of(stretch) >= settings_.heavy && stretch.probability >= kSure;
    stretch.severity = heavy ? Severity::kHeavy : Severity::kLight;
    weight += stretch.han;
    marks += static_cast<double>(stretch.marks) * stretch.han;
    functions += static_cast<double>(stretch.functions) * stretch.han;
  }
  if (weight > 0) {
    result.marks = static_cast<float>(marks / weight);
    result.functions = static_cast<float>(functions / weight);
  }
}

// The second look costs more than the first one. So it is given to a sample of the stretches of a
// long text, evenly spread, and to the others only if that arouses suspicion.
void Gate::look_again(AnyText text, Examination& result) const {
  std::vector<Stretch*> clean;
  std::size_t han = 0;
  for (Stretch& stretch : result.stretches) {
    if (stretch.han == 0 || stretch.severity != Severity::kClean) continue;
    clean.push_back(&stretch);
    han += stretch.han;
  }
  const std::size_t step = std::max<std::size_t>(1, (han + kSample / 2) / kSample);
  std::vector<HitCounts> counts(clean.size());
  std::vector<Hit> hits;
  std::unordered_set<std::uint32_t> pairs;
  HitCounts total = {};
  std::size_t looked = 0;
  const auto look = [&](std::size_t i) {
    const std::size_t known = hits.size();
    second_look_->look(text, clean[i]->start, clean[i]->end, hits);
    counts[i] = count_hits(hits.data() + known, hits.data() + hits.size(), pairs);
    for (std::size_t k = 0; k < total.size(); ++k) total[k] += counts[i][k];
    looked += clean[i]->han;
  };
  for (std::size_t i = 0; i < clean.size(); i += step) look(i);
  float odds = light_->odds(total, looked);
  if (odds < kWorthAll) return;
  for (std::size_t i = 0; i < clean.size(); ++i) {
    if (i % step != 0) look(i);
  }
  odds = light_->odds(total, looked);
  result.light_probability = probability_of(odds);
  if (result.light_probability < settings_.threshold) return;
  const float loss = light_->loss(total, looked);
  if (result.functions == 0) result.functions = loss;
  for (std::size_t i = 0; i < clean.size(); ++i) {
    const float part = probability_of(light_->odds_of_part(counts[i], clean[i]->han));
    const float probability = result.light_probability * part;
    if (probability < settings_.threshold) continue;
    clean[i]->severity = Severity::kLight;
    clean[i]->probability = probability;
    result.probability = std::max(result.probability, probability);
    clean[i]->marks = 0;
    clean[i]->functions = loss;
  }
  std::sort(hits.begin(), hits.end(),
            [](const Hit& a, const Hit& b) { return a.offset < b.offset; });
  for (const Hit& hit : hits) {
    if (hit.gain >= kGains[0]) result.hits.push_back(hit);
  }
}

}  // namespace textmend::gate
