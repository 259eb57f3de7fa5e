#include "core/lookalikes/term_gaps.hpp"

#include <algorithm>
#include <utility>

#include "core/lookalikes/han.hpp"
#include "core/lookalikes/meaning.hpp"
#include "core/lookalikes/words.hpp"
#include "core/segmenter.hpp"

namespace textmend::lookalikes {

namespace {

constexpr std::size_t kAround = 48;  // characters on each side by which a gap is judged
constexpr std::size_t kReach = 5;    // characters behind a place whose n-grams hold it
constexpr std::size_t kWordsAround = 8;  // characters on each side whose words are told apart
constexpr std::size_t kLeastTerm = 4;
constexpr std::size_t kMostBeyond = 8;
// Surprisal by itself, in nats, of what may be too much in a term without standing there twice:
// common characters are put into terms on purpose, as 我 is in 置我于死地.
constexpr float kLeastRarity = 8.5F;
constexpr float kUnknownRarity = 14;
constexpr float kNever = -1e9F;
constexpr float kUsual = 3.5F;       // surprisal where there is no text around to take it of

// Where two strings part that differ by one character, the longer one has it; false if they differ
// by more.
bool find_difference(std::u32string_view longer, std::u32string_view shorter, std::size_t* at) {
  const auto parted = std::mismatch(shorter.begin(), shorter.end(), longer.begin());
  *at = static_cast<std::size_t>(parted.first - shorter.begin());
  return longer.substr(*at + 1) == shorter.substr(*at);
}

std::size_t line_start(AnyText text, std::size_t at, std::size_t least) {
  while (at > least && text.at(at - 1) != U'\n') --at;
  return at;
}

std::size_t line_end(AnyText text, std::size_t at, std::size_t most) {
  while (at < most && text.at(at) != U'\n') ++at;
  return at;
}

float weighted_sum(const GapValues& values, const GapValues& weights) noexcept {
  float total = 0;
  for (std::size_t i = 0; i < kGapEvidence; ++i) total += values[i] * weights[i];
  return total;
}

// Whether a span holds the character, or what is missing would stand within one.
bool is_protected(const Spans& spans, const TermGap& gap) {
  const auto span = std::partition_point(spans.begin(), spans.end(),
                                         [&](const auto& one) { return one.second <= gap.offset; });
  return span != spans.end() && span->first + (gap.is_missing ? 1 : 0) <= gap.offset;
}

// Whether one word ends and another begins between a character and its double, as in 共产党党员.
bool parts_words(const Segmenter& segmenter, std::u32string_view line, std::size_t at) {
  const std::size_t middle = line[at] == line[at - 1] ? at : at + 1;
  std::size_t first = at;
  while (first > 0 && at - first < kWordsAround && is_han(line[first - 1])) --first;
  std::size_t last = at + 1;
  while (last < line.size() && last - at < kWordsAround && is_han(line[last])) ++last;
  std::size_t start = first;
  std::size_t before = 0;  // characters of the word before
  for (const std::size_t end : segmenter.segment(line.substr(first, last - first)).ends) {
    const std::size_t size = first + end - start;
    if (start == middle) return before > 1 && size > 1;
    before = size;
    start += size;
  }
  return false;
}

// Where the text of a match lies, together with what the term begins or ends with.
std::pair<std::size_t, std::size_t> span_of(AnyText text, const Match& match,
                                            const std::u32string& term) {
  const bool is_other = match.kind == MatchKind::kSubstituted;
  const Side extra = is_other ? side_of_extra(text, match, term) : Side::kNone;
  return {match.start - (extra == Side::kFirst ? 1 : 0),
          match.end + (extra == Side::kLast ? 1 : 0)};
}

}  // namespace

std::vector<TermGap> term_gaps(AnyText text, const Lexicon& lexicon,
                               const std::vector<Match>& matches) {
  std::vector<TermGap> found;
  for (const Match& match : matches) {
    const bool is_missing = match.kind == MatchKind::kMissing || match.kind == MatchKind::kSkeleton;
    if (match.distance != 1) continue;
    const std::u32string term = lexicon.term(match.term);
    const auto [start, end] = span_of(text, match, term);
    const std::u32string written = text.slice(start, end);
    const std::u32string& longer = is_missing ? term : written;
    const std::u32string& shorter = is_missing ? written : term;
    std::size_t at = 0;
    if (term.size() < kLeastTerm || longer.size() != shorter.size() + 1 ||
        !find_difference(longer, shorter, &at))
      continue;
    const bool is_inside = at > 0 && at + 1 < longer.size();
    if (!is_inside || is_grave(longer[at]) || !is_han(longer[at]) || !is_han(longer[at - 1]) ||
        !is_han(longer[at + 1]))
      continue;
    found.push_back({start + at, longer[at], is_missing, term.size()});
  }
  std::sort(found.begin(), found.end(), [](const TermGap& a, const TermGap& b) {
    if (a.offset != b.offset) return a.offset < b.offset;
    if (a.character != b.character) return a.character < b.character;
    return a.is_missing != b.is_missing ? a.is_missing : a.length > b.length;
  });
  const auto is_same = [](const TermGap& a, const TermGap& b) {
    return a.offset == b.offset && a.character == b.character && a.is_missing == b.is_missing;
  };
  found.erase(std::unique(found.begin(), found.end(), is_same), found.end());
  leave_out_many(found);
  return found;
}

std::vector<GapFinding> GapJudge::judge(AnyText text, const Spans& protected_spans,
                                        const std::vector<TermGap>& gaps,
                                        const GapSettings& settings) const {
  std::vector<GapFinding> found;
  for (const TermGap& gap : gaps) {
    if (is_protected(protected_spans, gap)) continue;
    GapFinding one = weigh(text, gap, settings);
    if (one.odds < settings.report) continue;
    const bool is_near = !found.empty() && found.back().gap.offset + kReach > gap.offset;
    if (is_near && found.back().odds >= one.odds) continue;
    if (is_near) found.pop_back();
    found.push_back(one);
  }
  return found;
}

// The line around as it stands and as it is meant, compared.
GapFinding GapJudge::weigh(AnyText text, const TermGap& gap, const GapSettings& settings) const {
  const std::size_t least = gap.offset > kAround ? gap.offset - kAround : 0;
  const std::size_t start = line_start(text, gap.offset, least);
  const std::size_t end = line_end(text, gap.offset, std::min(gap.offset + kAround, text.size()));
  const std::u32string written = text.slice(start, end);
  const std::size_t at = gap.offset - start;
  std::u32string meant = written;
  if (gap.is_missing) {
    meant.insert(at, 1, gap.character);
  } else {
    meant.erase(at, 1);
  }
  const std::u32string& longer = gap.is_missing ? meant : written;
  GapFinding one = {gap, 0, {}};
  GapValues& values = one.evidence;
  float surprise = 0;
  const std::size_t rest = std::min(at + kReach, std::min(written.size(), meant.size()));
  const float as_written = score(written, at, rest + (gap.is_missing ? 0 : 1), &surprise);
  const float as_meant = score(meant, at, rest + (gap.is_missing ? 1 : 0), &surprise);
  values[kGapBias] = 1;
  values[kGapGain] = as_meant - as_written;
  const Segmenter& segmenter = tables_.segmenter();
  values[kGapWords] = words_around(segmenter, meant, at, gap.is_missing ? 1 : 0) -
                      words_around(segmenter, written, at, gap.is_missing ? 0 : 1);
  values[kGapSurprise] = surprise - kUsual;
  values[kGapLength] = static_cast<float>(std::min(gap.length - kLeastTerm, kMostBeyond));
  values[kGapRarity] = rarity(gap.character);
  values[kGapTwice] =
      longer[at - 1] == gap.character || longer[at + 1] == gap.character ? 1.0F : 0.0F;
  const bool may_belong =
      !gap.is_missing && (values[kGapTwice] == 0 ? values[kGapRarity] < kLeastRarity
                                                 : parts_words(segmenter, written, at));
  const GapValues& weights = gap.is_missing ? settings.missing : settings.extra;
  one.odds = may_belong ? kNever : weighted_sum(values, weights);
  return one;
}

float GapJudge::rarity(char32_t character) const {
  const Id id = ngrams_.vocabulary().id(character);
  NgramState ignored;
  return id == kUnknownId ? kUnknownRarity : -ngrams_.score(ngrams_.nothing(), id, &ignored);
}

// ln of the probability of [from, to) of a line, and the mean surprisal of what stands before.
float GapJudge::score(const std::u32string& line, std::size_t from, std::size_t to,
                      float* before) const {
  NgramState state = ngrams_.nothing();
  float total = 0;
  *before = from == 0 ? kUsual : 0;
  for (std::size_t i = 0; i < std::min(to, line.size()); ++i) {
    const float one = ngrams_.score(state, ngrams_.vocabulary().id(line[i]), &state);
    if (i >= from) total += one;
    if (i < from) *before -= one / static_cast<float>(from);
  }
  return total;
}

}  // namespace textmend::lookalikes
