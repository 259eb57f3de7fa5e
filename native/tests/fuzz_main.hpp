// Runs a libFuzzer target without libFuzzer: seeds given as files, then random mutations of them.
// With clang, compile a target with -fsanitize=fuzzer and -DTEXTMEND_LIBFUZZER instead.
#pragma once

#ifndef TEXTMEND_LIBFUZZER

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace textmend::tests {

class Mutator {
 public:
  Mutator(std::uint32_t seed, const std::vector<std::string>& pieces, std::size_t longest)
      : random_(seed), pieces_(pieces), longest_(longest) {}

  std::string next(std::string text) {
    for (std::size_t k = 1 + below(6); k > 0; --k) mutate(text);
    if (text.size() > longest_) text.resize(longest_);
    return text;
  }
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }

 private:
  void mutate(std::string& text) {
    const std::size_t at = below(text.size() + 1);
    switch (below(5)) {
      case 0:
        text.insert(at, 1, static_cast<char>(below(256)));
        break;
      case 1:
        text.erase(at, below(8));
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      case 3:
        text.insert(at, text, below(text.size() + 1), below(32));
        break;
      default:
        text.insert(at, pieces_[below(pieces_.size())]);
    }
  }

  std::mt19937 random_;
  const std::vector<std::string>& pieces_;
  std::size_t longest_;
};

// Arguments: the number of inputs, a seed, and files to begin with. No input is longer than
// `longest` bytes.
inline int fuzz(int argc, char** argv, const std::vector<std::string>& pieces,
                std::size_t longest = 4096) {
  const long rounds = argc > 1 ? std::atol(argv[1]) : 10000;
  const auto seed = static_cast<std::uint32_t>(argc > 2 ? std::atol(argv[2]) : 1);
  std::vector<std::string> pool = pieces;
  for (int i = 3; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    pool.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  Mutator mutator(seed, pieces, longest);
  for (long round = 0; round < rounds; ++round) {
    const std::size_t from = mutator.below(pool.size());
    const std::string input = mutator.next(pool[from]);
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    // A pool of a few hundred, so that mutations build upon each other.
    if (pool.size() < 400) {
      pool.push_back(input);
    } else {
      pool[mutator.below(pool.size())] = input;
    }
  }
  std::printf("%ld inputs\n", rounds);
  return 0;
}

}  // namespace textmend::tests

#endif
