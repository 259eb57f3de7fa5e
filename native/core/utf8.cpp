#include "core/utf8.hpp"

#include <cstring>

#include "core/codec.hpp"

namespace textmend {

namespace {

// A line decoded into 2 bytes a character, or 4 where one lies beyond the BMP.
class LineDecoder {
 public:
  static constexpr std::size_t kDone = static_cast<std::size_t>(-1);

  // Returns kDone, or the offset of the byte that is not UTF-8.
  std::size_t decode(std::string_view line) {
    if (narrow_.size() < line.size()) narrow_.resize(line.size());  // one a byte is enough
    is_wide_ = false;
    const auto* bytes = reinterpret_cast<const unsigned char*>(line.data());
    const unsigned char* const end = bytes + line.size();
    // Local, since a store through a member would be taken to change it.
    std::uint16_t* out = narrow_.data();
    for (const unsigned char* at = bytes; at < end;) {
      // Nearly all of a Chinese text: three bytes, not overlong and no surrogate.
      const bool plain = end - at > 2 && at[0] >= 0xE1 && at[0] <= 0xEF && at[0] != 0xED &&
                         ((at[1] & 0xC0) | ((at[2] & 0xC0) << 8)) == 0x8080;
      if (plain) {
        *out++ = static_cast<std::uint16_t>((at[0] << 12) | ((at[1] & 0x3F) << 6) | (at[2] & 0x3F));
        at += 3;
      } else if (*at < 0x80) {
        *out++ = *at++;
      } else {
        char32_t character = 0;
        const std::size_t length = decode_utf8(at, static_cast<std::size_t>(end - at), character);
        if (length == 0) return static_cast<std::size_t>(at - bytes);
        if (character > 0xFFFF) return decode_wide(line);
        *out++ = static_cast<std::uint16_t>(character);
        at += length;
      }
    }
    size_ = static_cast<std::size_t>(out - narrow_.data());
    return kDone;
  }

  AnyText text() const noexcept {
    return is_wide_ ? AnyText(wide_.data(), size_, 4) : AnyText(narrow_.data(), size_, 2);
  }

 private:
  std::size_t decode_wide(std::string_view line) {
    if (wide_.size() < line.size()) wide_.resize(line.size());
    size_ = 0;
    is_wide_ = true;
    const auto* bytes = reinterpret_cast<const unsigned char*>(line.data());
    for (std::size_t i = 0; i < line.size();) {
      char32_t character = 0;
      const std::size_t length = decode_utf8(bytes + i, line.size() - i, character);
      if (length == 0) return i;
      wide_[size_++] = character;
      i += length;
    }
    return kDone;
  }

  std::vector<std::uint16_t> narrow_;
  std::vector<std::uint32_t> wide_;
  std::size_t size_ = 0;
  bool is_wide_ = false;
};

}  // namespace

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
