// The container of a model: one file of named sections, mapped into memory and never copied.
//
//   header    magic (8 bytes), version (u32), number of sections (u32), size of the file (u64),
//             checksum of the section table (u64), zeros up to 64 bytes
//   table     for each section: name (40 bytes, zeros behind), offset, length, checksum (u64 each)
//   sections  each at a multiple of 64 bytes, zeros between them
//
// All numbers are little-endian. Whatever a file says is checked before it is used: a cut, damaged
// or hostile file is a ModelFileError.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/error.hpp"

namespace textmend {

struct Bytes {
  const std::uint8_t* data = nullptr;
  std::size_t size = 0;
};

struct Section {
  std::string name;
  Bytes bytes;
};

// Layout of the file, for the writer as well.
inline constexpr std::string_view kModelMagic("\x89tmend\r\n", 8);
inline constexpr std::uint32_t kModelVersion = 1;
inline constexpr std::size_t kModelAlignment = 64;
inline constexpr std::size_t kHeaderSize = 64;
inline constexpr std::size_t kEntrySize = 64;
inline constexpr std::size_t kNameSize = 40;
inline constexpr std::size_t kMostSections = 256;

// The sections of a file that lies in memory, with every offset, length and checksum verified.
// `data` must outlive them. `path` is for the error's text.
std::vector<Section> read_sections(Bytes data, const std::string& path);

class ModelFile {
 public:
  explicit ModelFile(const std::string& path);
  ~ModelFile();
  ModelFile(const ModelFile&) = delete;
  ModelFile& operator=(const ModelFile&) = delete;

  const std::string& path() const noexcept { return path_; }
  const std::vector<Section>& sections() const noexcept { return sections_; }
  bool has(std::string_view name) const noexcept { return find(name) != nullptr; }
  // Throws ModelFileError where there is no such section.
  Bytes section(std::string_view name) const;

 private:
  const Section* find(std::string_view name) const noexcept;
  void map();
  void unmap() noexcept;

  std::string path_;
  Bytes data_;
  std::vector<Section> sections_;
};

// The sections of a whole file, to be written at once.
std::string header_of(const std::vector<Section>& sections);

}  // namespace textmend
