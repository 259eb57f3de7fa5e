#include "core/lookalikes/terms.hpp"

#include <algorithm>
#include <string>

#include "core/lookalikes/han.hpp"

namespace textmend::lookalikes {

Side side_of_extra(AnyText text, const Match& match, const std::u32string& term) noexcept {
  const bool begins_before = match.start > 0 && text.at(match.start) != term.front() &&
                             text.at(match.start - 1) == term.front();
  if (begins_before) return Side::kFirst;
  const bool ends_behind = match.end < text.size() && text.at(match.end - 1) != term.back() &&
                           text.at(match.end) == term.back();
  return ends_behind ? Side::kLast : Side::kNone;
}

TermCharacters term_characters(AnyText text, const Lexicon& lexicon,
                               const std::vector<Match>& matches) {
  TermCharacters found;
  for (const Match& match : matches) {
    if (match.kind != MatchKind::kSubstituted && match.kind != MatchKind::kTwoErrors) continue;
    const std::u32string term = lexicon.term(match.term);
    if (term.size() != match.end - match.start) continue;
    const std::u32string written = text.slice(match.start, match.end);
    if (side_of_extra(text, match, term) != Side::kNone) continue;
    const std::size_t first = found.size();
    for (std::size_t i = 0; i < term.size(); ++i) {
      if (term[i] == written[i]) continue;
      const bool shifted = found.size() - first == match.distance;  // one missing, one too many
      if (shifted || !is_han(term[i]) || !is_han(written[i])) {
        found.resize(first);
        break;
      }
      found.push_back({match.start + i, term[i], term.size()});
    }
  }
  std::sort(found.begin(), found.end(), [](const TermCharacter& a, const TermCharacter& b) {
    if (a.offset != b.offset) return a.offset < b.offset;
    return a.meant != b.meant ? a.meant < b.meant : a.length > b.length;
  });
  const auto is_same = [](const TermCharacter& a, const TermCharacter& b) {
    return a.offset == b.offset && a.meant == b.meant;
  };
  found.erase(std::unique(found.begin(), found.end(), is_same), found.end());
  leave_out_many(found);
  return found;
}

}  // namespace textmend::lookalikes
