// A line of UTF-8 decoded into a buffer that stays in the nearest cache.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/text.hpp"

namespace textmend {

// Decodes into 2 bytes a character, or 4 where one lies beyond the BMP.
class LineDecoder {
 public:
  static constexpr std::size_t kDone = static_cast<std::size_t>(-1);

  // Returns kDone, or the offset of the byte that is not UTF-8.
  std::size_t decode(std::string_view line);

  AnyText text() const noexcept {
    return is_wide_ ? AnyText(wide_.data(), size_, 4) : AnyText(narrow_.data(), size_, 2);
  }

 private:
  std::size_t decode_four_bytes(std::string_view line);

  std::vector<std::uint16_t> narrow_;
  std::vector<std::uint32_t> wide_;
  std::size_t size_ = 0;
  bool is_wide_ = false;
};

}  // namespace textmend
