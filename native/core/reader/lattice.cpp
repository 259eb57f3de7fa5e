#include "core/reader/lattice.hpp"

#include <algorithm>
#include <cmath>

namespace textmend::reader {

namespace {

constexpr std::size_t kMostWritten = 8;
constexpr float kLeastPosterior = 0.01F;
constexpr std::size_t kAskedAtOnce = 8;  // questions to the n-gram model, on the way together

double log_sum(double a, double b) noexcept {
  if (a < b) std::swap(a, b);
  return b == -HUGE_VAL ? a : a + std::log1p(std::exp(b - a));
}

History pushed(const History& history, Id id) noexcept {
  return {id, history[0], history[1], history[2]};
}

}  // namespace

Lattice::Lattice(const Writer& writer, const NgramModel& ngrams, const Alphabet& alphabet,
                 const Search& search)
    : writer_(writer),
      ngrams_(ngrams),
      alphabet_(alphabet),
      search_(search),
      projections_(writer.shape()) {
  search_.longest = std::min(search_.longest, kMostWritten);
  for (std::size_t i = 0; i < alphabet.symbols(); ++i) {
    symbol_ngram_ids_.push_back(ngrams.vocabulary().id(alphabet.symbol(i)));
  }
  likely_.resize(writer.width());
}

const float* Lattice::scores_of(const History& history) const {
  const auto found = std::find(histories_.begin(), histories_.end(), history);
  if (found == histories_.end()) return nullptr;
  return scores_.data() + static_cast<std::size_t>(found - histories_.begin()) * writer_.width();
}

// Readings that wrote the same last characters score alike, so each history is scored once.
void Lattice::score(const ObservedLine& line, std::size_t at) {
  const std::size_t known = histories_.size();
  for (const Partial& partial : level_) {
    if (std::find(histories_.begin(), histories_.end(), partial.history) == histories_.end()) {
      histories_.push_back(partial.history);
    }
  }
  const std::size_t fresh = histories_.size() - known;
  if (fresh == 0) return;
  if (scores_.size() < histories_.size() * writer_.width()) {
    scores_.resize(histories_.size() * writer_.width());
  }
  const Id after = at + 1 < line.size ? line.ids[at + 1] : kLineEndId;
  writer_.write(line.gaps + at * writer_.shape().hidden, histories_.data() + known, fresh,
                line.ids[at], after, projections_, scores_.data() + known * writer_.width());
}

// Ends all readings of the level by copying the character.
void Lattice::copy(const ObservedLine& line, std::size_t at) {
  questions_.clear();
  for (const Partial& partial : level_) {
    questions_.push_back(ngrams_.ask(partial.ngrams, line.ngram_ids[at]));
  }
  for (std::size_t i = 0; i < level_.size(); ++i) {
    Partial done = level_[i];
    const float language = ngrams_.answer(questions_[i], &done.ngrams);
    const float copied = line.closed[at] != 0 ? 0 : scores_of(done.history)[alphabet_.symbols()];
    done.score += copied + search_.ngram_weight * language;
    done.history = pushed(done.history, line.ids[at]);
    copied_.push_back(done);
  }
}

// Collects the likeliest symbols after a partial reading; what falls below `least` even if the
// n-gram model expects it is left out.
void Lattice::add_options(std::uint32_t index, double least) {
  const Partial& partial = level_[index];
  const float* scores = scores_of(partial.history);
  const auto needed = static_cast<float>(least - partial.score) - search_.bonus;
  std::size_t count = not_below(scores, writer_.width(), needed, likely_.data());
  // Behind the symbols come the score of copying and what fills the row.
  while (count > 0 && likely_[count - 1] >= alphabet_.symbols()) --count;
  const auto first = likely_.begin();
  const auto end = first + static_cast<std::ptrdiff_t>(count);
  const auto kept = first + static_cast<std::ptrdiff_t>(std::min(count, search_.branches));
  std::partial_sort(first, kept, end, [scores](std::uint16_t a, std::uint16_t b) {
    return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
  });
  for (auto symbol = first; symbol != kept; ++symbol) {
    options_.push_back({index, *symbol, partial.score + scores[*symbol] + search_.bonus});
  }
}

// Makes the next level of the best options. The likeliest are asked about first, so most of the
// others need no answer: they would not be among the best whatever it was.
void Lattice::extend(double best) {
  std::sort(options_.begin(), options_.end(),
            [](const Option& a, const Option& b) { return a.score > b.score; });
  longer_.clear();
  double least = best - search_.threshold;
  for (std::size_t start = 0; start < options_.size(); start += kAskedAtOnce) {
    const std::size_t end = std::min(options_.size(), start + kAskedAtOnce);
    questions_.clear();
    for (std::size_t i = start; i < end && options_[i].score >= least; ++i) {
      questions_.push_back(
          ngrams_.ask(level_[options_[i].partial].ngrams, symbol_ngram_ids_[options_[i].symbol]));
    }
    for (std::size_t i = 0; i < questions_.size(); ++i) {
      const Option& option = options_[start + i];
      Partial next = level_[option.partial];
      next.score =
          option.score + search_.ngram_weight * ngrams_.answer(questions_[i], &next.ngrams);
      if (next.score < least) continue;
      next.history = pushed(next.history, Alphabet::id_of_symbol(option.symbol));
      next.symbols[next.length++] = option.symbol;
      const auto place =
          std::upper_bound(longer_.begin(), longer_.end(), next,
                           [](const Partial& a, const Partial& b) { return a.score > b.score; });
      longer_.insert(place, next);
      if (longer_.size() > search_.beam) longer_.pop_back();
      if (longer_.size() == search_.beam) least = std::max(least, longer_.back().score);
    }
    if (start + questions_.size() < end) break;
  }
}

// Makes nodes of the readings that ended: those in the same state are one from here on.
void Lattice::merge() {
  std::sort(copied_.begin(), copied_.end(),
            [](const Partial& a, const Partial& b) { return a.score > b.score; });
  const std::size_t first = nodes_.size();
  const double least = copied_.front().score - search_.threshold;
  for (const Partial& reading : copied_) {
    if (reading.score < least) break;
    std::size_t to = first;
    while (to < nodes_.size() &&
           !(nodes_[to].ngrams == reading.ngrams && nodes_[to].history == reading.history)) {
      ++to;
    }
    const auto score = static_cast<float>(reading.score - nodes_[reading.from].forward);
    if (to == nodes_.size()) {
      if (to - first == search_.beam) continue;
      nodes_.push_back({reading.ngrams, reading.history, reading.score});
    } else {
      nodes_[to].forward = log_sum(nodes_[to].forward, reading.score);
    }
    arcs_.push_back(
        {reading.from, static_cast<std::uint32_t>(to), score, reading.length, reading.symbols});
  }
  columns_.push_back({nodes_.size(), arcs_.size()});
}

void Lattice::step(const ObservedLine& line, std::size_t at) {
  level_.clear();
  const std::size_t before = columns_.size() > 1 ? columns_[columns_.size() - 2].nodes : 0;
  for (std::size_t from = before; from < nodes_.size(); ++from) {
    const Node& node = nodes_[from];
    level_.push_back(
        {static_cast<std::uint32_t>(from), node.forward, node.ngrams, node.history, 0, {}});
  }
  histories_.clear();
  copied_.clear();
  double best = -HUGE_VAL;
  const std::size_t longest = line.closed[at] != 0 ? 0 : search_.longest;
  for (std::size_t length = 0; !level_.empty(); ++length) {
    if (line.closed[at] == 0) score(line, at);
    const std::size_t ended = copied_.size();
    copy(line, at);
    for (std::size_t i = ended; i < copied_.size(); ++i) best = std::max(best, copied_[i].score);
    if (length == longest) break;
    options_.clear();
    for (std::uint32_t i = 0; i < level_.size(); ++i) add_options(i, best - search_.threshold);
    extend(best);
    level_.swap(longer_);
  }
  merge();
}

std::vector<GapReading> Lattice::read(const ObservedLine& line) {
  History history;
  history.fill(kLineEndId);
  nodes_.assign(1, {ngrams_.start(), history, 0});
  arcs_.clear();
  columns_.assign(1, {1, 0});
  for (std::size_t at = 0; at < line.size; ++at) step(line, at);
  return readings();
}

// What may stand in the gap of a column; false where it is surely nothing.
bool Lattice::candidates(const Column& before, const Column& column, double total,
                         GapReading& gap) {
  strings_.clear();
  for (std::size_t k = before.arcs; k < column.arcs; ++k) {
    const Arc& arc = arcs_[k];
    const double on = arc.score + backward_[arc.to];
    backward_[arc.from] = log_sum(backward_[arc.from], on);
    const auto mass = static_cast<float>(std::exp(nodes_[arc.from].forward + on - total));
    const auto same = std::find_if(strings_.begin(), strings_.end(), [&](const String& string) {
      return string.length == arc.length && string.symbols == arc.symbols;
    });
    if (same == strings_.end()) {
      strings_.push_back({arc.length, arc.symbols, mass});
    } else {
      same->probability += mass;
    }
  }
  std::stable_sort(strings_.begin(), strings_.end(),
                   [](const String& a, const String& b) { return a.probability > b.probability; });
  while (!strings_.empty() && strings_.back().probability < kLeastPosterior) strings_.pop_back();
  if (strings_.empty() || (strings_.size() == 1 && strings_.front().length == 0)) return false;
  for (const String& string : strings_) {
    std::u32string text;
    for (std::size_t i = 0; i < string.length; ++i) text += alphabet_.symbol(string.symbols[i]);
    gap.candidates.push_back({std::move(text), string.probability});
  }
  return true;
}

std::vector<GapReading> Lattice::readings() {
  std::vector<GapReading> result;
  backward_.assign(nodes_.size(), -HUGE_VAL);
  double total = -HUGE_VAL;
  for (std::size_t i = columns_[columns_.size() - 2].nodes; i < nodes_.size(); ++i) {
    backward_[i] = 0;
    total = log_sum(total, nodes_[i].forward);
  }
  for (std::size_t k = columns_.size() - 1; k > 0; --k) {
    GapReading gap{k - 1, {}};
    if (candidates(columns_[k - 1], columns_[k], total, gap)) result.push_back(std::move(gap));
  }
  std::reverse(result.begin(), result.end());
  return result;
}

}  // namespace textmend::reader
