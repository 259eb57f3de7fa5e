#include "core/model/values.hpp"

#include <algorithm>
#include <cmath>

namespace textmend {

void refuse(const ModelFile& file, const std::string& why) {
  throw ModelFileError(file.path() + ": " + why +
                       "; the model is damaged, or was made by another version of textmend: get it "
                       "again, or train it again.");
}

Floats floats_of(const ModelFile& file, const std::string& name) {
  const Bytes bytes = file.section(name);
  const Floats values{reinterpret_cast<const float*>(bytes.data), bytes.size / sizeof(float)};
  if (bytes.size % sizeof(float) != 0) {
    refuse(file, "the section `" + name + "` has the wrong size");
  }
  if (!std::all_of(values.data, values.data + values.size,
                   [](float value) { return std::isfinite(value); })) {
    refuse(file, "the section `" + name + "` holds what is not a number");
  }
  return values;
}

const float* floats_of(const ModelFile& file, const std::string& name, std::size_t count) {
  const Floats values = floats_of(file, name);
  if (values.size != count) refuse(file, "the section `" + name + "` has the wrong size");
  return values.data;
}

std::vector<float> copy_of_floats(const ModelFile& file, const std::string& name,
                                  std::size_t count) {
  const float* values = floats_of(file, name, count);
  return std::vector<float>(values, values + count);
}

}  // namespace textmend
