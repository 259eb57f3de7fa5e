#include "core/segmenter.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/tables.hpp"
#include "core/tsv.hpp"

namespace textmend {

Segmenter::Segmenter(const std::string& words_path) {
  std::vector<std::pair<std::u32string, double>> words;
  double total = 0;
  read_tsv(words_path, 2, [&](const std::vector<std::string_view>& fields) {
    std::u32string word = from_utf8(fields[0]);
    const double count = parse_decimal(fields[1]);
    if (word.empty() || word.size() > kLongestWord)
      throw TableError("a word has 1 to 6 characters");
    if (!(count >= 1) || std::isinf(count)) throw TableError("a count is at least 1");
    words.emplace_back(std::move(word), count);
    total += count;
  });
  std::size_t capacity = 16;
  shift_ = 60;
  for (; capacity < words.size() * 2; capacity *= 2) --shift_;
  slots_.resize(capacity);
  const auto log_unknown = static_cast<float>(-std::log(total) - 2);
  singles_.assign(0x10000, log_unknown);
  for (const auto& [word, count] : words) insert(word, static_cast<float>(std::log(count / total)));
}

// Words of up to four characters of the BMP are their own key; others are hashed into the upper
// half of all keys. That a short word has the same key is as improbable as that two hashes agree.
std::uint64_t Segmenter::key_of(std::u32string_view word) noexcept {
  std::uint64_t key = 0;
  const bool is_short = word.size() <= 4 && std::all_of(word.begin(), word.end(), [](char32_t c) {
                          return c != 0 && c < 0x10000;
                        });
  if (is_short) {
    for (const char32_t c : word) key = (key << 16) | c;
    return key;
  }
  key = 14695981039346656037ULL;
  for (const char32_t c : word) key = (key ^ c) * 1099511628211ULL;
  return key | (1ULL << 63);
}

void Segmenter::insert(std::u32string_view word, float log_probability) {
  if (word.size() == 1 && word[0] < singles_.size()) singles_[word[0]] = log_probability;
  for (std::size_t length = 1; length <= word.size(); ++length) {
    const std::size_t bit = filter_bit_of(hash_of(key_of(word.substr(0, length))));
    filter_[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
  const std::uint64_t key = key_of(word);
  std::size_t i = hash_of(key) >> shift_;
  while (slots_[i].key != 0 && slots_[i].key != key) i = (i + 1) & (slots_.size() - 1);
  slots_[i] = {key, log_probability};
}

bool Segmenter::may_begin_word(std::uint64_t key) const noexcept {
  const std::size_t bit = filter_bit_of(hash_of(key));
  return (filter_[bit / 64] >> (bit % 64) & 1) != 0;
}

const Segmenter::Slot* Segmenter::find(std::uint64_t key) const noexcept {
  std::size_t i = hash_of(key) >> shift_;
  for (; slots_[i].key != 0; i = (i + 1) & (slots_.size() - 1)) {
    if (slots_[i].key == key) return &slots_[i];
  }
  return nullptr;
}

Segmenter::Segmentation Segmenter::segment(std::u32string_view text) const {
  constexpr double kImpossible = -std::numeric_limits<double>::infinity();
  std::vector<double> best(text.size() + 1, kImpossible);
  std::vector<std::size_t> from(text.size() + 1, 0);
  best[0] = 0;
  for (std::size_t start = 0; start < text.size(); ++start) {
    const auto consider = [&](std::size_t length, float log_probability) {
      const double score = best[start] + static_cast<double>(log_probability);
      if (score > best[start + length]) {
        best[start + length] = score;
        from[start + length] = start;
      }
    };
    consider(1, single(text[start]));
    const std::size_t longest = std::min(kLongestWord, text.size() - start);
    for (std::size_t length = 2; length <= longest; ++length) {
      const std::uint64_t key = key_of(text.substr(start, length));
      if (!may_begin_word(key)) break;
      if (const Slot* slot = find(key)) consider(length, slot->log_probability);
    }
  }
  Segmentation result{best.back(), {}};
  for (std::size_t end = text.size(); end > 0; end = from[end]) result.ends.push_back(end);
  std::reverse(result.ends.begin(), result.ends.end());
  return result;
}

}  // namespace textmend
