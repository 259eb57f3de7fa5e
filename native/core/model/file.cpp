#include "core/model/file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/model/checksum.hpp"

namespace textmend {

namespace {

constexpr const char* kReplaceIt =
    "; the file is cut, damaged or not a model of textmend: get it again, or train it again.";

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw ModelFileError(path + ": " + why + kReplaceIt);
}

[[noreturn]] void refuse_to_open(const std::string& path) {
  throw ModelFileError(path + ": could not open it (" + std::strerror(errno) +
                       "); check the name and the permissions of the model file.");
}

template <typename Number>
Number number_at(const std::uint8_t* bytes) noexcept {
  Number number;
  std::memcpy(&number, bytes, sizeof number);
  return number;
}

template <typename Number>
void put(std::string& target, std::size_t offset, Number number) {
  std::memcpy(target.data() + offset, &number, sizeof number);
}

std::size_t aligned(std::size_t offset) noexcept {
  return (offset + kModelAlignment - 1) / kModelAlignment * kModelAlignment;
}

std::size_t count_sections(Bytes data, const std::string& path) {
  if (data.size < kHeaderSize) refuse(path, "it is shorter than the header of a model");
  if (std::memcmp(data.data, kModelMagic.data(), kModelMagic.size()) != 0) {
    refuse(path, "it does not begin as a model does");
  }
  const auto version = number_at<std::uint32_t>(data.data + 8);
  if (version != kModelVersion) {
    throw ModelFileError(path + ": it is a model of version " + std::to_string(version) +
                         ", and this textmend reads version " + std::to_string(kModelVersion) +
                         "; use the model that belongs to this version of textmend.");
  }
  const std::size_t count = number_at<std::uint32_t>(data.data + 12);
  if (count > kMostSections) refuse(path, "it claims too many sections");
  if (number_at<std::uint64_t>(data.data + 16) != data.size) {
    refuse(path, "its size is not the one that its header states");
  }
  if (data.size - kHeaderSize < count * kEntrySize) refuse(path, "its table of sections is cut");
  if (checksum(data.data + kHeaderSize, count * kEntrySize) !=
      number_at<std::uint64_t>(data.data + 24)) {
    refuse(path, "the checksum of its table of sections is wrong");
  }
  return count;
}

Section read_entry(Bytes data, const std::uint8_t* entry, std::size_t first_offset,
                   const std::string& path) {
  const auto* name = reinterpret_cast<const char*>(entry);
  Section section;
  section.name.assign(name, ::strnlen(name, kNameSize));
  if (section.name.empty()) refuse(path, "a section has no name");
  const auto offset = number_at<std::uint64_t>(entry + kNameSize);
  const auto length = number_at<std::uint64_t>(entry + kNameSize + 8);
  if (offset % kModelAlignment != 0 || offset < first_offset || offset > data.size ||
      length > data.size - offset) {
    refuse(path, "the section `" + section.name + "` lies outside the file");
  }
  section.bytes = {data.data + offset, static_cast<std::size_t>(length)};
  if (checksum(section.bytes.data, section.bytes.size) !=
      number_at<std::uint64_t>(entry + kNameSize + 16)) {
    refuse(path, "the checksum of the section `" + section.name + "` is wrong");
  }
  return section;
}

}  // namespace

std::vector<Section> read_sections(Bytes data, const std::string& path) {
  const std::size_t count = count_sections(data, path);
  const std::size_t first_offset = kHeaderSize + count * kEntrySize;
  std::vector<Section> sections;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint8_t* entry = data.data + kHeaderSize + i * kEntrySize;
    sections.push_back(read_entry(data, entry, first_offset, path));
    for (std::size_t k = 0; k < i; ++k) {
      if (sections[k].name == sections[i].name) refuse(path, "two sections have one name");
    }
  }
  return sections;
}

std::string header_of(const std::vector<Section>& sections) {
  if (sections.size() > kMostSections) throw ModelFileError("A model has at most 256 sections.");
  std::string header(kHeaderSize + sections.size() * kEntrySize, '\0');
  std::size_t offset = aligned(header.size());
  std::size_t end = offset;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    const auto& [name, bytes] = sections[i];
    if (name.empty() || name.size() > kNameSize || name.find('\0') != std::string::npos) {
      throw ModelFileError("The name of a section, `" + name +
                           "`, must have 1 to 40 bytes and no NUL; choose another.");
    }
    const std::size_t entry = kHeaderSize + i * kEntrySize;
    std::memcpy(header.data() + entry, name.data(), name.size());
    put<std::uint64_t>(header, entry + kNameSize, offset);
    put<std::uint64_t>(header, entry + kNameSize + 8, bytes.size);
    put<std::uint64_t>(header, entry + kNameSize + 16, checksum(bytes.data, bytes.size));
    end = offset + bytes.size;
    offset = aligned(end);
  }
  std::memcpy(header.data(), kModelMagic.data(), kModelMagic.size());
  put<std::uint32_t>(header, 8, kModelVersion);
  put<std::uint32_t>(header, 12, static_cast<std::uint32_t>(sections.size()));
  put<std::uint64_t>(header, 16, end);
  put<std::uint64_t>(header, 24,
                     checksum(header.data() + kHeaderSize, header.size() - kHeaderSize));
  return header;
}

ModelFile::ModelFile(const std::string& path) : path_(path) {
  map();
  try {
    sections_ = read_sections(data_, path_);
  } catch (...) {
    unmap();
    throw;
  }
}

ModelFile::~ModelFile() { unmap(); }

const Section* ModelFile::find(std::string_view name) const noexcept {
  for (const Section& section : sections_) {
    if (section.name == name) return &section;
  }
  return nullptr;
}

Bytes ModelFile::section(std::string_view name) const {
  const Section* found = find(name);
  if (found == nullptr) {
    throw ModelFileError(path_ + ": it has no section `" + std::string(name) +
                         "`; use a model that belongs to this version of textmend.");
  }
  return found->bytes;
}

void ModelFile::map() {
  const int file = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) refuse_to_open(path_);
  struct stat status = {};
  if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(file);
    refuse(path_, "it is not a regular file");
  }
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size < kHeaderSize) {
    ::close(file);
    refuse(path_, "it is shorter than the header of a model");
  }
  void* mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  ::close(file);
  if (mapped == MAP_FAILED) refuse_to_open(path_);
  data_ = {static_cast<const std::uint8_t*>(mapped), size};
}

void ModelFile::unmap() noexcept {
  if (data_.data != nullptr) ::munmap(const_cast<std::uint8_t*>(data_.data), data_.size);
  data_ = {};
}

}  // namespace textmend
