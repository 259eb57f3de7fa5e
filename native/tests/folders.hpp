// Table folders to break: a copy of the real one in a place of its own, removed at the end.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace textmend::tests {

class TableFolder {
 public:
  explicit TableFolder(const std::filesystem::path& original) : original_(original) {
    std::string pattern = (std::filesystem::temp_directory_path() / "textmend-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
    restore();
  }
  ~TableFolder() { std::filesystem::remove_all(path_); }
  TableFolder(const TableFolder&) = delete;
  TableFolder& operator=(const TableFolder&) = delete;

  std::string path() const { return path_.string(); }

  void restore() const {
    for (const auto& entry : std::filesystem::directory_iterator(original_)) {
      if (entry.path().extension() != ".tsv") continue;
      std::filesystem::copy_file(entry.path(), path_ / entry.path().filename(),
                                 std::filesystem::copy_options::overwrite_existing);
    }
  }
  void write(const std::string& name, std::string_view content) const {
    std::ofstream(path_ / name, std::ios::binary) << content;
  }
  void append(const std::string& name, std::string_view content) const {
    std::ofstream(path_ / name, std::ios::binary | std::ios::app) << content;
  }
  void remove(const std::string& name) const { std::filesystem::remove(path_ / name); }
  std::string read(const std::string& name) const {
    std::ifstream stream(path_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }

 private:
  std::filesystem::path original_;
  std::filesystem::path path_;
};

}  // namespace textmend::tests
