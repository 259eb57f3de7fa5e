// What the gate knows of characters: a number below 2048, a kind, and how usual each pair is.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/model/file.hpp"

namespace textmend::gate {

// What is counted of a stretch. The order is that of textmend/training/gate_alphabet.py.
enum class Kind : std::uint8_t {
  kRareHan,       // Han outside the alphabet
  kForeign,       // kana, hangul and letters of other scripts
  kDigit,         // with the point and the per cent sign
  kLatin,
  kBlank,
  kLineEnd,
  kSymbol,        // everything else
  kStop,          // 。！？；…
  kComma,         // ，、：
  kPaired,        // quotation marks, brackets, dashes
  kContent,       // Han that is none of the following
  kDe,            // 的
  kFunction,      // on the lists of function characters that are most in use
  kLessFunction,  // on longer lists
};
inline constexpr std::size_t kKinds = 14;

// Numbers of what has no character of its own in the alphabet; the characters follow.
enum Reserved : std::uint16_t {
  kRareHanId,
  kForeignId,
  kDigitId,
  kLatinId,
  kBlankId,
  kLineEndId,
  kSymbolId,
  kFirstId,
};

inline constexpr std::size_t kIds = 2048;
inline constexpr std::size_t kPairBytes = kIds * kIds / 4;

constexpr bool is_han(Kind kind) noexcept {
  return kind == Kind::kRareHan || kind >= Kind::kContent;
}
// Whether unbroken text ends here.
constexpr bool is_break(Kind kind) noexcept {
  return kind >= Kind::kBlank && kind <= Kind::kPaired;
}

// A character's number and kind in 16 bits, so that one look-up gives all.
class Entry {
 public:
  Entry() = default;
  Entry(std::uint16_t id, Kind kind) noexcept
      : bits_(static_cast<std::uint16_t>(id | static_cast<unsigned>(kind) << 11U |
                                         (is_break(kind) ? 0x8000U : 0U))) {}
  std::uint32_t id() const noexcept { return bits_ & 0x7FFU; }
  Kind kind() const noexcept { return static_cast<Kind>(bits_ >> 11U & 0xFU); }
  bool breaks() const noexcept { return (bits_ & 0x8000U) != 0; }

 private:
  std::uint16_t bits_ = 0;
};

class Alphabet {
 public:
  // Reads gate/characters (code points of four bytes), gate/kinds (a byte each) and gate/pairs.
  // Throws ModelFileError where they do not fit together.
  explicit Alphabet(const ModelFile& file);

  Entry entry(char32_t c) const noexcept {
    return c < entries_.size()
               ? entries_[c]
               : Entry(c >= 0x20000 && c < 0x40000 ? kRareHanId : kSymbolId,
                       c >= 0x20000 && c < 0x40000 ? Kind::kRareHan : Kind::kSymbol);
  }
  // How usual a pair is in clean text against damaged text: 0 (least) to 3.
  unsigned level(std::uint32_t before, std::uint32_t id) const noexcept {
    const std::uint32_t pair = before << 11U | id;
    return pairs_[pair >> 2U] >> ((pair & 3U) << 1U) & 3U;
  }
  // The characters of the numbers from kFirstId on.
  const std::vector<char32_t>& characters() const noexcept { return characters_; }

 private:
  void set_ranges();
  void set(char32_t character, std::uint16_t id, Kind kind);

  std::vector<char32_t> characters_;
  std::vector<Entry> entries_;  // of the Basic Multilingual Plane
  const std::uint8_t* pairs_ = nullptr;
};

}  // namespace textmend::gate
