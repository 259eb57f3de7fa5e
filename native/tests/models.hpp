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

inline std::string small_counts() {
  const std::string characters = section_of(kSmallAlphabet);
  return file_of(sections_from(small_counts_of(small_vocabulary(characters))));
}

}  // namespace textmend::tests
