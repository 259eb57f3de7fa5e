// Text as the interpreter stores it: 1, 2 or 4 bytes a code point, never copied to be read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace textmend {

template <typename Unit>
struct TextView {
  const Unit* data;
  std::size_t size;

  char32_t operator[](std::size_t index) const noexcept {
    return static_cast<char32_t>(data[index]);
  }
};

// A view whose width is only known at run time. Use `visit` to leave the choice behind once a
// document, and `at` where only a few characters are looked at.
class AnyText {
 public:
  AnyText(const void* data, std::size_t size, int bytes_per_unit) noexcept
      : data_(data), size_(size), width_(bytes_per_unit) {}
  explicit AnyText(const std::u32string& text) noexcept : AnyText(text.data(), text.size(), 4) {}

  std::size_t size() const noexcept { return size_; }
  int width() const noexcept { return width_; }

  template <typename Function>
  auto visit(Function&& function) const {
    switch (width_) {
      case 1:
        return function(TextView<std::uint8_t>{static_cast<const std::uint8_t*>(data_), size_});
      case 2:
        return function(TextView<std::uint16_t>{static_cast<const std::uint16_t*>(data_), size_});
      default:
        return function(TextView<std::uint32_t>{static_cast<const std::uint32_t*>(data_), size_});
    }
  }

  char32_t at(std::size_t index) const noexcept {
    return visit([index](auto view) { return view[index]; });
  }

  void append_to(std::u32string& target, std::size_t start, std::size_t end) const {
    visit([&](auto view) { target.append(view.data + start, view.data + end); });
  }

  std::u32string slice(std::size_t start, std::size_t end) const {
    std::u32string result;
    result.reserve(end - start);
    append_to(result, start, end);
    return result;
  }

 private:
  const void* data_;
  std::size_t size_;
  int width_;
};

}  // namespace textmend
