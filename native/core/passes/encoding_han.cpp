// Part of the pass `encoding`: bytes that were read with the wrong one of the Chinese codecs.
#include <algorithm>

#include "core/codec.hpp"
#include "core/passes/encoding.hpp"

namespace textmend {

namespace {

constexpr double kGain = 40;
constexpr double kDoubtful = 120;  // the least mean of a run that is looked at for other codecs
constexpr std::uint8_t kCommon = 110;  // UTF-8 misread begins with no character as common as this

// Bytes of the UTF-8 character that starts so; 0 where none does.
std::size_t utf8_size(unsigned lead) {
  if (lead >= 0x20 && lead < 0x7F) return 1;  // of a Latin word, taken for the second of a pair
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

// Two common characters of UTF-8 side by side.
bool holds_utf8(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
  const auto common = [&](std::size_t i) {
    const bool lead = (at(i) >= 0xE3 && at(i) <= 0xE9) || at(i) == 0xEF;
    return lead && (at(i + 1) & 0xC0) == 0x80 && (at(i + 2) & 0xC0) == 0x80;
  };
  for (std::size_t i = 0; i + 6 <= bytes.size(); ++i) {
    if (common(i) && common(i + 3)) return true;
  }
  return false;
}

bool is_other_script(char32_t c) {
  return (c >= 0x370 && c <= 0x52F) || (c >= 0x600 && c <= 0x6FF) || (c >= 0x3041 && c <= 0x30FF) ||
         (c >= 0xAC00 && c <= 0xD7AF);
}

struct Stretch {
  std::size_t end;
  std::u32string text;
};

// The longest stretch of `text` from `start` whose GBK bytes are whole UTF-8 characters.
Stretch longest_utf8(std::u32string_view text, std::size_t start, const DoubleByteCodec& gbk) {
  Stretch best{start, {}};
  std::size_t whole = 0;  // characters up to best.end; those behind may be cut
  unsigned char pending[8];
  std::size_t count = 0;
  for (std::size_t i = start; i < text.size(); ++i) {
    const GbkBytes bytes = gbk_bytes(text[i], gbk);
    if (bytes.size == 0) break;
    for (std::size_t k = 0; k < bytes.size; ++k) pending[count++] = bytes.bytes[k];
    while (count > 0 && count >= utf8_size(pending[0])) {
      const std::size_t size = utf8_size(pending[0]);
      char32_t character = 0;
      if (size == 0 || decode_utf8(pending, size, character) == 0) {
        best.text.resize(whole);
        return best;
      }
      best.text.push_back(character);
      std::copy(pending + size, pending + count, pending);
      count -= size;
    }
    if (count == 0) {
      best.end = i + 1;
      whole = best.text.size();
    }
  }
  best.text.resize(whole);
  return best;
}

// Text written in one double-byte codec and read in another.
struct Mistake {
  const DoubleByteCodec& read_as;
  const DoubleByteCodec& written_in;
  RuleId rule;

  char32_t recode(char32_t character) const {
    const std::uint16_t pair = read_as.pair(character);
    return pair < 0x100 ? 0 : written_in.character(pair);
  }
};

// One run of characters beyond ASCII.
class HanRun {
 public:
  HanRun(std::u32string_view text, std::size_t offset, const Context& context,
         std::vector<Reading>& readings)
      : text_(text), offset_(offset), context_(context), readings_(readings) {}

  void run() {
    const DoubleByteCodec& gbk = context_.recoding->gbk;
    const DoubleByteCodec& big5 = context_.recoding->big5;
    std::string as_gbk;
    gbk.encode(text_, as_gbk);
    mean_ = mean_surprisal(text_, context_.tables);
    const bool may_be_utf8 = holds_utf8(as_gbk);
    if (!may_be_utf8 && mean_ <= kDoubtful) return;
    const auto others = std::count_if(text_.begin(), text_.end(), is_other_script);
    if (static_cast<std::size_t>(others) * 4 > text_.size()) return;
    if (may_be_utf8 && read_as_utf8()) return;
    if (mean_ <= kDoubtful) return;
    std::string as_big5;
    big5.encode(text_, as_big5);
    read_as_other({big5, gbk, RuleId::kEncodingGbkAsBig5}, as_big5);
    read_as_other({gbk, big5, RuleId::kEncodingBig5AsGbk}, as_gbk);
  }

 private:
  // Returns whether all of it was: then it was nothing else.
  bool read_as_utf8() {
    constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    std::size_t start = 0;
    std::size_t first_failure = kNone;
    std::size_t failed_end = 0;
    while (start < text_.size()) {
      if (!may_begin_utf8(text_[start])) {
        ++start;
        continue;
      }
      Stretch found = longest_utf8(text_, start, context_.recoding->gbk);
      if (!found.text.empty()) {
        const std::size_t end = found.end;
        if (judge(start, end, std::move(found.text), RuleId::kEncodingUtf8AsGbk)) {
          if (end - start == text_.size()) return true;
          start = end;
          first_failure = kNone;
          continue;
        }
        failed_end = std::max(failed_end, end);
        if (first_failure == kNone) first_failure = start;
      }
      ++start;
      // Three bytes a character: all alignments were tried.
      if (first_failure != kNone && first_failure + 3 <= start) {
        start = std::max(start, failed_end);
        first_failure = kNone;
      }
    }
    return false;
  }

  bool may_begin_utf8(char32_t character) const {
    const GbkBytes bytes = gbk_bytes(character, context_.recoding->gbk);
    return bytes.size > 0 && utf8_size(bytes.bytes[0]) > 1 &&
           context_.tables.surprisal(character) >= kCommon;
  }

  // Keeps a reading that is Chinese where the text as it stands is not.
  bool judge(std::size_t start, std::size_t end, std::u32string after, RuleId rule) {
    const Tables& tables = context_.tables;
    if (rule == RuleId::kEncodingUtf8AsGbk && mean_surprisal(after, tables) > kReadable) {
      Stretch deeper = longest_utf8(after, 0, context_.recoding->gbk);
      // The mistake was made twice.
      if (deeper.end == after.size()) after = std::move(deeper.text);
    }
    const double mean = mean_surprisal(after, tables);
    const double gain = mean_surprisal(text_.substr(start, end - start), tables) - mean;
    if (after.size() < 2 || mean > kReadable || gain < kGain) return false;
    readings_.push_back({offset_ + start, offset_ + end, std::move(after), rule, gain});
    return true;
  }

  // Stretches that fail are skipped. `bytes` are those that were read.
  void read_as_other(const Mistake& mistake, std::string_view bytes) {
    if (!may_be_recoded(mistake, bytes)) return;
    std::u32string decoded;
    for (std::size_t i = 0; i <= text_.size(); ++i) {
      const char32_t character = i < text_.size() ? mistake.recode(text_[i]) : 0;
      if (character != 0) {
        decoded.push_back(character);
        continue;
      }
      // Garbage fills its run; a few characters inside good text only happen to decode.
      if (count_kinds(decoded) >= std::size_t{decoded.size() == text_.size() ? 4U : 8U}) {
        judge(i - decoded.size(), i, decoded, mistake.rule);
      }
      decoded.clear();
    }
  }

  // Judges the run as a whole, which is cheap, before its characters are looked at one by one.
  bool may_be_recoded(const Mistake& mistake, std::string_view bytes) const {
    std::u32string recoded;
    mistake.written_in.decode_lossy(bytes, recoded);
    return !recoded.empty() && mean_surprisal(recoded, context_.tables) + kGain / 2 < mean_;
  }

  static std::size_t count_kinds(std::u32string text) {
    std::sort(text.begin(), text.end());
    return static_cast<std::size_t>(std::unique(text.begin(), text.end()) - text.begin());
  }

  const std::u32string_view text_;
  const std::size_t offset_;
  const Context& context_;
  std::vector<Reading>& readings_;
  double mean_ = 0;
};

}  // namespace

GbkBytes gbk_bytes(char32_t character, const DoubleByteCodec& gbk) noexcept {
  if (character == U'€') return {{0x80, 0}, 1};  // as Windows reads it
  const std::uint16_t pair = gbk.pair(character);
  if (pair < 0x100) return {{0, 0}, 0};
  return {{static_cast<std::uint8_t>(pair >> 8), static_cast<std::uint8_t>(pair)}, 2};
}

void read_han_runs(const Line& line, const Context& context, std::vector<Reading>& readings) {
  const std::u32string_view text = line.text;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] < 0x80) continue;
    const std::size_t start = i;
    while (i < text.size() && text[i] >= 0x80) ++i;
    if (i - start >= 2) {
      HanRun(text.substr(start, i - start), start, context, readings).run();
    }
  }
}

}  // namespace textmend
