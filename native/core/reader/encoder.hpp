// The network's encoder: what it says of each gap, looking at the damaged text in both directions.
#pragma once

#include <cstdint>
#include <vector>

#include "core/reader/blocks.hpp"
#include "core/reader/embedding.hpp"
#include "core/reader/matrix.hpp"
#include "core/reader/weights.hpp"

namespace textmend::reader {

class Encoder {
 public:
  // Throws ModelFileError.
  Encoder(const ModelFile& file, const Shape& shape);

  std::size_t hidden() const noexcept { return hidden_; }
  std::size_t profile_size() const noexcept { return profile_.inputs(); }

  // What the profile of a document adds to every character of it: `width` numbers, and zeros that
  // fill the strip.
  std::vector<float> profiled(const float* profile) const;

  // ids: of `size` characters, kWindow at most; rows: of the memory table, [size, kinds x memory],
  // and their scale; gaps: [size, hidden], the gap before each character.
  void encode(const Id* ids, const std::int8_t* rows, float scale, std::size_t size,
              const std::vector<float>& profiled, Activations& room, float* gaps) const;

 private:
  void embed(const Id* ids, const std::int8_t* rows, float scale, std::size_t size,
             const std::vector<float>& profiled, Activations& room) const;

  std::size_t width_;
  std::size_t hidden_;
  Embedding characters_;
  Matrix mix_;
  Matrix profile_;
  std::vector<float> profile_bias_;
  Blocks blocks_;
  Matrix encoded_;  // [2 x hidden, width]: what a character says of the gap behind and before it
  std::vector<float> encoded_bias_;
};

}  // namespace textmend::reader
