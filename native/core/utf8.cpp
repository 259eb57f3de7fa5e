#include "core/utf8.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "core/line_decoder.hpp"

namespace textmend {

namespace {

// Scans lines a block at a time: the scanner is faster where it has several, and a block is small
// enough to stay in a near cache.
class BlockScanner {
 public:
  BlockScanner(std::string_view bytes, const ScanTable& table) : bytes_(bytes), scanner_(table) {}

  Utf8Scan run() {
    std::size_t start = 0;
    while (start < bytes_.size() && result_.error == Utf8Scan::kValid) {
      const void* feed = std::memchr(bytes_.data() + start, '\n', bytes_.size() - start);
      const std::size_t end =
          feed == nullptr
              ? bytes_.size()
              : static_cast<std::size_t>(static_cast<const char*>(feed) - bytes_.data());
      add_line(start, end);
      start = end + 1;
    }
    scan_block();
    result_.survey = scanner_.survey();
    return std::move(result_);
  }

 private:
  static constexpr std::size_t kBlock = 8192;  // characters

  struct BlockLine {
    ByteLine line;
    std::size_t first;  // of its characters, in the block
  };

  void add_line(std::size_t start, std::size_t end) {
    const std::string_view line = bytes_.substr(start, end - start);
    if (!block_.empty()) decoder_.append_line_feed();
    std::size_t first = decoder_.size();
    const bool fits = decoder_.append(line);
    if (!fits) {  // it is a block by itself
      scan_block();
      first = 0;
      const std::size_t error = decoder_.decode(line);
      if (error != LineDecoder::kDone) {
        result_.error = start + error;
        return;
      }
    }
    block_.push_back(
        {{static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(line.size()), 0}, first});
    block_size_ = decoder_.size();
    is_fed_ = end < bytes_.size();
    result_.line_feeds += is_fed_ ? 1 : 0;
    if (!fits || block_size_ >= kBlock) scan_block();
  }

  void scan_block() {
    auto line = block_.begin();
    if (!block_.empty()) {
      for (const LineSpan& span : scanner_.scan(decoder_.text(block_size_), is_fed_)) {
        // A line that ends with a line feed may hold several of other ends.
        while (line + 1 != block_.end() && (line + 1)->first <= span.start) ++line;
        line->line.events |= span.events;
      }
    }
    for (const BlockLine& held : block_) {
      if (held.line.events != 0) result_.lines.push_back(held.line);
    }
    block_.clear();
    decoder_.clear();
  }

  const std::string_view bytes_;
  TextScanner scanner_;
  LineDecoder decoder_;
  std::vector<BlockLine> block_;
  std::size_t block_size_ = 0;  // characters up to the end of its last line
  bool is_fed_ = false;         // whether a line feed ends that
  Utf8Scan result_;
};

}  // namespace

Utf8Scan scan_utf8(std::string_view bytes, const ScanTable& table) {
  if (bytes.size() > 0xFFFFFFFF) throw std::length_error("so many bytes are scanned in windows");
  return BlockScanner(bytes, table).run();
}

std::vector<ByteLine> lines_to_repair(std::string_view bytes, const std::vector<ByteLine>& lines,
                                      const std::vector<LinePass>& passes, const Context& context,
                                      std::size_t most) {
  LineDecoder decoder;
  TextScanner scanner(context.tables.scan_table());
  const Spans no_spans;
  const Events wanted = events_for(passes, context.options);
  std::vector<ByteLine> found;
  for (const ByteLine& line : lines) {
    if ((line.events & wanted) == 0) continue;
    decoder.decode(bytes.substr(line.start, line.size));
    const AnyText text = decoder.text();
    const Outcome outcome = run_passes(text, passes, context, no_spans, scanner.scan(text));
    if (outcome.edits.empty() && outcome.suspicions.empty()) continue;
    found.push_back(line);
    if (found.size() > most) break;
  }
  return found;
}

Utf8Size size_of_utf8(std::string_view bytes) noexcept {
  // Counted in one byte each, so that as many are looked at together as registers hold.
  constexpr std::size_t kMost = 255;
  Utf8Size size;
  while (!bytes.empty()) {
    std::uint8_t characters = 0;
    std::uint8_t line_feeds = 0;
    for (const char byte : bytes.substr(0, kMost)) {
      const bool begins = (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
      characters = static_cast<std::uint8_t>(characters + (begins ? 1 : 0));
      line_feeds = static_cast<std::uint8_t>(line_feeds + (byte == '\n' ? 1 : 0));
    }
    size.characters += characters;
    size.line_feeds += line_feeds;
    bytes.remove_prefix(std::min(kMost, bytes.size()));
  }
  return size;
}

}  // namespace textmend
