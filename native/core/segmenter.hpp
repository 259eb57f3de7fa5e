// Words and their counts: does a stretch of Chinese read better with or without a blank in it?
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace textmend {

// Unigram model over words of one to six characters, as in jieba's own segmentation.
class Segmenter {
 public:
  explicit Segmenter(const std::string& words_path);

  struct Segmentation {
    double log_probability;         // natural logarithm
    std::vector<std::size_t> ends;  // of the words, in order
  };
  // The most probable segmentation. A character that no word has counts as one very rare word.
  Segmentation segment(std::u32string_view text) const;
  // Whether this is one of the words.
  bool has(std::u32string_view word) const noexcept {
    const std::uint64_t key = key_of(word);
    return may_begin_word(key) && find(key) != nullptr;
  }

 private:
  static constexpr std::size_t kLongestWord = 6;

  struct Slot {
    std::uint64_t key = 0;  // 0: empty
    float log_probability = 0;
  };

  static std::uint64_t key_of(std::u32string_view word) noexcept;
  void insert(std::u32string_view word, float log_probability);
  // The upper bits are used, on which all bits of the key tell; the lower ones depend on the last
  // character alone, or nearly so.
  static std::uint64_t hash_of(std::uint64_t key) noexcept { return key * 0x9E3779B97F4A7C15ULL; }
  static std::size_t filter_bit_of(std::uint64_t hash) noexcept {
    return hash >> (64 - kFilterBits);
  }
  // Characters beyond the BMP are no words by themselves.
  float single(char32_t c) const noexcept { return singles_[c < singles_.size() ? c : 0]; }
  bool may_begin_word(std::uint64_t key) const noexcept;
  const Slot* find(std::uint64_t key) const noexcept;

  std::vector<Slot> slots_;  // open addressing, at most half full
  unsigned shift_ = 0;       // 64 less the bits of an index
  std::vector<float> singles_;  // of words of one character, by character
  // A bit for each hash that a word or the beginning of one has. What is asked about is mostly
  // neither, and the bits stay in a near cache, which the slots do not.
  static constexpr unsigned kFilterBits = 22;
  std::vector<std::uint64_t> filter_ = std::vector<std::uint64_t>((1U << kFilterBits) / 64);
};

}  // namespace textmend
