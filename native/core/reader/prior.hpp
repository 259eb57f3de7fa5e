// How likely each symbol is to be missing anywhere in damaged text, told by its profile alone
// (training/prior.py).
#pragma once

#include <vector>

#include "core/model/file.hpp"
#include "core/reader/matrix.hpp"

namespace textmend::reader {

class Prior {
 public:
  // Throws ModelFileError.
  Prior(const ModelFile& file, std::size_t size, std::size_t symbols);

  // Adds to the scores of each symbol and, last, of copying. profile: [symbols + 1]
  void add_to(const float* profile, float* scores) const;

 private:
  std::vector<float> hidden(const float* profile) const;

  std::size_t symbols_;
  Matrix inner_;  // [size, symbols + 1]
  std::vector<float> inner_bias_;
  Matrix out_;    // [symbols + 1, size]
  const float* trust_;  // [kSigns, size]
  const float* trust_bias_;
  const float* own_;    // [kSigns, symbols]
  const float* rates_;
};

}  // namespace textmend::reader
