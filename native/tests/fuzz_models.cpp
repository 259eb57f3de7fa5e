// Hostile model files: a file is read or refused with a ModelFileError, and what was read can be
// used. Half of the inputs get right checksums again, so that what lies behind them is reached.
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>

#include "core/lookalikes/network.hpp"
#include "core/model/checksum.hpp"
#include "core/model/file.hpp"
#include "core/ngram/model.hpp"
#include "core/ngram/storage.hpp"
#include "tests/fuzz_main.hpp"
#include "tests/models.hpp"

namespace {

using namespace textmend;

std::uint64_t number_at(const std::string& file, std::size_t offset) {
  std::uint64_t number = 0;
  if (offset + sizeof number <= file.size()) std::memcpy(&number, &file[offset], sizeof number);
  return number;
}

void put(std::string& file, std::size_t offset, std::uint64_t number) {
  if (offset + sizeof number <= file.size()) std::memcpy(&file[offset], &number, sizeof number);
}

// Makes size and checksums right wherever what they speak of lies inside the file.
void repair(std::string& file) {
  put(file, 16, file.size());
  const std::size_t count = static_cast<std::uint32_t>(number_at(file, 8) >> 32);
  if (file.size() < kHeaderSize || count > (file.size() - kHeaderSize) / kEntrySize) return;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t entry = kHeaderSize + i * kEntrySize + kNameSize;
    const std::uint64_t offset = number_at(file, entry);
    const std::uint64_t length = number_at(file, entry + 8);
    if (offset > file.size() || length > file.size() - offset) continue;
    put(file, entry + 16, checksum(&file[offset], length));
  }
  put(file, 24, checksum(&file[kHeaderSize], count * kEntrySize));
}

void use(const NgramModel& model) {
  NgramState state = model.start();
  for (std::uint32_t id = 0; id < 40; ++id) {
    model.score(state, static_cast<Id>(id * 2654435761U >> 16), &state);
    model.score(state, static_cast<Id>(id % 9), &state);
  }
}

void use(const std::optional<lookalikes::Network>& network) {
  if (!network) return;
  lookalikes::Expectations expectations(*network);
  expectations.begin(U"的教育局的");
  expectations.at(1, U'教');
  expectations.fit(2, U'育');
}

void open(const std::string& path) {
  try {
    const ModelFile file(path);
    for (const Section& section : file.sections()) {
      checksum(section.bytes.data, section.bytes.size);
    }
    try {
      use(NgramModel(file));
    } catch (const ModelFileError&) {
    }
    try {
      use(lookalikes::Network::of(file));
    } catch (const ModelFileError&) {
    }
    const NgramCounts counts = counts_from(file);
    estimate(counts);
  } catch (const ModelFileError&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const textmend::tests::Scratch scratch;
  std::string content(reinterpret_cast<const char*>(data), size);
  if (size > 0 && (data[size - 1] & 1) == 0) repair(content);
  scratch.write(content);
  open(scratch.path());
  return 0;
}

#ifndef TEXTMEND_LIBFUZZER
int main(int argc, char** argv) {
  const auto small = textmend::tests::small_model();
  const auto network = textmend::tests::small_model_with_network();
  const std::string whole(8, '\xFF');
  return textmend::tests::fuzz(
      argc, argv,
      {small, network, small + '\0', small.substr(0, 640), textmend::tests::small_counts(), whole,
       std::string(kModelMagic), std::string(8, '\0'), std::string("\x40\0\0\0\0\0\0\0", 8),
       std::string("\0\0\xC0\x7F", 4), "ngram/table-2", "vocabulary"},
      1 << 14);
}
#endif
