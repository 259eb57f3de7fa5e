// The parts of the network that the search runs itself, read where they lie in the model's file.
// The encoder is in encoder.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/model/file.hpp"
#include "core/reader/clause.hpp"
#include "core/reader/embedding.hpp"
#include "core/reader/hashing.hpp"
#include "core/reader/matrix.hpp"
#include "core/reader/prior.hpp"
#include "core/reader/recall.hpp"

namespace textmend::reader {

// Sizes of the network, as its section says.
struct Shape {
  std::uint32_t version = 5;
  std::uint32_t characters = 0;
  std::uint32_t symbols = 0;
  std::uint32_t hidden = 0;
  std::uint32_t memory = 0;   // columns of a memory table
  std::uint32_t history = 0;  // columns of the embedding of a written character
  std::uint32_t width = 0;    // of the encoder
  std::uint32_t blocks = 0;
  std::uint32_t heads = 0;
  std::uint32_t recall = 0;   // numbers that are remembered of a line
  std::uint32_t prior = 0;    // of the layer between the profile and the scores
};

// A table of vectors of 8-bit numbers, a row for each slot; row 0 is that of all n-grams that own
// no slot and is zero.
class MemoryTable {
 public:
  MemoryTable(const ModelFile& file, const std::string& name, std::size_t columns);

  // The row of an n-gram, and the factor that makes its numbers weights.
  const std::int8_t* row(std::uint64_t hash) const noexcept {
    const std::size_t slot = slot_of(hash);
    return rows_ + columns_ * (fingerprints_[slot] == fingerprint_of(hash) ? slot : 0);
  }
  // Asks memory for what `row` will read.
  void prefetch_owner(std::uint64_t hash) const noexcept {
    __builtin_prefetch(fingerprints_ + slot_of(hash));
  }
  void prefetch_row(std::uint64_t hash) const noexcept { __builtin_prefetch(row(hash)); }
  float scale() const noexcept { return scale_; }
  std::size_t columns() const noexcept { return columns_; }

 private:
  const std::uint16_t* fingerprints_ = nullptr;
  const std::int8_t* rows_ = nullptr;
  std::size_t columns_;
  float scale_ = 0;
};

// The last characters written, the latest first, as ids of the reader's vocabulary.
using History = std::array<Id, 4>;

// What the predictor knows of the text so far: what was written last, the place in the clause, and
// what is remembered of the line, one of the rows that `Recall::tell` made for the gap.
struct Context {
  History history;
  ClauseRows place;
  std::uint32_t memory;

  friend bool operator==(const Context& a, const Context& b) noexcept {
    return a.history == b.history && a.place == b.place && a.memory == b.memory;
  }
};

inline constexpr std::size_t kHistoryLength = 3;  // of the characters that the predictor embeds

// What the predictor makes of a character at a place, kept, since the same few come again and
// again; and room to work in. One for each search.
struct Projections {
  explicit Projections(const Shape& shape);
  std::vector<std::vector<float>> rows;  // [place, character]
  std::vector<std::uint64_t> hashes;     // [contexts, kinds]
  Rounded memory;
  std::vector<float> hidden;             // [contexts, whole strips]
  Rounded rounded;
};

// Predictor and joint layer: what is known of the gap and of the text so far to the logarithms of
// the probabilities of each symbol and, last, of copying.
class Writer {
 public:
  explicit Writer(const ModelFile& file);
  Writer(const Writer&) = delete;  // a part of it refers to another
  Writer& operator=(const Writer&) = delete;

  const Shape& shape() const noexcept { return shape_; }
  const Recall& recall() const noexcept { return recall_; }
  std::size_t outputs() const noexcept { return shape_.symbols + 1; }
  std::size_t width() const noexcept { return whole_strips(outputs()); }

  // What all scores begin with in text of a profile: [width()].
  std::vector<float> first_scores(const float* profile) const;

  // gap: `hidden` numbers of the encoder; told: rows of what is remembered; next, after_next: the
  // observed characters that follow; first: `first_scores`.
  // results: rows of `width()` floats, of which the first `outputs()` less the row's shift are
  // natural logarithms, for each of `count` contexts.
  void write(const float* gap, const float* told, const Context* contexts, std::size_t count,
             Id next, Id after_next, const float* first, Projections& cache, float* results,
             float* shifts) const;

 private:
  const float* projected(std::size_t place, Id id, Projections& cache) const;
  void remember(const Context* contexts, std::size_t count, Id next, Id after_next,
                Projections& cache) const;

  Shape shape_;
  MemoryTable memory_;
  Matrix remembered_;                // [hidden, kinds x memory]
  Matrix joint_;                     // [outputs, hidden]
  Embedding history_;                // of written characters
  const float* predicted_ = nullptr; // [places x history, hidden]
  Recall recall_;
  Prior prior_;
  std::vector<float> clause_;        // [kClauseRows, hidden]
  std::vector<float> joint_bias_;    // [width()]
};

Shape read_shape(const ModelFile& file);

}  // namespace textmend::reader
