#include "core/lookalikes/line_reader.hpp"

#include <algorithm>
#include <cmath>

#include "core/lookalikes/han.hpp"
#include "core/lookalikes/meaning.hpp"
#include "core/lookalikes/strange.hpp"
#include "core/lookalikes/words.hpp"
#include "core/segmenter.hpp"

namespace textmend::lookalikes {

namespace {

// Characters behind a place whose n-grams hold it.
constexpr std::size_t kReach = 5;
// Characters on each side by which the text around a place is judged.
constexpr std::size_t kAround = 12;
// Gains below this never become a repair; of what the network expects, losses of more than this.
constexpr float kLeastGain = 3;
// ln of the odds of a finding from which so many characters on each side are read thoroughly.
constexpr float kDoubtful = 0;
constexpr std::size_t kNear = 64;
// How much likelier to the network what may be meant must be, in nats, to be proposed for that.
constexpr float kLeastPreference = 1;
// Surprisal in nats from which a character is unexpected; one in six of clean text is.
constexpr float kSurprising = 6.5F;
// A line is left alone where more pairs than this, and more than this share, were never seen: it is
// classical, dialect or foreign, and nothing can be judged by its neighbours.
constexpr std::size_t kStrangePairs = 4;
constexpr std::size_t kStrangeShare = 5;
// Rounds in which neighbouring errors are found one after the other.
constexpr int kMostRounds = 4;
// What the text around and its words can add to the log-odds at most, or nearly so: what cannot be
// told even then is not worth reading the text around.
constexpr float kMostOfAround = 5;
constexpr std::size_t kLongestWord = 4;
// Terms that may have an error have so many characters; so many beyond these count.
constexpr std::size_t kLeastTerm = 4;
constexpr std::size_t kMostBeyond = 8;
// Surprisal where there is no text around to take it of, in nats.
constexpr float kUsual = 3.5F;

constexpr float kNever = -1e9F;

float weighted_sum(const EvidenceValues& values,
                   const std::array<float, kEvidence>& weights) noexcept {
  float total = 0;
  for (std::size_t i = 0; i < kEvidence; ++i) total += values[i] * weights[i];
  return total;
}

}  // namespace

void LineReader::read(const Line& line, std::vector<Finding>& findings) {
  line_ = line.text;
  locked_ = line.locked;
  locked_.resize(line_.size(), 0);
  is_strange_ = is_strange(finder_.ngrams_, line_, settings_.thorough_from);
  thorough_.assign(line_.size(), is_strange_ ? 1 : 0);
  take_terms(line);
  const std::size_t first = findings.size();
  for (int round = 0; round < kMostRounds && mark_ties(); ++round) {
    propose_all();
    if (!std::isinf(settings_.repair) && widen_thorough()) {
      mark_surprises();
      propose_all();
    }
    if (!settle(findings, line.offset)) break;
  }
  std::sort(findings.begin() + static_cast<std::ptrdiff_t>(first), findings.end(),
            [](const Finding& a, const Finding& b) { return a.offset < b.offset; });
}

void LineReader::propose_all() {
  proposals_.clear();
  if (expectations_) expectations_->begin(line_);
  auto term = terms_.begin();
  for (std::size_t at = 0; at < line_.size(); ++at) {
    if (is_suspect(at)) {
      propose(at);
      propose_pair(at);
    }
    if (thorough_[at] != 0) propose_expected(at);
    while (term != terms_.end() && term->at == at) propose_term(*term++);
  }
  compare_rivals();
}

// Where a finding is likely, what stands around it is read thoroughly. Returns whether that is more
// than was before.
bool LineReader::widen_thorough() {
  bool more = false;
  for (const Proposal& one : proposals_) {
    if (one.odds < kDoubtful || thorough_[one.at] != 0) continue;
    const std::size_t first = one.at > kNear ? one.at - kNear : 0;
    const std::size_t last = std::min(one.at + kNear, line_.size());
    for (std::size_t i = first; i < last; ++i) thorough_[i] = 1;
    more = true;
  }
  return more;
}

// Returns whether there is anything to look at.
bool LineReader::mark_ties() {
  const Vocabulary& vocabulary = finder_.ngrams_.vocabulary();
  ids_.assign(1, kLineEndId);
  for (const char32_t c : line_) ids_.push_back(vocabulary.id(c));
  ids_.push_back(kLineEndId);
  ties_.assign(ids_.size(), NgramModel::kSeen);
  finder_.ngrams_.mark_ties(ids_.data(), ids_.size(), ties_.data());
  std::size_t pairs = 0;
  std::size_t unseen = 0;
  for (std::size_t i = 0; i + 1 < line_.size(); ++i) {
    const bool both = is_han(line_[i]) && is_han(line_[i + 1]);
    pairs += both;
    if (!both) continue;
    unseen += !seen(i + 1);
  }
  if (unseen > kStrangePairs && kStrangeShare * unseen > pairs) return false;
  mark_surprises();
  return unseen > 0 || is_strange_ || !terms_.empty();
}

// Of what is read thoroughly, and of what follows it.
void LineReader::mark_surprises() {
  surprising_.assign(ids_.size(), 0);
  NgramState state = finder_.ngrams_.start();
  for (std::size_t i = 1; i < ids_.size(); ++i) {
    const bool here = i <= line_.size() && thorough_[i - 1] != 0;
    const bool before = i > 1 && thorough_[i - 2] != 0;
    if (!here && !before) {
      state = finder_.ngrams_.nothing();
      continue;
    }
    const float score = finder_.ngrams_.score(state, ids_[i], &state);
    surprising_[i - 1] = score < -kSurprising ? 1 : 0;
  }
}

// Whether a Han character stands beside another that it never stood beside, or is unexpected. What
// belongs together with its other neighbour, as 京 does with 北, is rarely wrong.
bool LineReader::is_suspect(std::size_t at) const noexcept {
  if (locked_[at] != 0 || !is_han(line_[at])) return false;
  const bool thorough = thorough_[at] != 0;
  if (thorough && (surprising_[at] != 0 || surprising_[at + 1] != 0)) return true;
  if (!thorough && (is_bound(at) || is_bound(at + 1))) return false;
  const bool after = at > 0 && is_han(line_[at - 1]) && !seen(at);
  const bool before = at + 1 < line_.size() && is_han(line_[at + 1]) && !seen(at + 1);
  return after || before;
}

bool LineReader::knows(Id before, Id id) const noexcept {
  return before == kUnknownId || id == kUnknownId || finder_.ngrams_.has_pair(before, id);
}

// Whether three characters in a row that hold the place were seen with this one there.
bool LineReader::knows_triple(std::size_t at, Id id) const noexcept {
  const NgramModel& ngrams = finder_.ngrams_;
  const std::size_t i = at + 1;  // in ids_
  return ngrams.has_triple(ids_[i - 1], id, ids_[i + 1]) ||
         (i >= 2 && ngrams.has_triple(ids_[i - 2], ids_[i - 1], id)) ||
         (i + 2 < ids_.size() && ngrams.has_triple(id, ids_[i + 1], ids_[i + 2]));
}

void LineReader::prefetch_triples(std::size_t at, Id id) const noexcept {
  const NgramModel& ngrams = finder_.ngrams_;
  const std::size_t i = at + 1;  // in ids_
  ngrams.prefetch_triple(ids_[i - 1], id, ids_[i + 1]);
  if (i >= 2) ngrams.prefetch_triple(ids_[i - 2], ids_[i - 1], id);
  if (i + 2 < ids_.size()) ngrams.prefetch_triple(id, ids_[i + 1], ids_[i + 2]);
}

void LineReader::propose(std::size_t at) {
  const Id before = ids_[at];
  const Id after = ids_[at + 2];
  const Confusions::Range candidates = finder_.confusions_.of(line_[at]);
  // A candidate must be known beside more neighbours than what is written is, or, for a thorough
  // look, beside as many. Most fail beside the neighbour that is strange now.
  const int known = seen(at) + seen(at + 1);
  const int least = thorough_[at] != 0 ? std::max(known, 1) : known + 1;
  const bool before_first = !seen(at);
  for (const Candidate& candidate : candidates) {
    finder_.ngrams_.prefetch_pair(before_first ? before : candidate.id,
                                  before_first ? candidate.id : after);
  }
  fitting_.clear();
  for (const Candidate& candidate : candidates) {
    const bool first = before_first ? knows(before, candidate.id) : knows(candidate.id, after);
    if (first + 1 < least) continue;
    fitting_.push_back({&candidate, first});
    finder_.ngrams_.prefetch_pair(before_first ? candidate.id : before,
                                  before_first ? after : candidate.id);
  }
  const auto is_unfit = [&](const auto& one) {
    const auto& [candidate, first] = one;
    const Id id = candidate->id;
    const bool second = before_first ? knows(id, after) : knows(before, id);
    if (first + second < least) return true;
    prefetch_triples(at, id);
    return false;
  };
  fitting_.erase(std::remove_if(fitting_.begin(), fitting_.end(), is_unfit), fitting_.end());
  AsWritten written = {};
  bool is_read = false;
  for (const auto& [candidate, first] : fitting_) {
    if (!knows_triple(at, candidate->id)) continue;
    if (!is_read) written = as_written(at, 1);
    is_read = true;
    if (written.rest > -kLeastGain) return;
    weigh(at, written, candidate, nullptr, kLeastGain);
  }
}

// Proposes what the network expects most at a place among what may have been meant there.
void LineReader::propose_expected(std::size_t at) {
  if (!expectations_ || locked_[at] != 0 || !is_han(line_[at])) return;
  const Candidate* best = nullptr;
  float most = expectations_->fit(at, line_[at]) + kLeastPreference;
  for (const Candidate& candidate : finder_.confusions_.of(line_[at])) {
    const float fit = expectations_->fit(at, candidate.character);
    if (fit <= most) continue;
    most = fit;
    best = &candidate;
  }
  if (best == nullptr || is_proposed(at, best->character)) return;
  weigh(at, as_written(at, 1), best, nullptr, -kLeastGain);
}

// Whether that was proposed for the place alone, as the last or one of those before it there.
bool LineReader::is_proposed(std::size_t at, char32_t meant) const noexcept {
  for (auto one = proposals_.rbegin(); one != proposals_.rend() && one->at == at; ++one) {
    if (one->size == 1 && one->candidates[0]->character == meant) return true;
  }
  return false;
}

void LineReader::take_terms(const Line& line) {
  terms_.clear();
  for (const TermCharacter& term : line.terms) {
    const std::size_t at = term.offset - line.offset;
    Candidate candidate = {term.meant, finder_.ngrams_.vocabulary().id(term.meant), 0,
                           Likeness::kTerm};
    for (const Candidate& known : finder_.confusions_.of(line_[at])) {
      if (known.character == term.meant) candidate = known;
    }
    terms_.push_back({at, term.length, candidate});
  }
}

const LineReader::TermCandidate* LineReader::term_at(std::size_t at,
                                                     char32_t meant) const noexcept {
  const auto found = std::partition_point(terms_.begin(), terms_.end(), [&](const auto& term) {
    return term.at < at || (term.at == at && term.candidate.character < meant);
  });
  const bool is_it =
      found != terms_.end() && found->at == at && found->candidate.character == meant;
  return is_it ? &*found : nullptr;
}

void LineReader::propose_term(const TermCandidate& term) {
  if (locked_[term.at] != 0 || is_proposed(term.at, term.candidate.character)) return;
  weigh(term.at, as_written(term.at, 1), &term.candidate, nullptr, -kLeastGain);
}

void LineReader::propose_pair(std::size_t at) {
  if (at + 1 >= line_.size() || !is_suspect(at + 1)) return;
  if (seen(at) || seen(at + 1) || seen(at + 2)) return;
  const Id before = ids_[at];
  const Id after = ids_[at + 3];
  const Confusions::Range seconds = finder_.confusions_.of(line_[at + 1]);
  for (const Candidate& second : seconds) finder_.ngrams_.prefetch_pair(second.id, after);
  std::vector<const Candidate*> fitting;
  for (const Candidate& second : seconds) {
    if (knows(second.id, after)) fitting.push_back(&second);
  }
  if (fitting.empty()) return;
  const AsWritten written = as_written(at, 2);
  for (const Candidate& first : finder_.confusions_.of(line_[at])) {
    if (!knows(before, first.id)) continue;
    for (const Candidate& second : seconds) {
      if (knows(first.id, second.id) && knows(second.id, after))
        weigh(at, written, &first, &second, kLeastGain);
    }
  }
}

void LineReader::weigh(std::size_t at, const AsWritten& written, const Candidate* first,
                       const Candidate* second, float least) {
  const std::size_t size = second == nullptr ? 1 : 2;
  Proposal proposal = {at, size, {first, second}, 0, 0, 0, 0, {}};
  for (std::size_t i = 0; i < size; ++i) {
    const char32_t meant = proposal.candidates[i]->character;
    if (!is_number_safe(line_, at + i, meant) || !keeps_meaning(line_[at + i], meant)) return;
  }
  if (compare(proposal, written, least)) proposals_.push_back(proposal);
}

LineReader::AsWritten LineReader::as_written(std::size_t at, std::size_t size) const {
  const NgramModel& ngrams = finder_.ngrams_;
  const std::size_t first = at + 1;  // in ids_
  AsWritten written = {ngrams.nothing(), 0};
  for (std::size_t i = first > kReach ? first - kReach : 0; i < first; ++i) {
    ngrams.score(written.before, ids_[i], &written.before);
  }
  NgramState state = written.before;
  const std::size_t end = std::min(first + size + kReach, ids_.size());
  for (std::size_t i = first; i < end; ++i) {
    written.rest += ngrams.score(state, ids_[i], &state);
  }
  return written;
}

// Says how much more probable the line is with the candidates: all n-grams that hold one count.
// False if it gains too little.
bool LineReader::compare(Proposal& proposal, const AsWritten& written, float least) const {
  const std::size_t first = proposal.at + 1;  // in ids_
  const std::size_t end = std::min(first + proposal.size + kReach, ids_.size());
  NgramState state = written.before;
  float as_meant = 0;
  for (std::size_t i = first; i < end; ++i) {
    const std::size_t place = i - first;
    const Id id = place < proposal.size ? proposal.candidates[place]->id : ids_[i];
    as_meant += finder_.ngrams_.score(state, id, &state);
    // No probability is above 1, so what has gained too little so far will not gain enough.
    if (as_meant - written.rest < least) return false;
  }
  proposal.gain = as_meant - written.rest;
  proposal.reads = -as_meant / static_cast<float>(end - first);
  return true;
}

// What else could have been meant at the same place makes each of them less sure.
void LineReader::compare_rivals() {
  for (std::size_t i = 0; i < proposals_.size(); ++i) {
    Proposal& one = proposals_[i];
    for (std::size_t k = i; k-- > 0 && proposals_[k].at + 2 > one.at;) {
      Proposal& other = proposals_[k];
      const bool apart = other.at + other.size <= one.at;
      if (apart) continue;
      other.rival = std::max(other.rival, one.gain);
      one.rival = std::max(one.rival, other.gain);
    }
  }
  for (Proposal& proposal : proposals_) judge(proposal);
}

void LineReader::judge(Proposal& proposal) {
  for (std::size_t i = 0; i < proposal.size; ++i) {
    const std::size_t at = proposal.at + i;
    const Candidate& candidate = *proposal.candidates[i];
    EvidenceValues& values = proposal.evidence[i];
    values[kBias] = 1;
    values[kGain] = proposal.gain / static_cast<float>(proposal.size);
    values[kLikeness] = static_cast<float>(candidate.percent) / 100;
    values[kSound] = candidate.likeness == Likeness::kSound ? 1.0F : 0.0F;
    values[kOneSeen] = seen(at) || seen(at + 1) ? 1.0F : 0.0F;
    values[kRival] = proposal.rival / static_cast<float>(proposal.size);
    values[kWrittenRarity] = rarity(ids_[at + 1]);
    values[kMeantRarity] = rarity(candidate.id);
    values[kReads] = proposal.reads - kUsual;
    values[kNeighbour] = proposal.size > 1 ? 1.0F : 0.0F;
    if (const TermCandidate* term = term_at(at, candidate.character)) {
      values[kTerm] = 1;
      values[kTermAlone] = candidate.likeness == Likeness::kTerm ? 1.0F : 0.0F;
      values[kTermLength] = static_cast<float>(std::min(term->length - kLeastTerm, kMostBeyond));
    }
  }
  proposal.odds = weighted_sum(proposal.evidence[0], settings_.weights);
  const float least = std::min(settings_.repair, settings_.report);
  if (proposal.odds + kMostOfAround < least) return;
  look_around(proposal);
  if (is_another_word(proposal)) proposal.odds = kNever;
  // The network takes a thousand times as long, so it is asked only about what is likely without
  // it; of the errors that it makes sure (0.9), nineteen in twenty are.
  if (!expectations_ || proposal.odds < least) return;
  for (std::size_t i = 0; i < proposal.size; ++i) {
    const std::size_t at = proposal.at + i;
    EvidenceValues& values = proposal.evidence[i];
    values[kExpectedWritten] = expectations_->at(at, line_[at]);
    values[kExpectedMeant] = expectations_->at(at, proposal.candidates[i]->character);
  }
  proposal.odds = least_odds(proposal);
}

// Where nothing but a term speaks for it, a word that stands there stays: the 盐业主管部门 is not
// misread for the 林业主管部门.
bool LineReader::is_another_word(const Proposal& proposal) noexcept {
  const EvidenceValues& values = proposal.evidence[0];
  return values[kTermAlone] > 0 && values[kWrittenWord] > 0;
}

// Adds what the text around says, and its words.
void LineReader::look_around(Proposal& proposal) {
  const float surprise = surprise_around(proposal.at, proposal.size) - kUsual;
  const std::u32string written = line_.substr(proposal.at, proposal.size);
  const Segmenter& segmenter = finder_.tables_.segmenter();
  const float words_written = words_around(segmenter, line_, proposal.at, proposal.size);
  for (std::size_t i = 0; i < proposal.size; ++i) {
    proposal.evidence[i][kSurprise] = surprise;
    proposal.evidence[i][kWrittenWord] = static_cast<float>(word_at(proposal.at + i));
  }
  for (std::size_t i = 0; i < proposal.size; ++i) {
    line_[proposal.at + i] = proposal.candidates[i]->character;
  }
  const float words_meant = words_around(segmenter, line_, proposal.at, proposal.size);
  for (std::size_t i = 0; i < proposal.size; ++i) {
    proposal.evidence[i][kWords] = words_meant - words_written;
    proposal.evidence[i][kMeantWord] = static_cast<float>(word_at(proposal.at + i));
  }
  proposal.odds = least_odds(proposal);
  line_.replace(proposal.at, proposal.size, written);
}

// Two characters are as sure as the less sure of them.
float LineReader::least_odds(const Proposal& proposal) const noexcept {
  float odds = weighted_sum(proposal.evidence[0], settings_.weights);
  if (proposal.size > 1) {
    odds = std::min(odds, weighted_sum(proposal.evidence[1], settings_.weights));
  }
  return odds;
}

float LineReader::surprise_around(std::size_t at, std::size_t size) const {
  const NgramModel& ngrams = finder_.ngrams_;
  const std::size_t from = at > kAround ? at - kAround : 0;
  const std::size_t end = std::min(at + size + 1 + kAround, line_.size());
  NgramState state = from == 0 ? ngrams.start() : ngrams.nothing();
  float total = 0;
  std::size_t count = 0;
  for (std::size_t i = from; i < end; ++i) {
    const float score = ngrams.score(state, ids_[i + 1], &state);
    if (i >= at && i <= at + size) continue;
    total -= score;
    ++count;
  }
  return count == 0 ? kUsual : total / static_cast<float>(count);
}

float LineReader::rarity(Id id) const {
  NgramState ignored;
  return -finder_.ngrams_.score(finder_.ngrams_.nothing(), id, &ignored);
}

// The length less one of the longest word that holds the place; 0 if there is none.
std::size_t LineReader::word_at(std::size_t at) const {
  const std::u32string_view line = line_;
  for (std::size_t length = kLongestWord; length > 1; --length) {
    const std::size_t first = at + 1 > length ? at + 1 - length : 0;
    for (std::size_t start = first; start <= at && start + length <= line.size(); ++start) {
      if (finder_.tables_.segmenter().has(line.substr(start, length))) return length - 1;
    }
  }
  return 0;
}

// Makes the likeliest repairs, none within reach of another, and reports what is not sure enough
// once nothing is left to be made. Returns whether anything was made.
bool LineReader::settle(std::vector<Finding>& findings, std::size_t offset) {
  std::stable_sort(proposals_.begin(), proposals_.end(),
                   [](const Proposal& a, const Proposal& b) { return a.odds > b.odds; });
  std::vector<std::uint8_t> taken(line_.size(), 0);
  const bool repairs = !proposals_.empty() && proposals_.front().odds >= settings_.repair;
  const float least = repairs ? settings_.repair : settings_.report;
  const std::size_t reach = repairs ? kReach : 0;
  for (const Proposal& proposal : proposals_) {
    if (proposal.odds < least) break;
    const std::size_t end = proposal.at + proposal.size;
    if (taken[proposal.at] != 0 || taken[end - 1] != 0) continue;
    const std::size_t first = proposal.at > reach ? proposal.at - reach : 0;
    const std::size_t last = std::min(end + reach, line_.size());
    for (std::size_t i = first; i < last; ++i) taken[i] = 1;
    for (std::size_t i = 0; i < proposal.size; ++i) {
      const Candidate& candidate = *proposal.candidates[i];
      const std::size_t at = proposal.at + i;
      findings.push_back({offset + at, line_[at], candidate.character, candidate.likeness,
                          proposal.odds, proposal.evidence[i]});
      if (!repairs) continue;
      line_[at] = candidate.character;
      locked_[at] = 1;
    }
  }
  return repairs;
}

}  // namespace textmend::lookalikes
