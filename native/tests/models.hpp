// Small models and counts as files, to test and to break.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/model/file.hpp"
#include "core/ngram/counter.hpp"
#include "core/ngram/estimate.hpp"
#include "core/ngram/pack.hpp"
#include "core/ngram/storage.hpp"

namespace textmend::tests {

// A file that is written over again and removed at the end.
class Scratch {
 public:
  Scratch() : path_(std::string(P_tmpdir) + "/textmend-XXXXXX") {
    const int file = ::mkstemp(path_.data());
    if (file < 0) throw std::runtime_error("no temporary file");
    ::close(file);
  }
  ~Scratch() { std::remove(path_.c_str()); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const std::string& path() const { return path_; }
  // Under a new file, since replacing what is in an old one waits for the disk.
  void write(const std::string& content) const {
    std::remove(path_.c_str());
    std::ofstream(path_, std::ios::binary) << content;
  }

 private:
  std::string path_;
};

// A model file that holds these sections.
inline std::string file_of(const std::map<std::string, std::string>& contents) {
  std::vector<Section> sections;
  for (const auto& [name, content] : contents) {
    const auto* data = reinterpret_cast<const std::uint8_t*>(content.data());
    sections.push_back({name, {data, content.size()}});
  }
  std::string file = header_of(sections);
  for (const auto& entry : contents) {
    file.resize((file.size() + kModelAlignment - 1) / kModelAlignment * kModelAlignment, '\0');
    file += entry.second;
  }
  return file;
}

inline std::string section_of(const std::u32string& characters) {
  return {reinterpret_cast<const char*>(characters.data()), characters.size() * sizeof(char32_t)};
}

inline constexpr char32_t kSmallAlphabet[] = U"局教的育";

inline Vocabulary small_vocabulary(const std::string& section) {
  return Vocabulary({reinterpret_cast<const std::uint8_t*>(section.data()), section.size()});
}

// Counts of a few lines, order 3; nothing goes to disk.
inline NgramCounts small_counts_of(const Vocabulary& vocabulary) {
  NgramCounter counter(vocabulary, 3, ".", 1 << 16);
  counter.add(AnyText(std::u32string(U"教育局的\n的教育局\n 教育的局局 \n\n育")), 1000, 0);
  return counter.finish({0, 0, 0});
}

inline std::map<std::string, std::string> small_model_sections() {
  const std::string characters = section_of(kSmallAlphabet);
  const NgramCounts counts = small_counts_of(small_vocabulary(characters));
  auto sections = pack(counts, estimate(counts));
  sections["vocabulary"] = characters;
  return sections;
}

inline std::string small_model() { return file_of(small_model_sections()); }

template <typename T>
std::string bytes_of(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

// A look-alike network of the same characters, width 16, one block; its weights are made up.
inline std::map<std::string, std::string> small_network_sections() {
  constexpr std::uint32_t kCharacters = 3 + 4, kWidth = 16;
  std::map<std::string, std::string> sections;
  unsigned next = 1;
  const auto draw = [&next] { return (next = next * 1103515245U + 12345U) >> 24U; };
  const auto floats = [&](const std::string& name, std::size_t count) {
    std::vector<float> values(count);
    for (float& value : values) value = (static_cast<float>(draw()) - 128) / 400;
    sections["lookalikes/" + name] = bytes_of(values);
  };
  const auto matrix = [&](const std::string& name, std::size_t outputs, std::size_t inputs) {
    std::vector<std::int8_t> rows(outputs * inputs);
    for (std::int8_t& value : rows)
      value = static_cast<std::int8_t>(static_cast<int>(draw()) - 128);
    sections["lookalikes/" + name + "/rows"] = bytes_of(rows);
    sections["lookalikes/" + name + "/factors"] = bytes_of(std::vector<float>(outputs, 0.005F));
  };
  sections["lookalikes/shape"] =
      bytes_of(std::vector<std::uint32_t>{1, kCharacters, 1, kWidth, 1, 2});
  sections["reader/characters"] = section_of(kSmallAlphabet);
  matrix("characters", kCharacters, kWidth);
  matrix("standing", kWidth, kWidth);
  floats("standing-bias", kWidth);
  matrix("0/attended", 3 * kWidth, kWidth);
  matrix("0/out", kWidth, kWidth);
  matrix("0/up", 4 * kWidth, kWidth);
  matrix("0/down", kWidth, 4 * kWidth);
  floats("0/taps", 7 * kWidth);
  floats("0/taps-bias", kWidth);
  floats("0/up-bias", 4 * kWidth);
  floats("0/down-bias", kWidth);
  return sections;
}

// The small model with that network.
inline std::string small_model_with_network() {
  auto sections = small_model_sections();
  sections.merge(small_network_sections());
  return file_of(sections);
}

inline std::string small_counts() {
  const std::string characters = section_of(kSmallAlphabet);
  return file_of(sections_from(small_counts_of(small_vocabulary(characters))));
}

}  // namespace textmend::tests
