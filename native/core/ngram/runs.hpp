// Sorting more n-grams than fit into memory: sorted runs on disk, merged while they are read.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "core/ngram/record.hpp"

namespace textmend {

// Collects n-grams in a buffer of a fixed size. When it is full, equal ones are added up, and if
// that does not empty half of it, it goes to disk as a sorted run.
class RunSorter {
 public:
  // Runs are made in `folder`, which must exist; `bytes` bounds the buffer.
  RunSorter(std::string folder, std::size_t bytes);
  ~RunSorter();
  RunSorter(const RunSorter&) = delete;
  RunSorter& operator=(const RunSorter&) = delete;

  void add(const GramRecord& record) {
    if (buffer_.size() == capacity_) make_room();
    buffer_.push_back(record);
  }

  // Calls `take(record)` for each different n-gram in ascending order, with its total count. The
  // sorter is empty afterwards. Throws ModelFileError where the disk fails.
  template <typename Take>
  void merge(Take&& take) {
    begin_merge();
    GramRecord record = {};
    while (next(record)) take(record);
    clear();
  }

 private:
  struct Run;
  void sort_and_sum();
  void make_room();
  void write_run();
  void begin_merge();
  bool next(GramRecord& record);
  void clear() noexcept;

  std::string folder_;
  std::size_t capacity_;
  std::vector<GramRecord> buffer_;
  std::size_t position_ = 0;  // in the buffer, while merging
  std::vector<std::unique_ptr<Run>> runs_;
  std::vector<Run*> heap_;
};

}  // namespace textmend
