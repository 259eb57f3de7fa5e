#include "core/lookalikes/network.hpp"

#include <algorithm>
#include <cstring>

#include "core/model/values.hpp"

namespace textmend::lookalikes {

namespace {

constexpr const char* kShape = "lookalikes/shape";
// Windows are as long as what the network learned from; each is asked about its middle.
constexpr std::size_t kSize = 128;
constexpr std::size_t kMargin = 32;
constexpr std::size_t kStep = kSize - 2 * kMargin;
constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
constexpr float kNever = -1e30F;  // score of an output that only fills a strip

}  // namespace

Network::Shape Network::read_shape(const ModelFile& file) {
  constexpr std::uint32_t kMost = 1U << 16U;
  const Bytes bytes = file.section(kShape);
  Shape shape;
  if (bytes.size != sizeof shape) refuse(file, "the description of the look-alikes is cut");
  std::memcpy(&shape, bytes.data, sizeof shape);
  if (shape.version != Shape{}.version) refuse(file, "the look-alikes have another version");
  for (const std::uint32_t size :
       {shape.characters, shape.symbols, shape.width, shape.blocks, shape.heads}) {
    if (size == 0 || size >= kMost) refuse(file, "the look-alikes have no such size");
  }
  if (shape.symbols + kFirstCharacterId > shape.characters ||
      shape.width % reader::Embedding::kLanes != 0 || shape.width % (2 * shape.heads) != 0) {
    refuse(file, "the sizes of the look-alikes do not fit together");
  }
  return shape;
}

Network::Network(const ModelFile& file)
    : shape_(read_shape(file)),
      alphabet_(file, shape_.characters, shape_.symbols),
      characters_(file, "lookalikes/characters", shape_.characters, shape_.width),
      blocks_(file, "lookalikes", shape_.blocks, shape_.width, shape_.heads),
      standing_(file, "lookalikes/standing", shape_.width, shape_.width),
      standing_bias_(copy_of_floats(file, "lookalikes/standing-bias", shape_.width)),
      outputs_(file, "lookalikes/characters", shape_.characters, shape_.width) {}

std::optional<Network> Network::of(const ModelFile& file) {
  if (!file.has(kShape)) return std::nullopt;
  return std::optional<Network>(std::in_place, file);
}

void Network::read(const Id* ids, std::size_t size, reader::Activations& room,
                   float* expected) const {
  blocks_.prepare(size, 0, room);
  for (std::size_t t = 0; t < size; ++t) {
    float* state = room.state.data() + t * width();
    std::fill_n(state, width(), 0.0F);
    characters_.add_to(ids[t], state);
  }
  blocks_.run(size, room);
  blocks_.normalise(size, room);
  for (std::size_t t = 0; t < size; ++t) {
    std::copy(standing_bias_.begin(), standing_bias_.end(), expected + t * width());
  }
  standing_.multiply_add(room.rounded, size, expected, width());
}

void Network::compare(const float* expected, reader::Rounded& room, float* logarithms) const {
  room.resize(1, width());
  room.scales[0] = reader::round_to_integers(expected, width(), room.row(0));
  std::fill_n(logarithms, shape_.characters, 0.0F);
  std::fill(logarithms + shape_.characters, logarithms + outputs(), kNever);
  outputs_.multiply_add(room, 1, logarithms, outputs());
  const float sum = reader::log_of_sum(logarithms, outputs());
  for (std::size_t i = 0; i < shape_.characters; ++i) logarithms[i] -= sum;
}

void Expectations::begin(std::u32string_view line) {
  ids_.assign(1, kLineEndId);
  places_.clear();
  for (const char32_t character : line) {
    places_.push_back(static_cast<std::uint32_t>(ids_.size()));
    if (!reader::is_invisible(character)) ids_.push_back(network_.alphabet().id(character));
  }
  ids_.push_back(kLineEndId);
  is_read_.assign(ids_.size() / kStep + 1, 0);
  last_ = kNowhere;
}

float Expectations::at(std::size_t place, char32_t character) {
  const Id id = network_.alphabet().id(character);
  if (id == kUnknownId) return kUnknown;
  const std::size_t at = places_[place];
  if (at != last_) {
    logarithms_.resize(network_.outputs());
    network_.compare(expected_at(at), rounded_, logarithms_.data());
    last_ = at;
  }
  return std::max(logarithms_[id], kUnknown);
}

float Expectations::fit(std::size_t place, char32_t character) {
  const Id id = network_.alphabet().id(character);
  return id == kUnknownId ? kNever : network_.fit(expected_at(places_[place]), id);
}

const float* Expectations::expected_at(std::size_t at) {
  // The window whose middle holds the place; the first and the last have no margin outside.
  const std::size_t last = ids_.size() > kSize ? (ids_.size() - kSize + kStep - 1) / kStep : 0;
  const std::size_t window = std::min(at < kMargin ? 0 : (at - kMargin) / kStep, last);
  if (is_read_[window] == 0) read_window(window);
  return expected_.data() + at * network_.width();
}

void Expectations::read_window(std::size_t window) {
  const std::size_t width = network_.width();
  const std::size_t start = window * kStep;
  const std::size_t size = std::min(kSize, ids_.size() - start);
  window_.resize(size * width + reader::kStrip);
  network_.read(ids_.data() + start, size, room_, window_.data());
  const std::size_t skipped = window == 0 ? 0 : kMargin;
  const std::size_t end = start + size == ids_.size() ? size : size - kMargin;
  if (expected_.size() < ids_.size() * width) expected_.resize(ids_.size() * width);
  std::copy(window_.begin() + static_cast<std::ptrdiff_t>(skipped * width),
            window_.begin() + static_cast<std::ptrdiff_t>(end * width),
            expected_.begin() + static_cast<std::ptrdiff_t>((start + skipped) * width));
  is_read_[window] = 1;
}

}  // namespace textmend::lookalikes
