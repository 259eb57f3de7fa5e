#include "core/utf8.hpp"

#include <cstring>

#include "core/line_decoder.hpp"

namespace textmend {

Utf8Scan scan_utf8(std::string_view bytes, const ScanTable& table) {
  Utf8Scan result;
  LineDecoder decoder;
  TextScanner scanner(table);
  std::size_t start = 0;
  while (start < bytes.size()) {
    const void* feed = std::memchr(bytes.data() + start, '\n', bytes.size() - start);
    const std::size_t end =
        feed == nullptr ? bytes.size()
                        : static_cast<std::size_t>(static_cast<const char*>(feed) - bytes.data());
    const std::size_t error = decoder.decode(bytes.substr(start, end - start));
    if (error != LineDecoder::kDone) {
      result.error = start + error;
      return result;
    }
    const bool fed = end < bytes.size();
    result.line_feeds += fed ? 1 : 0;
    Events events = 0;
    for (const LineSpan& line : scanner.scan(decoder.text(), fed)) events |= line.events;
    if (events != 0) {
      result.lines.push_back(
          {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end - start), events});
    }
    start = end + 1;
  }
  result.survey = scanner.survey();
  return result;
}

bool needs_repair(std::string_view bytes, const std::vector<ByteLine>& lines,
                  const std::vector<LinePass>& passes, const Context& context) {
  LineDecoder decoder;
  TextScanner scanner(context.tables.scan_table());
  const Spans no_spans;
  const Events wanted = events_for(passes, context.options);
  for (const ByteLine& line : lines) {
    if ((line.events & wanted) == 0) continue;
    decoder.decode(bytes.substr(line.start, line.size));
    const AnyText text = decoder.text();
    const Outcome outcome = run_passes(text, passes, context, no_spans, scanner.scan(text));
    if (!outcome.edits.empty() || !outcome.suspicions.empty()) return true;
  }
  return false;
}

}  // namespace textmend
