// What of the reader runs natively: from text to the encoder's input, and from its output to the
// strings that may be missing.
#pragma once

#include "core/reader/lattice.hpp"
#include "core/text.hpp"

namespace textmend::reader {

// The characters of a stretch of text that the reader sees.
struct Observation {
  std::vector<std::size_t> offsets;  // in the text
  std::vector<Id> ids;
  std::vector<Id> ngram_ids;
  std::size_t size() const noexcept { return ids.size(); }
};

class Reader {
 public:
  // `file` must outlive it.
  explicit Reader(const ModelFile& file);

  const Shape& shape() const noexcept { return writer_.shape(); }
  std::size_t columns() const noexcept { return kObservedKinds * shape().memory; }

  Observation observe(const AnyText& text, std::size_t start, std::size_t end) const;

  // Rows of the table for the n-grams around each gap: [size, columns()] numbers.
  void look_up(const Observation& observed, float* rows) const noexcept;

  // gaps: [size, hidden]; closed: one for each observed character. Each line is read by itself.
  std::vector<GapReading> read(const Observation& observed, const float* gaps,
                               const std::uint8_t* closed, const Search& search) const;

  const Alphabet& alphabet() const noexcept { return alphabet_; }

 private:
  Writer writer_;
  Alphabet alphabet_;
  MemoryTable memory_;
  Language language_;
};

}  // namespace textmend::reader
