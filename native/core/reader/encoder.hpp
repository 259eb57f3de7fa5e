// The network's encoder: what it says of each gap, looking at the damaged text in both directions.
//
// Three kinds of layers, as `training/network.py` has them: a convolution over seven characters,
// attention, and a feed-forward layer. Matrices have 8-bit weights, and each row of inputs is
// rounded by its own greatest number, so what comes of a character does not depend on what else is
// computed with it; products are sums of integers.
#pragma once

#include <cstdint>
#include <vector>

#include "core/reader/matrix.hpp"
#include "core/reader/weights.hpp"

namespace textmend::reader {

inline constexpr std::size_t kWindow = 256;  // characters that it sees at once, as in training

// Room to work in; one for each call.
struct Activations {
  std::vector<std::int8_t> looked_up;  // of a line
  std::vector<float> window;           // gaps of a window
  std::vector<float> state;   // [size, width]: what the layers add to
  std::vector<float> mixed;   // [size, 3 x width] and [size, 4 x width]
  std::vector<float> around;  // [size + 6, width]: the state with zeros before and behind
  Rounded rounded;
  // Of one head of attention.
  Rounded queries;
  std::vector<std::int16_t> packed;
  std::vector<float> factors;
  std::vector<float> inverses;
  std::vector<float> scores;  // [size, whole strips of size]
  Rounded weights;
  std::vector<float> heads;   // [size, width]
};

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
  struct Block {
    Block(const ModelFile& file, const std::string& name, std::size_t width);
    std::vector<float> taps;  // [7, width]
    std::vector<float> shift; // of the convolution
    Matrix attended;          // to queries, keys and values
    Matrix out;
    Matrix up;
    std::vector<float> up_bias;
    Matrix down;
    std::vector<float> down_bias;
  };

  void embed(const Id* ids, const std::int8_t* rows, float scale, std::size_t size,
             const std::vector<float>& profiled, Activations& room) const;
  void convolve(const Block& block, std::size_t size, Activations& room) const;
  void attend(const Block& block, std::size_t size, Activations& room) const;
  void compare(std::size_t head, std::size_t size, Activations& room) const;
  void collect(std::size_t head, std::size_t size, Activations& room) const;
  void feed_forward(const Block& block, std::size_t size, Activations& room) const;
  void normalise(std::size_t size, Activations& room) const;
  void turn(float* vector, std::size_t place) const;

  std::size_t width_;
  std::size_t heads_;
  std::size_t hidden_;
  const std::int8_t* characters_;  // [characters, width]
  const float* character_factors_;
  Matrix mix_;
  Matrix profile_;
  std::vector<float> profile_bias_;
  std::vector<Block> blocks_;
  Matrix encoded_;  // [2 x hidden, width]: what a character says of the gap behind and before it
  std::vector<float> encoded_bias_;
  std::vector<float> cosines_;  // [kWindow, half a head]
  std::vector<float> sines_;
};

}  // namespace textmend::reader
