#include "core/joints.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/model/values.hpp"

namespace textmend {

namespace {

constexpr const char* kShape = "joints/shape";
// The table of the look-alike network serves here, too.
constexpr const char* kCharacters = "lookalikes/characters";
constexpr Id kPaddingId = 0;

}  // namespace

JointReader::Shape JointReader::read_shape(const ModelFile& file) {
  constexpr std::uint32_t kMost = 1U << 16U;
  const Bytes bytes = file.section(kShape);
  Shape shape;
  if (bytes.size != sizeof shape) refuse(file, "the description of the joints is cut");
  std::memcpy(&shape, bytes.data, sizeof shape);
  if (shape.version != Shape{}.version) refuse(file, "the joints have another version");
  for (const std::uint32_t size :
       {shape.characters, shape.symbols, shape.width, shape.blocks, shape.heads, shape.inner}) {
    if (size == 0 || size >= kMost) refuse(file, "the joints have no such size");
  }
  if (shape.symbols + kFirstCharacterId > shape.characters ||
      shape.width % (2 * shape.heads) != 0) {
    refuse(file, "the sizes of the joints do not fit together");
  }
  return shape;
}

JointReader::JointReader(const ModelFile& file, const Tables& tables)
    : shape_(read_shape(file)),
      tables_(tables),
      alphabet_(file, shape_.characters, shape_.symbols),
      characters_(file, kCharacters, shape_.characters, shape_.width),
      sides_(copy_of_floats(file, "joints/sides", 2 * shape_.width)),
      blocks_(file, "joints", shape_.blocks, shape_.width, shape_.heads),
      inner_(file, "joints/inner", 2 * shape_.inner, shape_.width),
      inner_bias_(copy_of_floats(file, "joints/inner-bias", shape_.inner)),
      out_(copy_of_floats(file, "joints/out", shape_.inner + 1)) {}

std::vector<Id> JointReader::ids(const AnyText& text) const {
  std::vector<Id> result;
  result.reserve(text.size());
  text.visit([&](auto view) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      char32_t c = view[i];
      if (reader::is_invisible(c)) continue;
      if ((tables_.flags(c) & kTraditional) != 0) c = tables_.counterpart(c);
      result.push_back(alphabet_.id(c));
    }
  });
  return result;
}

float JointReader::weigh(const AnyText& before, const AnyText& after) const {
  // Both sides are filled up behind the end of the line, so that the joint is always in the middle.
  constexpr std::size_t kSize = 2 * kSide;
  std::array<Id, kSize> read{};
  read.fill(kPaddingId);
  const std::vector<Id> left = ids(before);
  const std::size_t used = std::min(left.size(), kSide);
  std::copy(left.end() - static_cast<std::ptrdiff_t>(used), left.end(),
            read.begin() + static_cast<std::ptrdiff_t>(kSide - used));
  if (used < kSide) read[kSide - used - 1] = kLineEndId;
  const std::vector<Id> right = ids(after);
  const std::size_t seen = std::min(right.size(), kSide);
  std::copy_n(right.begin(), seen, read.begin() + static_cast<std::ptrdiff_t>(kSide));
  if (seen < kSide) read[kSide + seen] = kLineEndId;

  reader::Activations room;
  blocks_.prepare(kSize, 0, room);
  for (std::size_t t = 0; t < kSize; ++t) {
    float* state = room.state.data() + t * shape_.width;
    std::copy_n(sides_.data() + (t < kSide ? 0 : shape_.width), shape_.width, state);
    characters_.add_to(read[t], state);
  }
  // Only what becomes of the two characters at the joint is read.
  blocks_.run_for(kSide - 1, 2, kSize, room);
  blocks_.normalise(2, room);
  const std::size_t width = reader::whole_strips(inner_.outputs());
  std::vector<float> inner(2 * width);
  inner_.multiply_add(room.rounded, 2, inner.data(), width);
  float odds = out_[shape_.inner];
  for (std::size_t i = 0; i < shape_.inner; ++i) {
    const float sum = inner[i] + inner[width + shape_.inner + i] + inner_bias_[i];
    const float value = std::max(sum, 0.0F);
    odds += out_[i] * value * value;
  }
  return odds;
}

}  // namespace textmend
