#include "core/gate/second_look.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace textmend::gate {

namespace {

// Characters that the n-gram model is shown before the gap, and behind it.
constexpr std::size_t kBefore = 5;
constexpr std::size_t kAfter = 4;
// The level of the pairs that are looked at. In text without 3 of 100 function characters, four of
// five places with a gain of 11 or more are such pairs, and there are few of them in clean text.
constexpr unsigned kSuspicious = 0;
// ln of a probability. What is there must be less probable than this for its being preceded by
// something else to gain much.
constexpr float kExpected = -6;
// What is tried must make pairs of this level or a higher one with both neighbours.
constexpr unsigned kUsual = 3;
// How many characters are tried.
constexpr std::size_t kCandidates = 128;
// Smaller gains are as frequent in clean text.
constexpr float kLeastGain = 5;

// What stands behind a gap, up to the end of the line.
struct After {
  std::array<Id, kAfter> ids;
  std::size_t size = 0;
};

float score_all(const NgramModel& ngrams, NgramState state, const After& after) noexcept {
  float total = 0;
  for (std::size_t i = 0; i < after.size; ++i) total += ngrams.score(state, after.ids[i], &state);
  return total;
}

}  // namespace

SecondLook::SecondLook(const Alphabet& alphabet, const NgramModel& ngrams)
    : alphabet_(alphabet), ngrams_(ngrams) {
  for (const char32_t character : alphabet.characters()) {
    const Entry entry = alphabet.entry(character);
    const Id id = ngrams.vocabulary().id(character);
    if (entry.kind() >= Kind::kDe && id != kUnknownId) {
      candidates_.push_back({character, entry.id(), id});
    }
  }
  // The most frequent first: they are dropped most often, and soon one is found that the others
  // cannot beat.
  NgramState ignored;
  const auto frequency = [&](const Candidate& candidate) {
    return ngrams.score(ngrams.nothing(), candidate.ngram_id, &ignored);
  };
  std::stable_sort(
      candidates_.begin(), candidates_.end(),
      [&](const Candidate& a, const Candidate& b) { return frequency(a) > frequency(b); });
  if (candidates_.size() > kCandidates) candidates_.resize(kCandidates);
}

std::size_t SecondLook::look(AnyText text, std::size_t start, std::size_t end,
                             std::vector<Hit>& hits) const {
  return text.visit([&](auto view) {
    std::size_t looked = 0;
    Entry last(kLineEndId, Kind::kLineEnd);
    for (std::size_t i = start; i < end; ++i) {
      const Entry entry = alphabet_.entry(view[i]);
      if (is_han(entry.kind()) && is_han(last.kind()) && entry.id() != kRareHanId &&
          last.id() != kRareHanId && alphabet_.level(last.id(), entry.id()) == kSuspicious) {
        ++looked;
        const Hit hit = look_between(view, i, last.id(), entry.id());
        if (hit.gain > kLeastGain) hits.push_back(hit);
      }
      last = entry;
    }
    return looked;
  });
}

template <typename View>
Hit SecondLook::look_between(View view, std::size_t offset, std::uint32_t before,
                             std::uint32_t after) const {
  const Vocabulary& vocabulary = ngrams_.vocabulary();
  std::size_t from = offset;
  while (from > 0 && offset - from < kBefore && view[from - 1] != U'\n') --from;
  NgramState state = from == 0 || view[from - 1] == U'\n' ? ngrams_.start() : ngrams_.nothing();
  for (std::size_t i = from; i < offset; ++i) ngrams_.score(state, vocabulary.id(view[i]), &state);
  After ids;
  while (ids.size < kAfter && offset + ids.size < view.size && view[offset + ids.size] != U'\n') {
    ids.ids[ids.size] = vocabulary.id(view[offset + ids.size]);
    ++ids.size;
  }
  Hit best = {offset, 0, kLeastGain, before << 11U | after};
  NgramState next;
  if (ngrams_.score(state, ids.ids[0], &next) > kExpected) return best;
  const float as_is = score_all(ngrams_, state, ids);
  if (-as_is <= kLeastGain) return best;
  for (const Candidate& candidate : candidates_) {
    if (alphabet_.level(before, candidate.id) < kUsual) continue;
    if (alphabet_.level(candidate.id, after) < kUsual) continue;
    // No probability is above 1, so what has gained too little so far will not gain enough.
    float gain = ngrams_.score(state, candidate.ngram_id, &next) - as_is;
    for (std::size_t i = 0; i < ids.size && gain > best.gain; ++i) {
      gain += ngrams_.score(next, ids.ids[i], &next);
    }
    if (gain > best.gain) best = {offset, candidate.character, gain, best.pair};
  }
  return best;
}

}  // namespace textmend::gate
