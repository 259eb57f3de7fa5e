// Sections read as numbers, and what is said of a file whose sections make no sense.
#pragma once

#include <string>
#include <vector>

#include "core/model/file.hpp"

namespace textmend {

struct Floats {
  const float* data;
  std::size_t size;

  float operator[](std::size_t index) const noexcept { return data[index]; }
};

// Throws ModelFileError, which says what is wrong and what to do.
[[noreturn]] void refuse(const ModelFile& file, const std::string& why);

// The floats of a section, which lie in the file; throws ModelFileError where any is infinite or no
// number.
Floats floats_of(const ModelFile& file, const std::string& name);
// The same of a section of exactly so many.
const float* floats_of(const ModelFile& file, const std::string& name, std::size_t count);
std::vector<float> copy_of_floats(const ModelFile& file, const std::string& name,
                                  std::size_t count);

}  // namespace textmend
