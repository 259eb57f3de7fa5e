// The least that a test program needs: named tests, checks that say what failed, an exit status.
#pragma once

#include <cstdio>
#include <exception>
#include <functional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace textmend::tests {

// Shows a text so that a failure can be read: code points beyond ASCII as U+XXXX.
inline std::string shown(std::u32string_view text) {
  std::ostringstream out;
  for (const char32_t c : text) {
    if (c >= 0x20 && c < 0x7F) {
      out << static_cast<char>(c);
    } else {
      out << "<U+" << std::hex << static_cast<std::uint32_t>(c) << '>';
    }
  }
  return out.str();
}
inline std::string shown(const std::u32string& text) { return shown(std::u32string_view(text)); }
template <typename Value>
std::string shown(const Value& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

class Checks {
 public:
  static Checks& all() {
    static Checks checks;
    return checks;
  }

  void test(const char* name, const std::function<void()>& body) {
    name_ = name;
    ++tests_;
    try {
      body();
    } catch (const std::exception& error) {
      fail("?", 0, std::string("it threw: ") + error.what());
    }
  }

  void fail(const char* file, int line, const std::string& what) {
    ++failures_;
    std::fprintf(stderr, "FAILED %s\n  %s:%d: %s\n", name_, file, line, what.c_str());
  }

  int report() const {
    std::printf("%d tests, %d failures\n", tests_, failures_);
    return failures_ == 0 ? 0 : 1;
  }

 private:
  const char* name_ = "";
  int tests_ = 0;
  int failures_ = 0;
};

template <typename Error, typename Function>
bool throws(Function&& function) {
  try {
    function();
  } catch (const Error&) {
    return true;
  }
  return false;
}

}  // namespace textmend::tests

#define CHECK(condition)                                                              \
  do {                                                                                \
    if (!(condition)) {                                                               \
      textmend::tests::Checks::all().fail(__FILE__, __LINE__, "not so: " #condition); \
    }                                                                                 \
  } while (false)

#define CHECK_EQUAL(found, wanted)                                                        \
  do {                                                                                    \
    const auto found_ = (found);                                                          \
    const auto wanted_ = (wanted);                                                        \
    if (!(found_ == wanted_)) {                                                           \
      textmend::tests::Checks::all().fail(__FILE__, __LINE__,                             \
                                          std::string(#found " is ") +                    \
                                              textmend::tests::shown(found_) + ", not " + \
                                              textmend::tests::shown(wanted_));           \
    }                                                                                     \
  } while (false)

#define CHECK_THROWS(Error, expression)                                                           \
  do {                                                                                            \
    if (!textmend::tests::throws<Error>([&] { (void)(expression); })) {                           \
      textmend::tests::Checks::all().fail(__FILE__, __LINE__, "no " #Error " from " #expression); \
    }                                                                                             \
  } while (false)
