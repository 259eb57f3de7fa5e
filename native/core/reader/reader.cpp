#include "core/reader/reader.hpp"

#include <algorithm>

namespace textmend::reader {

namespace {

// A line longer than this is read in pieces, so that the lattice stays in bounds.
constexpr std::size_t kLongestLine = 1U << 14U;
// Characters of lines that are encoded together, so that memory stays in bounds.
constexpr std::size_t kChunk = 1U << 12U;
constexpr std::size_t kMargin = 16;  // of a window of the encoder, read by the window beside it

bool is_ascii_word(char32_t c) noexcept {
  return (c >= U'0' && c <= U'9') || (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z');
}

// Marks the gaps where nothing can be missing that a reader could restore: those inside closed
// spans, and inside Latin words and numbers.
std::vector<std::uint8_t> closed_gaps(const AnyText& text, const Observation& observed,
                                      const std::vector<Span>& closed) {
  std::vector<std::uint8_t> result(observed.size(), 0);
  for (std::size_t i = 1; i < observed.size(); ++i) {
    result[i] = is_ascii_word(text.at(observed.offsets[i - 1])) &&
                is_ascii_word(text.at(observed.offsets[i]));
  }
  const auto& offsets = observed.offsets;
  for (const Span& span : closed) {
    auto at = std::upper_bound(offsets.begin(), offsets.end(), span.start);
    for (; at != offsets.end() && *at < span.end; ++at) {
      result[static_cast<std::size_t>(at - offsets.begin())] = 1;
    }
  }
  return result;
}

}  // namespace

Reader::Reader(const ModelFile& file)
    : writer_(file),
      alphabet_(file, writer_.shape().characters, writer_.shape().symbols),
      clauses_(alphabet_),
      memory_(file, "reader/observed", writer_.shape().memory),
      encoder_(file, writer_.shape()),
      language_(file) {}

Observation Reader::observe(const AnyText& text, std::size_t start, std::size_t end) const {
  Observation observed;
  text.visit([&](auto view) {
    for (std::size_t i = start; i < end; ++i) {
      const char32_t character = view[i];
      if (is_invisible(character)) continue;
      observed.offsets.push_back(i);
      observed.ids.push_back(alphabet_.id(character));
      observed.ngram_ids.push_back(character == U'\n' ? kLineEndId
                                                      : language_.vocabulary().id(character));
    }
  });
  return observed;
}

std::size_t Reader::line_end(const Observation& observed, std::size_t start) const noexcept {
  const std::size_t limit = std::min(observed.size(), start + kLongestLine);
  const auto first = observed.ids.begin() + static_cast<std::ptrdiff_t>(start);
  const auto last = observed.ids.begin() + static_cast<std::ptrdiff_t>(limit);
  const auto end = std::find(first, last, kLineEndId);
  return static_cast<std::size_t>(end - observed.ids.begin()) + (end == last ? 0 : 1);
}

// The end of the lines that are encoded together: as many as a chunk holds, but one at least.
std::size_t Reader::chunk_end(const Observation& observed, std::size_t start) const noexcept {
  std::size_t end = line_end(observed, start);
  while (end < observed.size()) {
    const std::size_t next = line_end(observed, end);
    if (next - start > kChunk) break;
    end = next;
  }
  return end;
}

// Rows of the table for the n-grams around each gap of a chunk, [size, kinds x memory].
void Reader::look_up(const Observation& observed, Span chunk, std::int8_t* rows) const noexcept {
  const auto before = [&](std::size_t at, std::size_t back) {  // beyond the chunk nothing is seen
    return at < chunk.start + back ? kLineEndId : observed.ids[at - back];
  };
  for (std::size_t i = chunk.start; i < chunk.end; ++i) {
    const Id b2 = before(i, 2), b1 = before(i, 1), a0 = observed.ids[i];
    const Id a1 = i + 1 < chunk.end ? observed.ids[i + 1] : kLineEndId;
    for (const std::uint64_t hash : {hash_ids(0, {b1, a0}), hash_ids(1, {b2, b1, a0}),
                                     hash_ids(2, {b1, a0, a1}), hash_ids(3, {b2, b1, a0, a1})}) {
      const std::int8_t* row = memory_.row(hash);
      rows = std::copy(row, row + memory_.columns(), rows);
    }
  }
}

// Windows overlap, and what is read at their inner edges is read again by the next.
void Reader::encode_chunk(const Observation& observed, Span chunk,
                          const std::vector<float>& profiled, Activations& room,
                          float* gaps) const {
  const std::size_t hidden = shape().hidden;
  const std::size_t columns = kObservedKinds * memory_.columns();
  room.looked_up.resize((chunk.end - chunk.start) * columns);
  room.window.resize(kWindow * hidden);
  look_up(observed, chunk, room.looked_up.data());
  for (std::size_t start = chunk.start;; start += kWindow - 2 * kMargin) {
    const std::size_t size = std::min(kWindow, chunk.end - start);
    encoder_.encode(observed.ids.data() + start,
                    room.looked_up.data() + (start - chunk.start) * columns, memory_.scale(), size,
                    profiled, room, room.window.data());
    const std::size_t skipped = start == chunk.start ? 0 : kMargin;
    std::copy(room.window.data() + skipped * hidden, room.window.data() + size * hidden,
              gaps + (start - chunk.start + skipped) * hidden);
    if (start + size == chunk.end) break;
  }
}

std::vector<float> Reader::encode(const Observation& observed, const float* profile) const {
  const std::vector<float> profiled = encoder_.profiled(profile);
  std::vector<float> gaps(observed.size() * shape().hidden);
  Activations room;
  for (std::size_t start = 0, end = 0; start < observed.size(); start = end) {
    end = chunk_end(observed, start);
    encode_chunk(observed, {start, end}, profiled, room, gaps.data() + start * shape().hidden);
  }
  return gaps;
}

// Reads the lines of a chunk one by one.
//   gaps, closed  of its characters
void Reader::search_lines(const Observation& observed, Span chunk, const float* gaps,
                          const std::uint8_t* closed, Lattice& lattice,
                          std::vector<GapReading>& readings) const {
  for (std::size_t start = chunk.start, end = 0; start < chunk.end; start = end) {
    end = line_end(observed, start);
    const std::size_t at = start - chunk.start;
    const ObservedLine line{observed.ids.data() + start, observed.ngram_ids.data() + start,
                            gaps + at * shape().hidden, closed + at, end - start};
    for (GapReading& gap : lattice.read(line)) {
      gap.gap += start;
      readings.push_back(std::move(gap));
    }
  }
}

std::vector<GapReading> Reader::search(const Observation& observed, const float* gaps,
                                       const float* profile, const std::uint8_t* closed,
                                       const Search& search) const {
  Lattice lattice(writer_, language_, alphabet_, clauses_, search, writer_.first_scores(profile));
  std::vector<GapReading> result;
  search_lines(observed, {0, observed.size()}, gaps, closed, lattice, result);
  return result;
}

std::vector<Finding> Reader::read(const AnyText& text, Span stretch, const float* profile,
                                  const std::vector<Span>& closed, const Search& search) const {
  const Observation observed = observe(text, stretch.start, stretch.end);
  const std::vector<std::uint8_t> shut = closed_gaps(text, observed, closed);
  const std::vector<float> profiled = encoder_.profiled(profile);
  Lattice lattice(writer_, language_, alphabet_, clauses_, search, writer_.first_scores(profile));
  Activations room;
  std::vector<float> gaps;
  std::vector<GapReading> readings;
  for (std::size_t start = 0, end = 0; start < observed.size(); start = end) {
    end = chunk_end(observed, start);
    gaps.resize((end - start) * shape().hidden);
    encode_chunk(observed, {start, end}, profiled, room, gaps.data());
    search_lines(observed, {start, end}, gaps.data(), shut.data() + start, lattice, readings);
  }
  std::vector<Finding> result;
  for (GapReading& gap : readings) {
    result.push_back({observed.offsets[gap.gap], std::move(gap.candidates)});
  }
  return result;
}

}  // namespace textmend::reader
