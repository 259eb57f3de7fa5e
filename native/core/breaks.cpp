#include "core/breaks.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace textmend {

namespace {

struct Sum {
  float first = 0;
  float all = 0;
};

Sum score_all(const NgramModel& model, NgramState state, const std::vector<Id>& ids) {
  Sum sum;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const float score = model.score(state, ids[i], &state);
    if (i == 0) sum.first = score;
    sum.all += score;
  }
  return sum;
}

NgramState state_after(const NgramModel& model, NgramState state, const std::vector<Id>& ids) {
  for (const Id id : ids) model.score(state, id, &state);
  return state;
}

}  // namespace

std::vector<Id> BreakReader::ids(const AnyText& text, std::size_t start, std::size_t end) const {
  std::vector<Id> result;
  result.reserve(end - start);
  text.visit([&](auto view) {
    for (std::size_t i = start; i < end; ++i) {
      char32_t c = view[i];
      if ((tables_.flags(c) & kTraditional) != 0) c = tables_.counterpart(c);
      result.push_back(model_.vocabulary().id(c));
    }
  });
  return result;
}

BreakScores BreakReader::weigh(const AnyText& before, const AnyText& after) const {
  const std::size_t from = before.size() - std::min(before.size(), kBefore);
  const std::vector<Id> left = ids(before, from, before.size());
  const std::vector<Id> right = ids(after, 0, std::min(after.size(), kAfter));
  const NgramState none = model_.start();
  const NgramState end = state_after(model_, none, left);

  const auto probability = [&](Id id) {
    NgramState unused;
    return std::exp(model_.score(end, id, &unused));
  };
  const auto of = [&](std::u32string_view marks) {
    float sum = 0;
    for (const char32_t mark : marks) sum += probability(model_.vocabulary().id(mark));
    return sum;
  };
  const float line = probability(kLineEndId);
  const float sentence = line + of(U"。！？；");
  const float clause = sentence + of(U"，：、");

  const auto behind = [&](char32_t mark) {
    const NgramState state = state_after(model_, none, {model_.vocabulary().id(mark)});
    return score_all(model_, state, right);
  };
  const Sum on = score_all(model_, end, right);
  const Sum as_line = score_all(model_, none, right);
  const Sum as_sentence = behind(U'。');
  const Sum as_clause = behind(U'，');

  BreakScores result{};
  result.line_end = std::log(line);
  result.sentence_end = std::log(sentence);
  result.clause_end = std::log(clause);
  result.closing = std::log(of(U"”）》"));
  result.run_on = on.all - std::max({as_line.all, as_sentence.all, as_clause.all});
  result.first = on.first - std::max(as_line.first, as_sentence.first);
  result.anew = as_line.all - as_clause.all;
  result.heading = as_line.all - as_sentence.all;
  return result;
}

}  // namespace textmend
