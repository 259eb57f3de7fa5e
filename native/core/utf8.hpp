// Files as they are read: UTF-8 scanned and judged without making a string of it.
//
// A large file is read again for its repair after it was surveyed. The first time its lines
// are decoded into a buffer that stays in a near cache, scanned there and forgotten, but for
// where those lie that some pass may want. Later only those are looked at; what needs no repair is
// copied as bytes.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/engine.hpp"

namespace textmend {

// A line that holds an event worth a look, in bytes, without its line feed. Kept small, since those
// of a whole file are remembered.
struct ByteLine {
  std::uint32_t start;
  std::uint32_t size;
  Events events;
};

struct Utf8Scan {
  static constexpr std::size_t kValid = static_cast<std::size_t>(-1);

  std::size_t error = kValid;  // offset of the first byte that is not UTF-8
  Survey survey;
  std::uint64_t line_feeds = 0;
  std::vector<ByteLine> lines;
};

// Scans whole lines; raises std::length_error beyond 4 GiB. What it counts is what `scan` counts
// for the decoded text.
Utf8Scan scan_utf8(std::string_view bytes, const ScanTable& table);

// Those of `lines` of `bytes` in which `passes` would change, or suspect, anything; the first ones
// only, if they are more than `most`.
std::vector<ByteLine> lines_to_repair(std::string_view bytes, const std::vector<ByteLine>& lines,
                                      const std::vector<LinePass>& passes, const Context& context,
                                      std::size_t most);

struct Utf8Size {
  std::uint64_t characters = 0;
  std::uint64_t line_feeds = 0;
};
Utf8Size size_of_utf8(std::string_view bytes) noexcept;

}  // namespace textmend
