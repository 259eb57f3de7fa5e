// The look-alike network: which character stands at a place, judged by all that stands around.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/reader/alphabet.hpp"
#include "core/reader/blocks.hpp"
#include "core/reader/embedding.hpp"

namespace textmend::lookalikes {

// Immutable, and safe to use from many threads.
class Network {
 public:
  // Throws ModelFileError.
  explicit Network(const ModelFile& file);

  // The network of a model that has one.
  static std::optional<Network> of(const ModelFile& file);

  const reader::Alphabet& alphabet() const noexcept { return alphabet_; }
  std::size_t width() const noexcept { return shape_.width; }
  // Characters, and what fills the last strip.
  std::size_t outputs() const noexcept { return reader::whole_strips(shape_.characters); }

  // What is expected at each of `size` places, kWindow at most: [size, width].
  void read(const Id* ids, std::size_t size, reader::Activations& room, float* expected) const;

  // How well a character fits what is expected; ln of its probability but for a constant.
  float fit(const float* expected, Id id) const noexcept {
    return characters_.product(id, expected);
  }

  // ln of the probability of every character at a place: [outputs()].
  void compare(const float* expected, reader::Rounded& room, float* logarithms) const;

 private:
  struct Shape {
    std::uint32_t version = 1;
    std::uint32_t characters = 0;
    std::uint32_t symbols = 0;
    std::uint32_t width = 0;
    std::uint32_t blocks = 0;
    std::uint32_t heads = 0;
  };
  static Shape read_shape(const ModelFile& file);

  Shape shape_;
  reader::Alphabet alphabet_;
  reader::Embedding characters_;
  reader::Blocks blocks_;
  reader::Matrix standing_;  // [width, width]
  std::vector<float> standing_bias_;
  reader::Matrix outputs_;   // [characters, width]: the embedding once more
};

// What the network says of the places of a line. The line is read in windows on a grid that begins
// with it, each when a place in it is first asked about.
class Expectations {
 public:
  explicit Expectations(const Network& network) : network_(network) {}

  // Another line, or the same with other characters.
  void begin(std::u32string_view line);

  // ln of the probability that the character stands at a place of the line; kUnknown where nothing
  // can be said of it.
  static constexpr float kUnknown = -12;
  float at(std::size_t place, char32_t character);

  // The same but for a constant of the place, a hundred times as fast.
  float fit(std::size_t place, char32_t character);

 private:
  const float* expected_at(std::size_t at);
  void read_window(std::size_t window);

  const Network& network_;
  std::vector<Id> ids_;                // without blanks, between two line ends
  std::vector<std::uint32_t> places_;  // of the line's characters among `ids_`
  std::vector<float> expected_;        // [ids, width]
  std::vector<std::uint8_t> is_read_;  // of each window
  std::vector<float> logarithms_;      // of the place that was asked about last
  std::size_t last_ = 0;
  reader::Activations room_;
  reader::Rounded rounded_;
  std::vector<float> window_;
};

}  // namespace textmend::lookalikes
