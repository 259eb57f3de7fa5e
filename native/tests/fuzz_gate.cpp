// Any text before the gate, and gates of hostile model files. What must hold is checked with
// abort(), so that libFuzzer sees it.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "core/gate/gate.hpp"
#include "core/ngram/counter.hpp"
#include "core/ngram/estimate.hpp"
#include "core/ngram/pack.hpp"
#include "tests/fuzz_main.hpp"

namespace {

using namespace textmend;
using gate::Gate;

using Contents = std::map<std::string, std::string>;

void demand(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

template <typename Value>
std::string bytes_of(const std::vector<Value>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Value)};
}

std::string floats(std::size_t count, float value) {
  return bytes_of(std::vector<float>(count, value));
}

// A gate of a dozen characters, with an n-gram model of one sentence. Every pair is suspicious.
Contents small_model() {
  const std::u32string taught = U"学校的工作在发展。";
  std::vector<char32_t> characters = {U'。', U'，', U'作', U'在', U'学',
                                      U'展', U'工', U'校', U'的', U'发'};
  const std::string kinds = {7, 8, 10, 12, 10, 10, 10, 10, 11, 10};
  const std::string symbols = bytes_of(std::vector<char32_t>{U'，', U'。', U'的'});
  Contents contents = {{"gate/characters", bytes_of(characters)},
                       {"gate/kinds", kinds},
                       {"gate/pairs", std::string(gate::kPairBytes, '\0')},
                       {"gate/rates", floats(3, 0.1F)},
                       {"gate/settings", floats(4, 0.5F)},
                       {"gate/light", floats(18, 1.5F)},
                       {"reader/symbols", symbols}};
  std::vector<float> network(1 + 2 * gate::kFeatures + 4 * (gate::kFeatures + 1) + 3 * 5, 0.1F);
  network[0] = 4;
  contents["gate/network"] = bytes_of(network);
  std::sort(characters.begin(), characters.end());
  contents["vocabulary"] = bytes_of(characters);
  const std::string section = contents["vocabulary"];
  const Vocabulary vocabulary(
      Bytes{reinterpret_cast<const std::uint8_t*>(section.data()), section.size()});
  NgramCounter counter(vocabulary, 3, std::filesystem::temp_directory_path(), 1U << 20U);
  counter.add(AnyText(taught), 50000, 0);
  const NgramCounts counts = counter.finish({0, 0, 0});
  for (const auto& [name, bytes] : pack(counts, estimate(counts))) contents[name] = bytes;
  return contents;
}

class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "textmend-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    path_ = pattern;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string write(const Contents& contents) const {
    std::vector<Section> sections;
    for (const auto& [name, bytes] : contents) {
      sections.push_back(
          {name, {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}});
    }
    std::string file = header_of(sections);
    for (const auto& section : contents) {
      file.resize((file.size() + kModelAlignment - 1) / kModelAlignment * kModelAlignment);
      file += section.second;
    }
    const std::string path = (path_ / "model").string();
    std::filesystem::remove(path);
    std::ofstream(path, std::ios::binary) << file;
    return path;
  }

 private:
  std::filesystem::path path_;
};

template <typename Unit>
void examine(const Gate& gate, std::vector<Unit> units) {
  // A copy of its own size, so that AddressSanitizer sees a read behind its end.
  units.shrink_to_fit();
  const AnyText text(units.data(), units.size(), static_cast<int>(sizeof(Unit)));
  const std::size_t third = units.size() / 3;
  for (const gate::Spans& spans : {gate::Spans{}, gate::Spans{{third, 2 * third}}}) {
    const gate::Examination found = gate.examine(text, spans);
    std::size_t at = 0;
    for (const gate::Stretch& stretch : found.stretches) {
      demand(stretch.start == at && stretch.end > at, "stretches are the text");
      demand(stretch.probability >= 0 && stretch.probability <= 1, "a probability is one");
      at = stretch.end;
    }
    demand(at == units.size(), "stretches are all of the text");
    for (const gate::Hit& hit : found.hits) demand(hit.offset < units.size(), "a gap is inside");
  }
}

void examine_in_all_widths(const Gate& gate, const std::uint8_t* data, std::size_t size) {
  std::vector<std::uint16_t> medium(size / 2);
  if (size > 1) std::memcpy(medium.data(), data, medium.size() * 2);
  // Chinese often enough for pairs and runs.
  const std::u32string usual = U"学校的工作在发展。，\n a9の龘";
  std::vector<std::uint32_t> wide;
  for (std::size_t i = 0; i < size; ++i) {
    wide.push_back(data[i] < 0xF0 ? usual[data[i] % usual.size()] : 0x1000U * data[i]);
  }
  examine(gate, std::vector<std::uint8_t>(data, data + size));
  examine(gate, medium);
  examine(gate, wide);
}

// One section of the model replaced, cut or overwritten.
void try_hostile(const Contents& good, const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  static const std::vector<std::string> names = {"gate/characters", "gate/kinds",    "gate/rates",
                                                 "gate/settings",   "gate/light",    "gate/pairs",
                                                 "gate/network",    "reader/symbols"};
  Contents contents = good;
  std::string& section = contents[names[data[0] % names.size()]];
  const std::string bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  if (data[1] % 4 == 0) {
    section = bytes;
  } else if (data[1] % 4 == 1) {
    section.resize(section.size() * data[1] / 256);
  } else {
    const std::size_t at = section.size() * data[1] / 256;
    section.replace(at, std::min(bytes.size(), section.size() - at), bytes, 0,
                    std::min(bytes.size(), section.size() - at));
  }
  try {
    const ModelFile file(folder.write(contents));
    const Gate gate(file);
    examine_in_all_widths(gate, data, size);
  } catch (const ModelFileError&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Contents contents = small_model();
  static const Folder folder;
  static const ModelFile file(folder.write(contents));
  static const Gate gate(file);
  if (size < 4) return 0;
  if (data[0] % 8 == 0) {
    try_hostile(contents, data + 1, size - 1);
  } else {
    examine_in_all_widths(gate, data + 1, size - 1);
  }
  return 0;
}

#ifndef TEXTMEND_LIBFUZZER
int main(int argc, char** argv) {
  return textmend::tests::fuzz(
      argc, argv,
      {"abcdefgh", "\x08\x06\x02nan\x7f\x80", std::string(300, '\x01'), "学校的工作", "\n", "。",
       std::string("\0\0\0\0", 4), "\x7f\xc0\xff\xff", "\xff\xff\xff\xff"});
}
#endif
