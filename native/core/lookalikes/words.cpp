#include "core/lookalikes/words.hpp"

#include "core/lookalikes/han.hpp"

namespace textmend::lookalikes {

namespace {

constexpr std::size_t kAround = 5;

}  // namespace

float words_around(const Segmenter& segmenter, std::u32string_view line, std::size_t at,
                   std::size_t size) {
  std::size_t first = at;
  while (first > 0 && at - first < kAround && is_han(line[first - 1])) --first;
  std::size_t last = at + size;
  while (last < line.size() && last - at - size < kAround && is_han(line[last])) ++last;
  return static_cast<float>(segmenter.segment(line.substr(first, last - first)).log_probability);
}

}  // namespace textmend::lookalikes
