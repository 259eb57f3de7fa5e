#include "core/gate/prose.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace textmend::gate {

bool is_chinese(const Counts& counts) noexcept {
  const std::uint32_t han = counts.han();
  return han >= 4 && 2 * han >= counts.visible() && 20 * counts.of(Kind::kForeign) <= han &&
         8 * counts.of(Kind::kRareHan) <= han;
}

bool is_list(const Counts& counts) noexcept {
  const std::uint32_t visible = counts.visible();
  const std::uint32_t marks = counts.of(Kind::kStop) + counts.of(Kind::kComma);
  return 10 * counts.runs[0] >= 9 * visible && 30 * marks <= visible &&
         9 * counts.of(Kind::kBlank) >= visible;
}

bool is_repetitive(AnyText text, std::size_t start, std::size_t end) {
  if (end - start < 2) return false;
  std::vector<std::uint64_t> pairs;
  pairs.reserve(end - start);
  text.visit([&](auto view) {
    for (std::size_t i = start; i + 1 < end; ++i) {
      pairs.push_back(static_cast<std::uint64_t>(view[i]) << 32U | view[i + 1]);
    }
  });
  const std::size_t all = pairs.size();
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  // In 200 characters of prose hardly a pair comes twice.
  return 2 * pairs.size() < all;
}

}  // namespace textmend::gate
