#include "core/ngram/storage.hpp"

#include <cstring>

namespace textmend {

namespace {

constexpr const char* kOfCounts = "counts/of-counts";

std::string name_of(std::size_t order, const char* part) {
  return "counts/" + std::to_string(order) + "/" + part;
}

template <typename Value>
std::string section_from(const std::vector<Value>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Value)};
}

template <typename Value>
std::vector<Value> values_of(const ModelFile& file, const std::string& name) {
  const Bytes bytes = file.section(name);
  if (bytes.size % sizeof(Value) != 0) {
    throw ModelFileError(file.path() + ": the section `" + name +
                         "` has the wrong size; count the text again.");
  }
  std::vector<Value> values(bytes.size / sizeof(Value));
  if (bytes.size > 0) std::memcpy(values.data(), bytes.data, bytes.size);
  return values;
}

}  // namespace

std::map<std::string, std::string> sections_from(const NgramCounts& counts) {
  std::map<std::string, std::string> sections;
  for (std::size_t order = 1; order <= counts.order(); ++order) {
    const GramLevel& level = counts.levels[order - 1];
    sections[name_of(order, "first")] = section_from(level.first);
    sections[name_of(order, "suffix")] = section_from(level.suffix);
    sections[name_of(order, "count")] = section_from(level.count);
  }
  sections[kOfCounts] = section_from(counts.of_counts);
  return sections;
}

NgramCounts counts_from(const ModelFile& file) {
  NgramCounts counts;
  counts.of_counts = values_of<CountsOfCounts>(file, kOfCounts);
  for (std::size_t order = 1; order <= counts.of_counts.size() && order <= kMostOrder; ++order) {
    GramLevel level;
    level.first = values_of<Id>(file, name_of(order, "first"));
    level.suffix = values_of<std::uint32_t>(file, name_of(order, "suffix"));
    level.count = values_of<std::uint32_t>(file, name_of(order, "count"));
    counts.levels.push_back(std::move(level));
  }
  counts.check();
  return counts;
}

}  // namespace textmend
