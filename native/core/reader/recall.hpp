// What a reading remembers of its line beyond the last characters: a gated recurrent unit that
// steps from gap to gap (training/recall.py).
#pragma once

#include <cstdint>
#include <vector>

#include "core/model/file.hpp"
#include "core/reader/embedding.hpp"
#include "core/reader/matrix.hpp"

namespace textmend::reader {

// What the unit makes of characters, kept, since the same few come again and again; and room to
// work in. One for each search.
struct RecallRoom {
  explicit RecallRoom(std::size_t characters) : seen(characters), wrote(characters) {}
  std::vector<std::vector<float>> seen;   // [id]
  std::vector<std::vector<float>> wrote;  // [id]
  std::vector<float> inputs;              // [readings, gates]
  std::vector<float> inner;               // [readings, gates]
  Rounded rounded;
};

class Recall {
 public:
  // Throws ModelFileError. `written` must outlive it.
  Recall(const ModelFile& file, std::size_t size, std::size_t columns, std::size_t hidden,
         const Embedding& written);

  std::size_t size() const noexcept { return size_; }
  std::size_t width() const noexcept { return whole_strips(hidden_); }  // of what is told

  // Adds to the inputs of a reading the character that follows a gap, and a symbol written in it.
  void see(Id id, std::size_t reading, RecallRoom& room) const;
  void write(Id id, std::size_t reading, RecallRoom& room) const;

  // Makes room for readings that have seen nothing.
  void prepare(std::size_t count, RecallRoom& room) const;

  // Takes a step with these inputs. states: [count, size]
  void step(std::size_t count, RecallRoom& room, float* states) const;

  // What the states add to what the encoder says of the next gap. told: [count, width()]
  void tell(std::size_t count, const float* states, RecallRoom& room, float* told) const;

 private:
  std::size_t gates() const noexcept { return 3 * size_; }
  void round(std::size_t count, const float* states, RecallRoom& room) const;
  const float* projected(const Matrix& matrix, Id id, std::vector<std::vector<float>>& rows,
                         RecallRoom& room) const;
  void add_input(const float* row, std::size_t reading, RecallRoom& room) const;

  std::size_t size_;
  std::size_t columns_;  // of the embedding
  std::size_t hidden_;
  const Embedding& written_;
  Matrix seen_;  // [gates, columns]
  Matrix wrote_;  // [gates, columns]
  Matrix inner_;  // [gates, size]
  std::vector<float> bias_;
  Matrix out_;  // [hidden, size]
};

}  // namespace textmend::reader
