#include "core/lookalikes/confusions.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "core/tsv.hpp"

namespace textmend::lookalikes {

namespace {

constexpr char32_t kEnd = 0x10000;

// "曰92": a character and a percentage.
Candidate candidate_of(const std::u32string& item, Likeness likeness, const Vocabulary& known) {
  unsigned percent = 0;
  for (std::size_t i = 1; i < item.size(); ++i) {
    if (item[i] < U'0' || item[i] > U'9' || i > 3) throw std::invalid_argument("no percentage");
    percent = 10 * percent + static_cast<unsigned>(item[i] - U'0');
  }
  if (item.size() < 2 || percent > 100) throw std::invalid_argument("no percentage");
  return {item[0], known.id(item[0]), static_cast<std::uint8_t>(percent), likeness};
}

void add(std::vector<Candidate>& row, const Candidate& candidate) {
  for (Candidate& other : row) {
    if (other.character != candidate.character) continue;
    if (candidate.percent > other.percent) other = candidate;
    return;
  }
  row.push_back(candidate);
}

void add_items(std::vector<Candidate>& row, const std::u32string& items, Likeness likeness,
               const Vocabulary& known) {
  for (std::size_t at = 0; at < items.size();) {
    const std::size_t end = std::min(items.find(U' ', at), items.size());
    const Candidate candidate = candidate_of(items.substr(at, end - at), likeness, known);
    if (candidate.id != kUnknownId) add(row, candidate);
    at = end + 1;
  }
}

}  // namespace

Confusions::Confusions(const std::vector<Source>& sources, const Vocabulary& vocabulary) {
  std::map<char32_t, std::vector<Candidate>> rows;
  for (const Source& source : sources) {
    read_tsv(source.path, 2, [&](const std::vector<std::string_view>& fields) {
      const std::u32string key = from_utf8(fields[0]);
      if (key.size() != 1 || key[0] >= kEnd) throw std::invalid_argument("no single character");
      add_items(rows[key[0]], from_utf8(fields[1]), source.likeness, vocabulary);
    });
  }
  starts_.assign(kEnd + 1, 0);
  char32_t done = 0;
  for (auto& [character, row] : rows) {
    std::stable_sort(row.begin(), row.end(),
                     [](const Candidate& a, const Candidate& b) { return a.percent > b.percent; });
    std::fill(starts_.begin() + done, starts_.begin() + character + 1,
              static_cast<std::uint32_t>(candidates_.size()));
    candidates_.insert(candidates_.end(), row.begin(), row.end());
    done = character + 1;
  }
  std::fill(starts_.begin() + done, starts_.end(), static_cast<std::uint32_t>(candidates_.size()));
}

Confusions::Range Confusions::of(char32_t character) const noexcept {
  if (character >= kEnd) return {nullptr, nullptr};
  const Candidate* all = candidates_.data();
  return {all + starts_[character], all + starts_[character + 1]};
}

}  // namespace textmend::lookalikes
