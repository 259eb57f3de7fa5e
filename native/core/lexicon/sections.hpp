// Named sections, mapped from a file or in memory, as arrays of records.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/model/file.hpp"

namespace textmend {

// An array that lies in a section.
template <typename Record>
struct View {
  const Record* data = nullptr;
  std::size_t size = 0;
  const Record& operator[](std::size_t index) const noexcept { return data[index]; }
  const Record* begin() const noexcept { return data; }
  const Record* end() const noexcept { return data + size; }
};

class Sections {
 public:
  // `name` is for the texts of errors.
  Sections(std::vector<Section> items, std::string name)
      : items_(std::move(items)), name_(std::move(name)) {}

  // Throws ModelFileError where there is no such section or it holds no whole records.
  template <typename Record>
  View<Record> records(const std::string& section) const {
    const Bytes bytes = find(section);
    if (bytes.size % sizeof(Record) != 0 ||
        reinterpret_cast<std::uintptr_t>(bytes.data) % alignof(Record) != 0) {
      refuse("the section `" + section + "` has the wrong size");
    }
    return {reinterpret_cast<const Record*>(bytes.data), bytes.size / sizeof(Record)};
  }
  template <typename Record>
  View<Record> records(const std::string& section, std::size_t count) const {
    const auto view = records<Record>(section);
    if (view.size != count) refuse("the section `" + section + "` has the wrong size");
    return view;
  }

  [[noreturn]] void refuse(const std::string& why) const {
    throw ModelFileError(name_ + ": " + why +
                         "; the lexicon is damaged, or was compiled by another version of "
                         "textmend: compile it again.");
  }

 private:
  Bytes find(const std::string& section) const {
    for (const Section& item : items_) {
      if (item.name == section) return item.bytes;
    }
    refuse("it has no section `" + section + "`");
  }

  std::vector<Section> items_;
  std::string name_;
};

}  // namespace textmend
