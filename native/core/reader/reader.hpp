// The reader: from a damaged text to the strings that may be missing.
#pragma once

#include "core/reader/encoder.hpp"
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

// A place of a text and what may be missing there, the most probable first.
struct Finding {
  std::size_t offset;
  std::vector<Candidate> candidates;
};

struct Span {
  std::size_t start;
  std::size_t end;
};

// Immutable, and safe to use from many threads.
class Reader {
 public:
  // `file` must outlive it.
  explicit Reader(const ModelFile& file);

  const Shape& shape() const noexcept { return writer_.shape(); }
  const Alphabet& alphabet() const noexcept { return alphabet_; }
  std::size_t profile_size() const noexcept { return encoder_.profile_size(); }

  Observation observe(const AnyText& text, std::size_t start, std::size_t end) const;

  // Reads the lines of a stretch of text. The encoder sees the lines around them, too.
  //   profile  `profile_size()` numbers: how often each symbol stands in what is damaged
  //   closed   sorted spans of the text inside which nothing may be inserted
  std::vector<Finding> read(const AnyText& text, Span stretch, const float* profile,
                            const std::vector<Span>& closed, const Search& search) const;

  // The two steps of it. What the encoder says of the gap before each character: [size, hidden].
  std::vector<float> encode(const Observation& observed, const float* profile) const;
  // gaps: [size, hidden]; closed: one for each observed character.
  std::vector<GapReading> search(const Observation& observed, const float* gaps,
                                 const float* profile, const std::uint8_t* closed,
                                 const Search& search) const;

 private:
  std::size_t line_end(const Observation& observed, std::size_t start) const noexcept;
  std::size_t chunk_end(const Observation& observed, std::size_t start) const noexcept;
  void look_up(const Observation& observed, Span chunk, std::int8_t* rows) const noexcept;
  void encode_chunk(const Observation& observed, Span chunk, const std::vector<float>& profiled,
                    Activations& room, float* gaps) const;
  void search_lines(const Observation& observed, Span chunk, const float* gaps,
                    const std::uint8_t* closed, Lattice& lattice,
                    std::vector<GapReading>& readings) const;

  Writer writer_;
  Alphabet alphabet_;
  Clauses clauses_;
  MemoryTable memory_;
  Encoder encoder_;
  Language language_;
};

}  // namespace textmend::reader
