#include "core/reader/encoder.hpp"

#include <algorithm>

#include "core/model/values.hpp"

namespace textmend::reader {

Encoder::Encoder(const ModelFile& file, const Shape& shape)
    : width_(shape.width),
      hidden_(shape.hidden),
      characters_(file, "encoder/characters", shape.characters, width_),
      mix_(file, "encoder/mix", width_, kObservedKinds * shape.memory),
      profile_(file, "encoder/profile", width_, shape.symbols + 1),
      profile_bias_(copy_of_floats(file, "encoder/profile-bias", width_)),
      blocks_(file, "encoder", shape.blocks, shape.width, shape.heads),
      encoded_(file, "encoder/encoded", 2 * hidden_, width_),
      encoded_bias_(copy_of_floats(file, "encoder/encoded-bias", hidden_)) {}

std::vector<float> Encoder::profiled(const float* profile) const {
  Rounded rounded;
  rounded.resize(1, profile_.inputs());
  rounded.scales[0] = round_to_integers(profile, profile_.inputs(), rounded.row(0));
  std::vector<float> result = profile_bias_;
  result.resize(whole_strips(width_));
  profile_.multiply_add(rounded, 1, result.data(), width_);
  return result;
}

void Encoder::embed(const Id* ids, const std::int8_t* rows, float scale, std::size_t size,
                    const std::vector<float>& profiled, Activations& room) const {
  room.rounded.resize(size, mix_.inputs());
  for (std::size_t t = 0; t < size; ++t) {
    float* state = room.state.data() + t * width_;
    std::copy(profiled.data(), profiled.data() + width_, state);
    characters_.add_to(ids[t], state);
    std::copy(rows, rows + mix_.inputs(), room.rounded.row(t));
    room.rounded.scales[t] = scale;
    rows += mix_.inputs();
  }
  mix_.multiply_add(room.rounded, size, room.state.data(), width_);
}

void Encoder::encode(const Id* ids, const std::int8_t* rows, float scale, std::size_t size,
                     const std::vector<float>& profiled, Activations& room, float* gaps) const {
  blocks_.prepare(size, 2 * hidden_, room);
  embed(ids, rows, scale, size, profiled, room);
  blocks_.run(size, room);
  blocks_.normalise(size, room);
  std::fill_n(room.mixed.data(), size * 2 * hidden_, 0.0F);
  encoded_.multiply_add(room.rounded, size, room.mixed.data(), 2 * hidden_);
  for (std::size_t t = 0; t < size; ++t) {
    float* gap = gaps + t * hidden_;
    std::copy(encoded_bias_.begin(), encoded_bias_.end(), gap);
    if (t > 0) add(room.mixed.data() + (t - 1) * 2 * hidden_, hidden_, gap);
    add(room.mixed.data() + t * 2 * hidden_ + hidden_, hidden_, gap);
  }
}

}  // namespace textmend::reader
