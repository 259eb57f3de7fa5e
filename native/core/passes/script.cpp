// The pass `script`: characters of the other script that slipped into a text whose script is clear.
// Traditional ones in simplified text are repaired here, by OpenCC's tables. Simplified ones in
// traditional text have several forms as a rule, and OpenCC itself has to choose; for those only
// the places are found.
#include "core/passes/script.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace textmend {

namespace {

constexpr std::u32string_view kClauseBreaks =
    U"，。；：？！、,;:?!“”‘’「」『』《》〈〉（）()[]【】\"";
// Fewer Han characters in a line are an entry of a table of characters, not a text.
constexpr std::size_t kFewestHan = 4;
// How far a clause and the pair of marks around it are looked for, so that a whole book in one line
// takes no longer than in many.
constexpr std::size_t kReach = 400;

struct Counts {
  std::size_t own = 0;  // characters that only the document's script has
  std::size_t other = 0;  // those that only the other one has
};

class StrayFinder {
 public:
  StrayFinder(const Line& line, bool simplified)
      : line_(line),
        own_(simplified ? kSimplified : kTraditional),
        other_(simplified ? kTraditional : kSimplified),
        all_{line.count(own_), line.count(other_)} {}

  std::vector<StrayClause> run() {
    std::vector<StrayClause> found;
    if (line_.sees(kKana) || line_.count(kHan) < kFewestHan) return found;
    // What another pass could not decode: to convert parts of it would spoil the evidence.
    if (line_.sees(kUnseen) && line_.count(kUnseen) >= 2) return found;
    for (std::size_t i = line_.find(other_, 0); i < line_.size(); i = line_.find(other_, i + 1)) {
      StrayClause clause = clause_at(i);
      for (; quotes_counted_ < clause.start; ++quotes_counted_) {
        straight_quotes_ += line_.text[quotes_counted_] == U'"' ? 1 : 0;
      }
      i = clause.end;
      if (is_stray(clause)) found.push_back(std::move(clause));
    }
    return found;
  }

 private:
  bool is_break(std::size_t i) const {
    if (line_.has(i, kHan)) return false;
    return line_.has(i, kBlank) || kClauseBreaks.find(line_.text[i]) != kClauseBreaks.npos;
  }

  StrayClause clause_at(std::size_t i) const {
    StrayClause clause{i, i, {}};
    const std::size_t floor = i - std::min(i, kReach);
    const std::size_t ceiling = std::min(line_.size(), i + kReach);
    while (clause.start > floor && !is_break(clause.start - 1)) --clause.start;
    while (clause.end < ceiling && !is_break(clause.end)) ++clause.end;
    for (std::size_t k = i; k < clause.end; ++k) {
      if (line_.has(k, other_)) clause.strays.push_back(k);
    }
    return clause;
  }

  Counts count(std::size_t start, std::size_t end) const {
    return {line_.count(own_, start, end), line_.count(other_, start, end)};
  }

  // A passage in the other script is meant to be so: the name of a work, a quotation, a line of
  // its own.
  bool is_stray(const StrayClause& clause) const {
    if (clause.end - clause.start == 1) return false;  // an item of a list of characters
    if (enclosing(clause.start, U"《〈", U"》〉")) return false;
    if (straight_quotes_ % 2 != 0) return false;
    if (const auto quotation = enclosing(clause.start, U"“‘「『", U"”’」』")) {
      const Counts inside = count(quotation->first, quotation->second);
      return inside.own > inside.other;
    }
    const Counts here = count(clause.start, clause.end);
    if (here.own >= here.other) return true;
    // Traditional text has one in three; one or two in a longer line slipped in.
    return all_.own >= 2 * all_.other || (all_.other <= 2 && line_.count(kHan) >= 4 * all_.other);
  }

  // The span inside the innermost pair of these marks around `offset`.
  std::optional<std::pair<std::size_t, std::size_t>> enclosing(std::size_t offset,
                                                               std::u32string_view opening,
                                                               std::u32string_view closing) const {
    const std::size_t floor = offset - std::min(offset, kReach);
    for (std::size_t i = offset; i-- > floor;) {
      if (!line_.has(i, kOpening | kClosing)) continue;
      if (closing.find(line_.text[i]) != closing.npos) return std::nullopt;
      const std::size_t kind = opening.find(line_.text[i]);
      if (kind == opening.npos) continue;
      const std::size_t length =
          std::u32string_view(line_.text).substr(offset, kReach).find(closing[kind]);
      if (length == std::u32string_view::npos) return std::nullopt;
      return std::make_pair(i + 1, offset + length);
    }
    return std::nullopt;
  }

  const Line& line_;
  const Flags own_;
  const Flags other_;
  const Counts all_;  // of the whole line
  std::size_t quotes_counted_ = 0;  // up to this offset
  std::size_t straight_quotes_ = 0;  // so many
};

}  // namespace

std::vector<StrayClause> find_strays(const Line& line, const Context& context) {
  const Script script = context.survey.script();
  if (script == Script::kUnclear || context.survey.is_japanese()) return {};
  return StrayFinder(line, script == Script::kSimplified).run();
}

void propose_script(const Line& line, const Context& context, Proposals& proposals) {
  if (context.survey.script() != Script::kSimplified) return;
  for (const StrayClause& clause : find_strays(line, context)) {
    std::size_t done = clause.start;  // strays in front of this are part of a phrase already
    for (const std::size_t i : clause.strays) {
      if (i < done) continue;
      const auto [start, phrase] = context.tables.script_phrase(line.text, i, done, clause.end);
      if (!phrase.empty()) {
        proposals.replace(start, start + phrase.size(), phrase,
                          RuleId::kScriptTraditionalInSimplified);
        done = start + phrase.size();
      } else {
        const char32_t simplified = context.tables.counterpart(line.text[i]);
        proposals.replace(i, i + 1, std::u32string_view(&simplified, 1),
                          RuleId::kScriptTraditionalInSimplified);
      }
    }
  }
}

}  // namespace textmend
