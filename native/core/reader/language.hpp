// What the search asks of the language: the n-gram model of the file and, in a model that was
// adapted to a user's own text, that text's model beside it.
#pragma once

#include <cmath>
#include <optional>

#include "core/ngram/model.hpp"

namespace textmend::reader {

// The own model's sections are named as the other's, with this before them; both have one
// vocabulary. Without them the language is that of the first model, bit for bit.
inline constexpr const char* kOwnPrefix = "domain/";
inline constexpr const char* kOwnWeightSection = "domain/weight";  // a float above 0 and below 1

struct LanguageState {
  NgramState general;
  NgramState own;  // empty where there is no own model

  friend bool operator==(const LanguageState& a, const LanguageState& b) noexcept {
    return std::memcmp(&a, &b, sizeof(LanguageState)) == 0;
  }
};

struct LanguageQuestion {
  NgramQuestion general;
  NgramQuestion own;  // asked only where there is an own model
};

// Immutable, and safe to use from many threads.
class Language {
 public:
  // Throws ModelFileError where sections are missing or do not fit together. `file` must outlive
  // it.
  explicit Language(const ModelFile& file);

  const Vocabulary& vocabulary() const noexcept { return general_.vocabulary(); }

  // At the beginning of a line.
  LanguageState start() const noexcept {
    return {general_.start(), own_ ? own_->start() : NgramState{}};
  }

  // Natural logarithm of the probability of `id` after `state`; `next` becomes the state after it
  // and may be the same object.
  float score(const LanguageState& state, Id id, LanguageState* next) const noexcept {
    return answer(ask(state, id), next);
  }

  // The same in two steps, as of `NgramModel`.
  LanguageQuestion ask(const LanguageState& state, Id id) const noexcept {
    LanguageQuestion question{general_.ask(state.general, id), {}};
    if (own_) question.own = own_->ask(state.own, id);
    return question;
  }
  float answer(const LanguageQuestion& question, LanguageState* next) const noexcept {
    const float general = general_.answer(question.general, &next->general);
    return own_ ? mixed(general, own_->answer(question.own, &next->own)) : general;
  }

 private:
  // The logarithm of (1 - weight) exp(general) + weight exp(own).
  float mixed(float general, float own) const noexcept {
    const float a = general + log_general_;
    const float b = own + log_own_;
    return a > b ? a + std::log1p(std::exp(b - a)) : b + std::log1p(std::exp(a - b));
  }

  NgramModel general_;
  std::optional<NgramModel> own_;
  float log_general_ = 0;
  float log_own_ = 0;
};

}  // namespace textmend::reader
