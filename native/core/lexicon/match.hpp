// What a lexicon finds in a text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace textmend {

// From what is surest to what is least sure.
enum class MatchKind : std::uint8_t {
  kExact,
  kCut,          // blanks or a line end within the term
  kSkeleton,     // droppable characters missing, blanks perhaps as well
  kSubstituted,  // one other character
  kMissing,      // one character, not a droppable one
  kExtra,        // one character too many
  kTwoErrors,
};

struct Match {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  std::uint32_t term = 0;
  MatchKind kind = MatchKind::kExact;
  std::uint8_t distance = 0;  // characters missing, too many or other ones, blanks too
  std::int16_t weight = 0;    // how much a match counts against those that overlap it
};

// In quarters of a character. Errors weigh three times as much as a character that was found, and
// characters missing from a skeleton one and a half times: in good text, what differs is most often
// another word. Two terms that are whole win against one of the same length that is not.
inline std::int16_t weight_of(std::size_t length, MatchKind kind, std::size_t distance) noexcept {
  const auto found = static_cast<int>(4 * length);
  const auto wrong = static_cast<int>(distance);
  switch (kind) {
    case MatchKind::kExact:
      return static_cast<std::int16_t>(found - 2);
    case MatchKind::kCut:
      return static_cast<std::int16_t>(found - 2 * wrong - 2);
    case MatchKind::kSkeleton:
      return static_cast<std::int16_t>(found - 6 * wrong - 3);
    default:
      return static_cast<std::int16_t>(found - 12 * wrong - 2);
  }
}

// Puts matches of a text in order, piece by piece, with memory that is used again.
class MatchSorter {
 public:
  // Sorts by start, and at one start by end, the longest first. Of matches of one term with one
  // span the surest stays. All starts are below `size`. Linear in `size` and the matches.
  void sort(std::vector<Match>& matches, std::size_t size);

 private:
  std::vector<std::uint32_t> next_;
  std::vector<Match> sorted_;
};

// Of sorted matches that come piece by piece, finds those without overlaps that weigh most
// together.
class MatchChooser {
 public:
  // What is given later starts no earlier.
  void add(const std::vector<Match>& matches);
  // Chooses as far as nothing later can make a difference, or to the end.
  void choose(bool is_end, std::vector<Match>& chosen);

 private:
  void choose_among(std::size_t count, std::vector<Match>& chosen);

  std::vector<Match> pending_;
  std::vector<std::int64_t> best_;
  std::vector<std::uint32_t> choice_;
};

}  // namespace textmend
