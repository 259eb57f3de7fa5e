// The layers of a network that looks at a text in both directions.
//
// A block has three kinds of layers, as `training/network.py` has them: a convolution over seven
// characters, attention, and a feed-forward layer. Matrices have 8-bit weights, and each row of
// inputs is rounded by its own greatest number, so what comes of a character does not depend on
// what else is computed with it; products are sums of integers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/reader/matrix.hpp"

namespace textmend::reader {

inline constexpr std::size_t kWindow = 256;  // characters that are seen at once, at most

// Room to work in; one for each call.
struct Activations {
  std::vector<std::int8_t> looked_up;  // of a chunk
  std::vector<float> window;           // what is made of a window
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

class Blocks {
 public:
  // The sections are those of `name`/0, `name`/1 and so on. Throws ModelFileError.
  Blocks(const ModelFile& file, const std::string& name, std::size_t count, std::size_t width,
         std::size_t heads);

  // Makes room for windows of `size` characters, and for rows of `most` numbers between layers.
  void prepare(std::size_t size, std::size_t most, Activations& room) const;

  // Sends the state of a window through all blocks.
  void run(std::size_t size, Activations& room) const;

  // The same where only `count` characters from `first` on are wanted, which come to stand first.
  void run_for(std::size_t first, std::size_t count, std::size_t size, Activations& room) const;

  // Rounds the state for the matrix that follows. Root mean square normalisation is in the scales,
  // its weights in the matrix.
  void normalise(std::size_t size, Activations& room) const;

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

  void convolve(const Block& block, std::size_t size, Activations& room) const;
  void attend(const Block& block, std::size_t size, Activations& room) const;
  void compare(std::size_t head, std::size_t size, Activations& room) const;
  void collect(std::size_t head, std::size_t size, Activations& room) const;
  void feed_forward(const Block& block, std::size_t size, Activations& room) const;
  void turn(float* vector, std::size_t place) const;

  std::size_t width_;
  std::size_t heads_;
  std::vector<Block> blocks_;
  std::vector<float> cosines_;  // [kWindow, half a head]
  std::vector<float> sines_;
};

}  // namespace textmend::reader
