#include "core/reader/clause.hpp"

#include <algorithm>

namespace textmend::reader {

namespace {

constexpr std::array<const char32_t*, 7> kMarks = {U"、", U"，",           U"。！？",      U"；",
                                                   U"：", U"“‘《〈（【〔", U"”’》〉）】〕"};
constexpr std::array<const char32_t*, 3> kPairs = {U"“”", U"《》", U"（）"};
constexpr std::uint8_t kStop = 3;  // the class of marks that end a sentence

using Bounds = std::array<std::uint16_t, 15>;
constexpr Bounds kSinceMark = {1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 19, 24, 32, 45};
constexpr Bounds kSinceStop = {5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 130, 160, 200, 300};
constexpr std::uint16_t kFar = 300;  // beyond it lengths are not told apart
constexpr std::size_t kSteps = kSinceMark.size() + 1;
constexpr std::size_t kFirstOpen = (kMarks.size() + 1) * kSteps;
constexpr std::size_t kFirstSentence = kFirstOpen + (std::size_t{1} << kPairs.size());
static_assert(kFirstSentence + kSteps == kClauseRows);

std::size_t step_of(std::uint16_t length, const Bounds& bounds) noexcept {
  return static_cast<std::size_t>(std::upper_bound(bounds.begin(), bounds.end(), length) -
                                  bounds.begin());
}

}  // namespace

Clauses::Clauses(const Alphabet& alphabet) : roles_(std::size_t{1} << 16U) {
  for (std::size_t kind = 0; kind < kMarks.size(); ++kind) {
    for (const char32_t* mark = kMarks[kind]; *mark != 0; ++mark) {
      roles_[alphabet.id(*mark)].mark = static_cast<std::uint8_t>(kind + 1);
    }
  }
  for (std::size_t pair = 0; pair < kPairs.size(); ++pair) {
    roles_[alphabet.id(kPairs[pair][0])].opens = static_cast<std::uint8_t>(1U << pair);
    roles_[alphabet.id(kPairs[pair][1])].closes = static_cast<std::uint8_t>(1U << pair);
  }
  roles_[kUnknownId] = {};  // a mark that the alphabet lacks
}

Clause Clauses::passed(Clause clause, Id id, std::uint16_t length) const noexcept {
  if (id == kLineEndId) return {};
  const Role role = roles_[id];
  const auto further = [length](std::uint16_t since) {
    return static_cast<std::uint16_t>(std::min<unsigned>(since + length, kFar));
  };
  clause.since_mark = role.mark != 0 ? 0 : further(clause.since_mark);
  clause.since_stop = role.mark == kStop ? 0 : further(clause.since_stop);
  if (role.mark != 0) clause.mark = role.mark;
  clause.open = static_cast<std::uint8_t>((clause.open | role.opens) & ~role.closes);
  return clause;
}

ClauseRows Clauses::rows(const Clause& clause) const noexcept {
  return {static_cast<std::uint8_t>(clause.mark * kSteps + step_of(clause.since_mark, kSinceMark)),
          static_cast<std::uint8_t>(kFirstOpen + clause.open),
          static_cast<std::uint8_t>(kFirstSentence + step_of(clause.since_stop, kSinceStop))};
}

}  // namespace textmend::reader
