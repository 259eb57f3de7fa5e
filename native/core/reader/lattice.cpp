#include "core/reader/lattice.hpp"

#include <algorithm>
#include <cmath>

namespace textmend::reader {

namespace {

constexpr std::size_t kMostWritten = 8;
constexpr float kLeastPosterior = 0.01F;
// Nats by which a character may fit what was written before it better than it fitted so far.
constexpr double kSlack = 1;
constexpr std::size_t kAskedAtOnce = 8;  // questions to the n-gram model, on the way together

double log_sum(double a, double b) noexcept {
  if (a < b) std::swap(a, b);
  return b == -HUGE_VAL ? a : a + std::log1p(std::exp(b - a));
}

History pushed(const History& history, Id id) noexcept {
  return {id, history[0], history[1], history[2]};
}

}  // namespace

Lattice::Lattice(const Writer& writer, const Language& language, const Alphabet& alphabet,
                 const Clauses& clauses, const Search& search, std::vector<float> first_scores)
    : writer_(writer),
      language_(language),
      alphabet_(alphabet),
      clauses_(clauses),
      search_(search),
      first_scores_(std::move(first_scores)),
      recall_room_(writer.shape().characters),
      projections_(writer.shape()) {
  search_.longest = std::min(search_.longest, kMostWritten);
  for (std::size_t i = 0; i < alphabet.symbols(); ++i) {
    symbol_ngram_ids_.push_back(language.vocabulary().id(alphabet.symbol(i)));
  }
  likely_.resize(writer.width());
}

Context Lattice::context_of(const Partial& partial) const noexcept {
  return {partial.history, clauses_.rows(partial.clause),
          partial.from - static_cast<std::uint32_t>(first_node())};
}

Lattice::Scores Lattice::scores_of(const Partial& partial) const {
  const auto found = std::find(contexts_.begin(), contexts_.end(), context_of(partial));
  const auto index = static_cast<std::size_t>(found - contexts_.begin());
  return {scores_.data() + index * writer_.width(), shifts_[index]};
}

// Readings in the same context score alike, so each context is scored once.
void Lattice::score(const ObservedLine& line, std::size_t at) {
  const std::size_t known = contexts_.size();
  for (const Partial& partial : level_) {
    const Context context = context_of(partial);
    if (std::find(contexts_.begin(), contexts_.end(), context) == contexts_.end()) {
      contexts_.push_back(context);
    }
  }
  const std::size_t fresh = contexts_.size() - known;
  if (fresh == 0) return;
  if (scores_.size() < contexts_.size() * writer_.width()) {
    scores_.resize(contexts_.size() * writer_.width());
  }
  shifts_.resize(contexts_.size());
  const Id after = at + 1 < line.size ? line.ids[at + 1] : kLineEndId;
  writer_.write(line.gaps + at * writer_.shape().hidden, told_.data(), contexts_.data() + known,
                fresh, line.ids[at], after, first_scores_.data(), projections_,
                scores_.data() + known * writer_.width(), shifts_.data() + known);
}

// Asks the n-gram model about the character that comes next, after each reading.
void Lattice::look_ahead(std::vector<Partial>& partials, Id next) {
  questions_.clear();
  for (const Partial& partial : partials) {
    questions_.push_back(language_.ask(partial.language, next));
  }
  for (std::size_t i = 0; i < partials.size(); ++i) {
    Partial& partial = partials[i];
    partial.ahead = search_.ngram_weight * language_.answer(questions_[i], &partial.behind);
  }
}

// Ends all readings of the level by copying the character.
void Lattice::copy(const ObservedLine& line, std::size_t at) {
  for (const Partial& partial : level_) {
    float copied = 0;
    if (line.closed[at] == 0) {
      const Scores scores = scores_of(partial);
      copied = scores.values[alphabet_.symbols()] - scores.shift;
    }
    Partial done = partial;
    done.score += copied + partial.ahead;
    done.language = partial.behind;
    done.history = pushed(partial.history, line.ids[at]);
    done.clause = clauses_.copied(partial.clause, line.ids[at]);
    copied_.push_back(done);
    best_ = std::max(best_, done.score);
    expected_ = std::min(0.0, std::max(expected_, partial.ahead + kSlack));
  }
}

// Collects the likeliest symbols after a partial reading; what falls below `least` even if the
// n-gram model expects it, and the next character as well as is hoped for, is left out.
void Lattice::add_options(std::uint32_t index) {
  const Partial& partial = level_[index];
  const auto [scores, shift] = scores_of(partial);
  const double reached = partial.score + search_.bonus - shift;
  const auto needed = static_cast<float>(least() - expected_ - reached);
  // One more than the branches, since copying may be among them.
  std::size_t count =
      find_greatest(scores, writer_.width(), needed, search_.branches + 1, likely_.data());
  // Behind the symbols come the score of copying and what fills the row.
  while (count > 0 && likely_[count - 1] >= alphabet_.symbols()) --count;
  const auto first = likely_.begin();
  const auto end = first + static_cast<std::ptrdiff_t>(count);
  const auto kept = first + static_cast<std::ptrdiff_t>(std::min(count, search_.branches));
  std::partial_sort(first, kept, end, [scores = scores](std::uint16_t a, std::uint16_t b) {
    return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
  });
  for (auto symbol = first; symbol != kept; ++symbol) {
    options_.push_back({index, *symbol, reached + scores[*symbol]});
  }
}

// Makes the next level of the best options. The likeliest are asked about first, so most of the
// others need no answer: they would not be among the best whatever it was.
void Lattice::extend(Id id) {
  std::sort(options_.begin(), options_.end(),
            [](const Option& a, const Option& b) { return a.score > b.score; });
  longer_.clear();
  double least = this->least() - expected_;
  for (std::size_t start = 0; start < options_.size(); start += kAskedAtOnce) {
    const std::size_t end = std::min(options_.size(), start + kAskedAtOnce);
    questions_.clear();
    for (std::size_t i = start; i < end && options_[i].score >= least; ++i) {
      questions_.push_back(language_.ask(level_[options_[i].partial].language,
                                         symbol_ngram_ids_[options_[i].symbol]));
    }
    for (std::size_t i = 0; i < questions_.size(); ++i) {
      const Option& option = options_[start + i];
      Partial next = level_[option.partial];
      next.score =
          option.score + search_.ngram_weight * language_.answer(questions_[i], &next.language);
      if (next.score < least) continue;
      const Id written = Alphabet::id_of_symbol(option.symbol);
      next.history = pushed(next.history, written);
      next.clause = clauses_.written(next.clause, written);
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
  look_ahead(longer_, id);
  const auto hopeless = std::remove_if(longer_.begin(), longer_.end(), [&](const Partial& p) {
    return p.score + std::max(p.ahead, expected_) < this->least();
  });
  longer_.erase(hopeless, longer_.end());
}

// Makes nodes of the readings that ended: those in the same state are one from here on.
void Lattice::merge() {
  std::sort(copied_.begin(), copied_.end(),
            [](const Partial& a, const Partial& b) { return a.score > b.score; });
  const std::size_t first = nodes_.size();
  leaders_.clear();
  const double least = copied_.front().score - search_.threshold;
  for (const Partial& reading : copied_) {
    if (reading.score < least) break;
    std::size_t to = first;
    while (to < nodes_.size() &&
           !(nodes_[to].language == reading.language && nodes_[to].history == reading.history)) {
      ++to;
    }
    const auto score = static_cast<float>(reading.score - nodes_[reading.from].forward);
    if (to == nodes_.size()) {
      if (to - first == search_.beam) continue;
      nodes_.push_back({reading.language, reading.history, reading.clause, reading.score});
      leaders_.push_back(static_cast<std::uint32_t>(&reading - copied_.data()));
    } else {
      nodes_[to].forward = log_sum(nodes_[to].forward, reading.score);
    }
    arcs_.push_back(
        {reading.from, static_cast<std::uint32_t>(to), score, reading.length, reading.symbols});
  }
}

// Takes the step of what is remembered to the new nodes; a node remembers its best reading.
void Lattice::remember(const ObservedLine& line, std::size_t at) {
  const Recall& recall = writer_.recall();
  const std::size_t count = leaders_.size(), size = recall.size(), first = first_node();
  recall.prepare(count, recall_room_);
  next_states_.resize(count * size);
  for (std::size_t i = 0; i < count; ++i) {
    const Partial& reading = copied_[leaders_[i]];
    const float* state = states_.data() + (reading.from - first) * size;
    std::copy(state, state + size, next_states_.data() + i * size);
    recall.see(line.ids[at], i, recall_room_);
    for (std::size_t k = 0; k < reading.length; ++k) {
      recall.write(Alphabet::id_of_symbol(reading.symbols[k]), i, recall_room_);
    }
  }
  recall.step(count, recall_room_, next_states_.data());
  states_.swap(next_states_);
  told_.resize(count * recall.width());
  recall.tell(count, states_.data(), recall_room_, told_.data());
}

void Lattice::step(const ObservedLine& line, std::size_t at) {
  level_.clear();
  for (std::size_t from = first_node(); from < nodes_.size(); ++from) {
    const Node& node = nodes_[from];
    level_.push_back({static_cast<std::uint32_t>(from),
                      node.forward,
                      0,
                      node.language,
                      {},
                      node.history,
                      node.clause,
                      0,
                      {}});
  }
  look_ahead(level_, line.ngram_ids[at]);
  contexts_.clear();
  copied_.clear();
  best_ = expected_ = -HUGE_VAL;
  const std::size_t longest = line.closed[at] != 0 ? 0 : search_.longest;
  for (std::size_t length = 0; !level_.empty(); ++length) {
    if (line.closed[at] == 0) score(line, at);
    copy(line, at);
    if (length == longest) break;
    options_.clear();
    for (std::uint32_t i = 0; i < level_.size(); ++i) add_options(i);
    extend(line.ngram_ids[at]);
    level_.swap(longer_);
  }
  merge();
  remember(line, at);
  columns_.push_back({nodes_.size(), arcs_.size()});
}

std::vector<GapReading> Lattice::read(const ObservedLine& line) {
  History history;
  history.fill(kLineEndId);
  nodes_.assign(1, {language_.start(), history, {}, 0});
  arcs_.clear();
  columns_.assign(1, {1, 0});
  states_.assign(writer_.recall().size(), 0);
  told_.assign(writer_.recall().width(), 0);
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
