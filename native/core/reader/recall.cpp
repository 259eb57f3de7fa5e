#include "core/reader/recall.hpp"

#include <algorithm>

#include "core/model/values.hpp"

namespace textmend::reader {

Recall::Recall(const ModelFile& file, std::size_t size, std::size_t columns, std::size_t hidden,
               const Embedding& written)
    : size_(size),
      columns_(columns),
      hidden_(hidden),
      written_(written),
      seen_(file, "recall/seen", gates(), columns),
      wrote_(file, "recall/wrote", gates(), columns),
      inner_(file, "recall/inner", gates(), size),
      bias_(copy_of_floats(file, "recall/inner-bias", gates())),
      out_(file, "recall/out", hidden, size) {}

const float* Recall::projected(const Matrix& matrix, Id id, std::vector<std::vector<float>>& rows,
                               RecallRoom& room) const {
  std::vector<float>& row = rows[id];
  if (row.empty()) {
    std::vector<float> embedded(columns_);
    written_.add_to(id, embedded.data());
    room.rounded.resize(1, columns_);
    room.rounded.scales[0] = round_to_integers(embedded.data(), columns_, room.rounded.row(0));
    row.assign(whole_strips(gates()), 0);
    matrix.multiply_add(room.rounded, 1, row.data(), row.size());
  }
  return row.data();
}

void Recall::add_input(const float* row, std::size_t reading, RecallRoom& room) const {
  add(row, gates(), room.inputs.data() + reading * gates());
}

void Recall::see(Id id, std::size_t reading, RecallRoom& room) const {
  add_input(projected(seen_, id, room.seen, room), reading, room);
}

void Recall::write(Id id, std::size_t reading, RecallRoom& room) const {
  add_input(projected(wrote_, id, room.wrote, room), reading, room);
}

void Recall::prepare(std::size_t count, RecallRoom& room) const {
  room.inputs.assign(count * gates(), 0);
}

void Recall::round(std::size_t count, const float* states, RecallRoom& room) const {
  room.rounded.resize(count, size_);
  for (std::size_t i = 0; i < count; ++i) {
    room.rounded.scales[i] = round_to_integers(states + i * size_, size_, room.rounded.row(i));
  }
}

void Recall::step(std::size_t count, RecallRoom& room, float* states) const {
  round(count, states, room);
  const std::size_t width = whole_strips(gates());
  room.inner.assign(count * width, 0);
  inner_.multiply_add(room.rounded, count, room.inner.data(), width);
  for (std::size_t i = 0; i < count; ++i) {
    float* inner = room.inner.data() + i * width;
    add(bias_.data(), gates(), inner);
    pass_gates(room.inputs.data() + i * gates(), inner, size_, states + i * size_);
  }
}

void Recall::tell(std::size_t count, const float* states, RecallRoom& room, float* told) const {
  round(count, states, room);
  std::fill_n(told, count * width(), 0.0F);
  out_.multiply_add(room.rounded, count, told, width());
}

}  // namespace textmend::reader
