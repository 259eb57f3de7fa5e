#include "core/reader/reader.hpp"

#include <algorithm>

namespace textmend::reader {

namespace {

// A line longer than this is read in pieces, so that the lattice stays in bounds.
constexpr std::size_t kLongestLine = 1U << 14U;

}  // namespace

Reader::Reader(const ModelFile& file)
    : writer_(file),
      alphabet_(file, writer_.shape().characters, writer_.shape().symbols),
      memory_(file, "reader/observed", writer_.shape().memory),
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

void Reader::look_up(const Observation& observed, float* rows) const noexcept {
  const auto id = [&](std::size_t place) {  // two line ends before the text and one behind it
    return place < 2 || place - 2 >= observed.size() ? kLineEndId : observed.ids[place - 2];
  };
  for (std::size_t i = 0; i < observed.size(); ++i) {
    const Id b2 = id(i), b1 = id(i + 1), a0 = id(i + 2), a1 = id(i + 3);
    for (const std::uint64_t hash : {hash_ids(0, {b1, a0}), hash_ids(1, {b2, b1, a0}),
                                     hash_ids(2, {b1, a0, a1}), hash_ids(3, {b2, b1, a0, a1})}) {
      const std::int8_t* row = memory_.row(hash);
      for (std::size_t k = 0; k < memory_.columns(); ++k) {
        *rows++ = memory_.scale() * static_cast<float>(row[k]);
      }
    }
  }
}

std::vector<GapReading> Reader::read(const Observation& observed, const float* gaps,
                                     const std::uint8_t* closed, const Search& search) const {
  Lattice lattice(writer_, language_, alphabet_, search);
  std::vector<GapReading> result;
  for (std::size_t start = 0; start < observed.size();) {
    const std::size_t limit = std::min(observed.size(), start + kLongestLine);
    std::size_t end = start;
    while (end < limit && observed.ids[end] != kLineEndId) ++end;
    if (end < limit) ++end;
    const ObservedLine line{observed.ids.data() + start, observed.ngram_ids.data() + start,
                            gaps + start * shape().hidden, closed + start, end - start};
    for (GapReading& gap : lattice.read(line)) {
      gap.gap += start;
      result.push_back(std::move(gap));
    }
    start = end;
  }
  return result;
}

}  // namespace textmend::reader
