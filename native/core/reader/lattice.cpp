#include "core/reader/lattice.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace textmend::reader {

namespace {

constexpr std::size_t kMostWritten = 8;
constexpr float kLeastPosterior = 0.01F;

double log_sum(double a, double b) noexcept {
  if (a < b) std::swap(a, b);
  return b == -HUGE_VAL ? a : a + std::log1p(std::exp(b - a));
}

History pushed(const History& history, Id id) noexcept {
  return {id, history[0], history[1], history[2]};
}

}  // namespace

Lattice::Lattice(const Writer& writer, const Language& language, const Alphabet& alphabet,
                 const Search& search)
    : writer_(writer),
      language_(language),
      alphabet_(alphabet),
      search_(search),
      projections_(writer.shape()) {
  search_.longest = std::min(search_.longest, kMostWritten);
  for (std::size_t i = 0; i < alphabet.symbols(); ++i) {
    symbol_ngram_ids_.push_back(language.vocabulary().id(alphabet.symbol(i)));
  }
}

// Readings that wrote the same last characters score alike, so each history is scored once.
void Lattice::score(const ObservedLine& line, std::size_t at, const std::vector<Partial>& level) {
  std::vector<History> fresh;
  for (const Partial& partial : level) {
    if (scores_of(partial.history) == nullptr &&
        std::find(fresh.begin(), fresh.end(), partial.history) == fresh.end()) {
      fresh.push_back(partial.history);
    }
  }
  const std::size_t known = histories_.size();
  histories_.insert(histories_.end(), fresh.begin(), fresh.end());
  scores_.resize(histories_.size() * writer_.outputs());
  const Id after = at + 1 < line.size ? line.ids[at + 1] : kLineEndId;
  writer_.write(line.gaps + at * writer_.shape().hidden, fresh, line.ids[at], after, projections_,
                scores_.data() + known * writer_.outputs());
}

const float* Lattice::scores_of(const History& history) const {
  const auto found = std::find(histories_.begin(), histories_.end(), history);
  if (found == histories_.end()) return nullptr;
  return scores_.data() + static_cast<std::size_t>(found - histories_.begin()) * writer_.outputs();
}

void Lattice::copy(const Partial& partial, float copy_score, const ObservedLine& line,
                   std::size_t at, std::vector<Partial>& copied) const {
  Partial done = partial;
  const float score = language_.score(partial.language, line.ngram_ids[at], &done.language);
  done.score += copy_score + search_.ngram_weight * score;
  done.history = pushed(partial.history, line.ids[at]);
  copied.push_back(done);
}

void Lattice::expand(const Partial& partial, const float* scores, double least,
                     std::vector<Partial>& longer) const {
  // The symbols that come first, kept in order by insertion: there are few.
  std::array<std::uint16_t, 16> best;
  std::size_t count = 0;
  const std::size_t most = std::min(search_.branches, best.size());
  // The n-gram model can only lower a score, so what is too low already need not be asked about.
  const auto needed = static_cast<float>(least - partial.score) - search_.bonus;
  for (std::size_t i = 0; i < alphabet_.symbols(); ++i) {
    if (scores[i] < needed) continue;
    if (count == most && scores[i] <= scores[best[count - 1]]) continue;
    std::size_t place = count < most ? count++ : count - 1;
    for (; place > 0 && scores[best[place - 1]] < scores[i]; --place) best[place] = best[place - 1];
    best[place] = static_cast<std::uint16_t>(i);
  }
  for (std::size_t k = 0; k < count; ++k) {
    const std::uint16_t symbol = best[k];
    Partial next = partial;
    const float score =
        language_.score(partial.language, symbol_ngram_ids_[symbol], &next.language);
    next.score += scores[symbol] + search_.bonus + search_.ngram_weight * score;
    next.history = pushed(partial.history, Alphabet::id_of_symbol(symbol));
    next.symbols[next.length++] = symbol;
    longer.push_back(next);
  }
}

Lattice::Column Lattice::merged(std::vector<Partial>& copied, const Column& before) const {
  std::sort(copied.begin(), copied.end(),
            [](const Partial& a, const Partial& b) { return a.score > b.score; });
  Column column;
  const double least = copied.front().score - search_.threshold;
  for (const Partial& reading : copied) {
    if (reading.score < least) break;
    std::uint32_t to = 0;
    while (to < column.nodes.size() && !(column.nodes[to].language == reading.language &&
                                         column.nodes[to].history == reading.history)) {
      ++to;
    }
    if (to == column.nodes.size()) {
      if (to == search_.beam) continue;
      column.nodes.push_back({reading.language, reading.history, reading.score});
    } else {
      column.nodes[to].forward = log_sum(column.nodes[to].forward, reading.score);
    }
    const auto score = static_cast<float>(reading.score - before.nodes[reading.from].forward);
    column.arcs.push_back({reading.from, to, score, reading.length, reading.symbols});
  }
  return column;
}

Lattice::Column Lattice::step(const Column& before, const ObservedLine& line, std::size_t at) {
  std::vector<Partial> level;
  for (std::uint32_t from = 0; from < before.nodes.size(); ++from) {
    const Node& node = before.nodes[from];
    level.push_back({from, node.forward, node.language, node.history, 0, {}});
  }
  histories_.clear();
  std::vector<Partial> copied;
  std::vector<Partial> longer;
  double best = -HUGE_VAL;
  for (std::size_t length = 0; !level.empty(); ++length) {
    longer.clear();
    if (line.closed[at] == 0) score(line, at, level);
    for (const Partial& partial : level) {
      if (line.closed[at] != 0) {
        copy(partial, 0, line, at, copied);
        continue;
      }
      const float* scores = scores_of(partial.history);
      copy(partial, scores[alphabet_.symbols()], line, at, copied);
      best = std::max(best, copied.back().score);
      if (length < search_.longest) expand(partial, scores, best - search_.threshold, longer);
    }
    std::sort(longer.begin(), longer.end(),
              [](const Partial& a, const Partial& b) { return a.score > b.score; });
    if (longer.size() > search_.beam) longer.resize(search_.beam);
    while (!longer.empty() && longer.back().score < best - search_.threshold) longer.pop_back();
    level.swap(longer);
  }
  return merged(copied, before);
}

std::vector<GapReading> Lattice::read(const ObservedLine& line) {
  std::vector<Column> columns(1);
  History history;
  history.fill(kLineEndId);
  columns[0].nodes.push_back({language_.start(), history, 0});
  for (std::size_t at = 0; at < line.size; ++at) columns.push_back(step(columns.back(), line, at));
  return readings(columns);
}

std::vector<GapReading> Lattice::readings(const std::vector<Column>& columns) const {
  std::vector<GapReading> result;
  std::vector<double> backward(columns.back().nodes.size(), 0);
  double total = -HUGE_VAL;
  for (const Node& node : columns.back().nodes) total = log_sum(total, node.forward);
  for (std::size_t k = columns.size() - 1; k > 0; --k) {
    const std::vector<Node>& sources = columns[k - 1].nodes;
    std::vector<double> earlier(sources.size(), -HUGE_VAL);
    std::map<std::u32string, float> strings;
    for (const Arc& arc : columns[k].arcs) {
      const double on = arc.score + backward[arc.to];
      earlier[arc.from] = log_sum(earlier[arc.from], on);
      std::u32string text;
      for (std::size_t i = 0; i < arc.length; ++i) text += alphabet_.symbol(arc.symbols[i]);
      strings[text] += static_cast<float>(std::exp(sources[arc.from].forward + on - total));
    }
    backward.swap(earlier);
    GapReading gap{k - 1, {}};
    for (const auto& [text, probability] : strings) {
      if (probability >= kLeastPosterior) gap.candidates.push_back({text, probability});
    }
    std::sort(gap.candidates.begin(), gap.candidates.end(),
              [](const Candidate& a, const Candidate& b) { return a.probability > b.probability; });
    if (gap.candidates.size() > 1 ||
        (gap.candidates.size() == 1 && !gap.candidates[0].text.empty())) {
      result.push_back(std::move(gap));
    }
  }
  std::reverse(result.begin(), result.end());
  return result;
}

}  // namespace textmend::reader
