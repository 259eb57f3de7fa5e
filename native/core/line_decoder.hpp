// Lines of UTF-8 decoded into a buffer that stays in a near cache.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/text.hpp"

namespace textmend {

// Holds lines in 2 bytes a character, or one line in 4 where a character lies beyond the BMP.
class LineDecoder {
 public:
  static constexpr std::size_t kDone = static_cast<std::size_t>(-1);

  // Holds this line alone. Returns kDone, or the offset of the byte that is not UTF-8.
  std::size_t decode(std::string_view line);

  // Adds a line in 2 bytes a character to those that it holds; one in 4 bytes goes. False, and
  // nothing added, where it has no place there or is not UTF-8.
  bool append(std::string_view line);
  void append_line_feed();
  void clear() noexcept {
    size_ = 0;
    is_wide_ = false;
  }

  std::size_t size() const noexcept { return size_; }
  AnyText text() const noexcept { return text(size_); }
  // The first so many characters.
  AnyText text(std::size_t size) const noexcept {
    return is_wide_ ? AnyText(wide_.data(), size, 4) : AnyText(narrow_.data(), size, 2);
  }

 private:
  std::size_t decode_four_bytes(std::string_view line);
  void make_room(std::size_t characters);

  std::vector<std::uint16_t> narrow_;
  std::vector<std::uint32_t> wide_;
  std::size_t size_ = 0;
  bool is_wide_ = false;
};

}  // namespace textmend
