#include "core/reader/language.hpp"

#include "core/model/values.hpp"
#include "core/reader/weights.hpp"

namespace textmend::reader {

Language::Language(const ModelFile& file) : general_(file) {
  if (!file.has(kOwnWeightSection)) return;
  const float weight = *floats_of(file, kOwnWeightSection, 1);
  if (!(weight > 0 && weight < 1)) {
    throw ModelFileError(file.path() +
                         ": the weight of the adapted n-gram model does not lie between 0 and 1; "
                         "the file is damaged: adapt the model again.");
  }
  own_.emplace(file, kOwnPrefix);
  log_general_ = std::log1p(-weight);
  log_own_ = std::log(weight);
}

}  // namespace textmend::reader
