#include "core/ngram/runs.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/model/error.hpp"

namespace textmend {

namespace {

// Open files are a scarce thing, and each has a buffer.
constexpr std::size_t kMostRuns = 400;
constexpr std::size_t kReadAhead = 1 << 14;  // records, 256 KiB
constexpr std::size_t kLeastCapacity = 1 << 10;

[[noreturn]] void fail(const std::string& what) {
  throw ModelFileError("Sorting n-grams on disk failed (" + what + ": " + std::strerror(errno) +
                       "); free some space in the temporary folder, or choose another.");
}

}  // namespace

struct RunSorter::Run {
  explicit Run(std::string name) : path(std::move(name)), file(std::fopen(path.c_str(), "w+b")) {
    if (file == nullptr) fail("opening " + path);
  }
  ~Run() {
    std::fclose(file);
    std::remove(path.c_str());
  }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  void write(const std::vector<GramRecord>& records) {
    const std::size_t written =
        std::fwrite(records.data(), sizeof(GramRecord), records.size(), file);
    if (written != records.size() || std::fflush(file) != 0) fail("writing " + path);
  }
  void rewind() {
    if (std::fseek(file, 0, SEEK_SET) != 0) fail("reading " + path);
    refill();
  }
  bool done() const noexcept { return position == read.size(); }
  const GramRecord& front() const noexcept { return read[position]; }
  void pop() {
    if (++position == read.size()) refill();
  }

  std::string path;
  std::FILE* file;
  std::vector<GramRecord> read;
  std::size_t position = 0;

 private:
  void refill() {
    read.resize(kReadAhead);
    read.resize(std::fread(read.data(), sizeof(GramRecord), kReadAhead, file));
    if (std::ferror(file) != 0) fail("reading " + path);
    position = 0;
  }
};

RunSorter::RunSorter(std::string folder, std::size_t bytes)
    : folder_(std::move(folder)), capacity_(std::max(kLeastCapacity, bytes / sizeof(GramRecord))) {
  buffer_.reserve(capacity_);
}

RunSorter::~RunSorter() = default;

void RunSorter::sort_and_sum() {
  std::sort(buffer_.begin(), buffer_.end(), before);
  std::size_t kept = 0;
  for (const GramRecord& record : buffer_) {
    if (kept > 0 && same_gram(buffer_[kept - 1], record)) {
      std::uint64_t& sum = buffer_[kept - 1].early;  // its lower half is the count
      const std::uint64_t room = 0xFFFFFFFF - buffer_[kept - 1].count();
      sum += std::min<std::uint64_t>(record.count(), room);
    } else {
      buffer_[kept++] = record;
    }
  }
  buffer_.resize(kept);
}

void RunSorter::make_room() {
  sort_and_sum();
  if (buffer_.size() > capacity_ / 2) write_run();
}

void RunSorter::write_run() {
  if (runs_.size() == kMostRuns) {
    throw ModelFileError("The text is too large to be sorted in so little memory; allow more.");
  }
  const std::string name = folder_ + "/run-" + std::to_string(runs_.size());
  runs_.push_back(std::make_unique<Run>(name));
  runs_.back()->write(buffer_);
  buffer_.clear();
}

void RunSorter::begin_merge() {
  sort_and_sum();
  position_ = 0;
  for (const auto& run : runs_) {
    run->rewind();
    if (!run->done()) heap_.push_back(run.get());
  }
  const auto later = [](const Run* a, const Run* b) { return before(b->front(), a->front()); };
  std::make_heap(heap_.begin(), heap_.end(), later);
}

// The next of all n-grams, those of the runs and those that stayed in the buffer.
bool RunSorter::next(GramRecord& record) {
  const auto later = [](const Run* a, const Run* b) { return before(b->front(), a->front()); };
  const auto pop_run = [&] {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    heap_.back()->pop();
    if (heap_.back()->done()) {
      heap_.pop_back();
    } else {
      std::push_heap(heap_.begin(), heap_.end(), later);
    }
  };
  const bool in_buffer = position_ < buffer_.size();
  if (!in_buffer && heap_.empty()) return false;
  record = heap_.empty() || (in_buffer && before(buffer_[position_], heap_[0]->front()))
               ? buffer_[position_]
               : heap_[0]->front();
  record.early &= ~std::uint64_t{0xFFFFFFFF};
  std::uint64_t count = 0;
  if (in_buffer && same_gram(buffer_[position_], record)) count += buffer_[position_++].count();
  while (!heap_.empty() && same_gram(heap_[0]->front(), record)) {
    count += heap_[0]->front().count();
    pop_run();
  }
  record.early |= std::min<std::uint64_t>(count, 0xFFFFFFFF);
  return true;
}

void RunSorter::clear() noexcept {
  buffer_.clear();
  runs_.clear();
  heap_.clear();
}

}  // namespace textmend
