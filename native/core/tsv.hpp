// Reading tab-separated tables: UTF-8, `#` header lines, errors that name file and line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace textmend {

// Calls `row(fields)` for each row of the file. Raises TableError where the file cannot be read,
// a row has fewer than `least_fields` fields, or `row` raises one (file and line are added).
template <typename Function>
void read_tsv(const std::string& path, std::size_t least_fields, Function&& row);

std::string read_file(const std::string& path);
std::u32string from_utf8(std::string_view bytes);
// Digits with or without a point, whatever the locale. Throws TableError for anything else.
double parse_decimal(std::string_view text);
[[noreturn]] void fail_row(const std::string& path, std::size_t line, const std::string& what);

template <typename Function>
void read_tsv(const std::string& path, std::size_t least_fields, Function&& row) {
  const std::string content = read_file(path);
  std::vector<std::string_view> fields;
  std::size_t line_number = 0;
  std::string_view rest = content;
  while (!rest.empty()) {
    ++line_number;
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.empty() || line == "#" || line.substr(0, 2) == "# ") continue;
    fields.clear();
    for (std::size_t tab; (tab = line.find('\t')) != std::string_view::npos;) {
      fields.push_back(line.substr(0, tab));
      line.remove_prefix(tab + 1);
    }
    fields.push_back(line);
    if (fields.size() < least_fields) fail_row(path, line_number, "it has too few columns");
    try {
      row(fields);
    } catch (const std::exception& error) {
      fail_row(path, line_number, error.what());
    }
  }
}

}  // namespace textmend
