#include "core/reader/blocks.hpp"

#include <algorithm>
#include <cmath>

#include "core/model/values.hpp"

namespace textmend::reader {

namespace {

constexpr std::size_t kTaps = 7;
constexpr std::size_t kBeside = kTaps / 2;
constexpr std::size_t kUp = 4;     // the feed-forward layer is so many times as wide
constexpr float kLeastMean = 1e-7F;  // of the squares that are normalised
constexpr double kSlowestTurn = 500;

// Attention is computed with whole numbers too. So great may they be that a sum over a window
// stays inside 32 bits.
constexpr float kMostWeight = 8191;
constexpr float kMostValue = 1023;
constexpr float kLeastValue = 1e-20F;  // of the greatest of what is to be rounded

template <typename T>
void make_room(std::vector<T>& values, std::size_t count) {
  if (values.size() < count) values.resize(count);
}

}  // namespace

Blocks::Block::Block(const ModelFile& file, const std::string& name, std::size_t width)
    : taps(copy_of_floats(file, name + "/taps", kTaps * width)),
      shift(copy_of_floats(file, name + "/taps-bias", width)),
      attended(file, name + "/attended", 3 * width, width),
      out(file, name + "/out", width, width),
      up(file, name + "/up", kUp * width, width),
      up_bias(copy_of_floats(file, name + "/up-bias", kUp * width)),
      down(file, name + "/down", width, kUp * width),
      down_bias(copy_of_floats(file, name + "/down-bias", width)) {}

Blocks::Blocks(const ModelFile& file, const std::string& name, std::size_t count, std::size_t width,
               std::size_t heads)
    : width_(width), heads_(heads) {
  for (std::size_t i = 0; i < count; ++i) {
    blocks_.emplace_back(file, name + "/" + std::to_string(i), width_);
  }
  const std::size_t half = width_ / heads_ / 2;
  for (std::size_t place = 0; place < kWindow; ++place) {
    for (std::size_t i = 0; i < half; ++i) {
      const double share = static_cast<double>(i) / static_cast<double>(half);
      const double angle = static_cast<double>(place) / std::pow(kSlowestTurn, share);
      cosines_.push_back(static_cast<float>(std::cos(angle)));
      sines_.push_back(static_cast<float>(std::sin(angle)));
    }
  }
}

// Products fill whole strips, so the last row of each array may need more than its width.
void Blocks::prepare(std::size_t size, std::size_t most, Activations& room) const {
  make_room(room.state, size * width_ + kStrip);
  make_room(room.around, (size + 2 * kBeside) * width_);
  make_room(room.mixed, size * std::max(kUp * width_, most) + kStrip);
  make_room(room.scores, size * whole_strips(size));
  make_room(room.heads, size * width_ + kStrip);
}

void Blocks::run(std::size_t size, Activations& room) const { run_for(0, size, size, room); }

void Blocks::run_for(std::size_t first, std::size_t count, std::size_t size,
                     Activations& room) const {
  for (const Block& block : blocks_) {
    convolve(block, size, room);
    attend(block, size, room);
    const bool is_last = &block == &blocks_.back();
    if (is_last && first > 0) {
      std::copy_n(room.state.begin() + static_cast<std::ptrdiff_t>(first * width_), count * width_,
                  room.state.begin());
    }
    feed_forward(block, is_last ? count : size, room);
  }
}

void Blocks::convolve(const Block& block, std::size_t size, Activations& room) const {
  float* around = room.around.data();
  std::fill(around, around + kBeside * width_, 0.0F);
  std::copy(room.state.data(), room.state.data() + size * width_, around + kBeside * width_);
  std::fill_n(around + (kBeside + size) * width_, kBeside * width_, 0.0F);
  for (std::size_t t = 0; t < size; ++t) {
    float* state = room.state.data() + t * width_;
    add(block.shift.data(), width_, state);
    for (std::size_t k = 0; k < kTaps; ++k) {
      add_products(around + (t + k) * width_, block.taps.data() + k * width_, width_, state);
    }
  }
}

void Blocks::normalise(std::size_t size, Activations& room) const {
  room.rounded.resize(size, width_);
  for (std::size_t t = 0; t < size; ++t) {
    const float* state = room.state.data() + t * width_;
    const float mean = squares(state, width_) / static_cast<float>(width_);
    const float scale = round_to_integers(state, width_, room.rounded.row(t));
    room.rounded.scales[t] = scale / std::sqrt(mean + kLeastMean);
  }
}

// Turns the halves of a query or a key by its place (RoPE, Su et al. 2021).
void Blocks::turn(float* vector, std::size_t place) const {
  const std::size_t half = width_ / heads_ / 2;
  const float* cosine = cosines_.data() + place * half;
  const float* sine = sines_.data() + place * half;
  for (std::size_t i = 0; i < half; ++i) {
    const float a = vector[i];
    const float b = vector[half + i];
    vector[i] = a * cosine[i] - b * sine[i];
    vector[half + i] = b * cosine[i] + a * sine[i];
  }
}

void Blocks::attend(const Block& block, std::size_t size, Activations& room) const {
  normalise(size, room);
  std::fill_n(room.mixed.data(), size * 3 * width_, 0.0F);
  block.attended.multiply_add(room.rounded, size, room.mixed.data(), 3 * width_);
  for (std::size_t head = 0; head < heads_; ++head) {
    compare(head, size, room);
    collect(head, size, room);
  }
  room.rounded.resize(size, width_);
  for (std::size_t t = 0; t < size; ++t) {
    room.rounded.scales[t] =
        round_to_integers(room.heads.data() + t * width_, width_, room.rounded.row(t));
  }
  block.out.multiply_add(room.rounded, size, room.state.data(), width_);
}

// How much each character of the window looks at each other one. Keys are the matrix that queries
// are multiplied with.
void Blocks::compare(std::size_t head, std::size_t size, Activations& room) const {
  const std::size_t depth = width_ / heads_;
  const std::size_t pairs = depth / 2;
  const std::size_t columns = whole_strips(size);
  const float shrink = 1 / std::sqrt(static_cast<float>(depth));
  room.queries.resize(size, depth);
  room.weights.resize(1, depth);
  room.factors.assign(columns, 0);
  room.packed.assign(columns * depth, 0);
  for (std::size_t t = 0; t < size; ++t) {
    float* query = room.mixed.data() + t * 3 * width_ + head * depth;
    float* key = query + width_;
    turn(query, t);
    turn(key, t);
    room.queries.scales[t] = shrink * round_to_integers(query, depth, room.queries.row(t));
    room.factors[t] = round_to_integers(key, depth, room.weights.row(0));
    std::int16_t* column = room.packed.data() + (t / kStrip * pairs * kStrip + t % kStrip) * 2;
    for (std::size_t pair = 0; pair < pairs; ++pair) {
      std::copy_n(room.weights.row(0) + pair * 2, 2, column + pair * kStrip * 2);
    }
  }
  std::fill_n(room.scores.data(), size * columns, 0.0F);
  multiply_add({room.queries.rows.data(), size, room.queries.scales.data(), room.packed.data(),
                pairs, nullptr, 0, columns / kStrip, room.factors.data(), room.scores.data(),
                columns});
  room.weights.resize(size, size);
  for (std::size_t t = 0; t < size; ++t) {
    const float sum = round_exponentials(room.scores.data() + t * columns, size, kMostWeight,
                                         room.weights.row(t));
    room.weights.scales[t] = 1 / sum;
  }
}

// Makes means of the values with those weights. Values are the matrix that weights are multiplied
// with.
void Blocks::collect(std::size_t head, std::size_t size, Activations& room) const {
  const std::size_t depth = width_ / heads_;
  const std::size_t strips = whole_strips(depth) / kStrip;
  const std::size_t pairs = (size + 1) / 2;
  const auto value = [&](std::size_t t) {
    return room.mixed.data() + t * 3 * width_ + 2 * width_ + head * depth;
  };
  room.factors.assign(strips * kStrip, kLeastValue);
  for (std::size_t t = 0; t < size; ++t) raise_to_sizes(value(t), depth, room.factors.data());
  room.inverses.resize(room.factors.size());
  for (std::size_t k = 0; k < room.factors.size(); ++k) {
    room.inverses[k] = kMostValue / room.factors[k];
    room.factors[k] /= kMostValue;
  }
  room.packed.assign(strips * pairs * kStrip * 2, 0);
  for (std::size_t t = 0; t < size; ++t) {
    for (std::size_t strip = 0; strip < strips; ++strip) {
      const std::size_t first = strip * kStrip;
      round_every_second(value(t) + first, room.inverses.data() + first,
                         std::min(kStrip, depth - first),
                         room.packed.data() + (strip * pairs + t / 2) * kStrip * 2 + t % 2);
    }
    std::fill_n(room.heads.data() + t * width_ + head * depth, depth, 0.0F);
  }
  multiply_add({room.weights.rows.data(), size, room.weights.scales.data(), room.packed.data(),
                pairs, nullptr, 0, strips, room.factors.data(), room.heads.data() + head * depth,
                width_});
}

void Blocks::feed_forward(const Block& block, std::size_t size, Activations& room) const {
  normalise(size, room);
  const std::size_t wide = kUp * width_;
  for (std::size_t t = 0; t < size; ++t) {
    std::copy(block.up_bias.begin(), block.up_bias.end(), room.mixed.data() + t * wide);
    add(block.down_bias.data(), width_, room.state.data() + t * width_);
  }
  block.up.multiply_add(room.rounded, size, room.mixed.data(), wide);
  room.rounded.resize(size, wide);
  for (std::size_t t = 0; t < size; ++t) {
    room.rounded.scales[t] = round_squared(room.mixed.data() + t * wide, wide, room.rounded.row(t));
  }
  block.down.multiply_add(room.rounded, size, room.state.data(), width_);
}

}  // namespace textmend::reader
