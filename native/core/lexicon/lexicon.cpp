#include "core/lexicon/lexicon.hpp"

#include <algorithm>
#include <stdexcept>

namespace textmend {

Lexicon::Lexicon(const Sections& sections)
    : meta_(read_meta(sections)),
      alphabet_(sections, meta_.alphabet),
      terms_(read_terms(sections)),
      whole_(sections, "whole", alphabet_.size(), terms_.size()),
      skeleton_(sections, "skeleton", alphabet_.size(), terms_.size()),
      errors_(sections, terms_, alphabet_) {
  if (whole_.numbers().size != terms_.size()) sections.refuse("a term is in no trie");
}

LexiconMeta Lexicon::read_meta(const Sections& sections) const {
  const auto meta = sections.records<LexiconMeta>(kLexiconMeta, 1)[0];
  if (meta.version != kLexiconVersion) sections.refuse("it is a lexicon of another version");
  if (meta.terms > kMostTerms) sections.refuse("it has too many terms");
  if (meta.longest > kLongestTerm) sections.refuse("its longest term is too long");
  return meta;
}

TermTable Lexicon::read_terms(const Sections& sections) const {
  const TermTable terms{
      sections.records<std::uint32_t>(kLexiconOffsets, std::size_t{meta_.terms} + 1),
      sections.records<Code>(kLexiconCharacters)};
  if (terms.offsets[0] != 0 || terms.offsets[meta_.terms] != terms.characters.size) {
    sections.refuse("its terms are cut");
  }
  for (std::size_t i = 0; i < meta_.terms; ++i) {
    const std::uint32_t length = terms.offsets[i + 1] - terms.offsets[i];
    if (length < 1 || length > meta_.longest) sections.refuse("a term has no length");
  }
  const auto most = static_cast<Code>(alphabet_.size() - 1);
  bool fine = true;
  // No branch, so that it runs at the speed of memory; code 0 becomes the largest number.
  for (const Code code : terms.characters) fine &= static_cast<Code>(code - 1) < most;
  if (!fine) sections.refuse("a term has a character that is not in its alphabet");
  return terms;
}

std::u32string Lexicon::term(std::uint32_t number) const {
  std::u32string result;
  for (const Code code : terms_[number]) result.push_back(alphabet_.character(code));
  return result;
}

std::vector<Candidate> Lexicon::candidates(AnyText text, std::size_t start, std::size_t end) const {
  if (text.size() >> 31 != 0) throw std::length_error("The text is too long for a lexicon.");
  std::vector<Code> codes;
  alphabet_.encode(text, start, end, codes);
  Projection projection;
  project(codes, alphabet_, kSkeletonLeavesOut, projection);
  const Fitter fitter(codes, projection, alphabet_, kSkeletonLeavesOut);
  const auto shift = static_cast<std::uint32_t>(start);
  std::vector<Candidate> result;
  std::vector<MissingRun> runs;
  const auto found = [&](std::size_t index, std::size_t length, std::uint32_t node) {
    const Trie::Range range = skeleton_.terms(node);
    for (std::uint32_t n = range.first; n < range.last; ++n) {
      const std::uint32_t term = skeleton_.numbers()[n];
      const View<Code> characters = terms_[term];
      Fit fit;
      runs.clear();
      if (!fitter.fit(characters, index, length, fit, &runs) || fit.missing == 0) continue;
      const auto distance = static_cast<std::uint8_t>(std::min(fit.missing + fit.blanks, 255U));
      Candidate candidate{{fit.start + shift, fit.end + shift, term, MatchKind::kSkeleton, distance,
                           weight_of(characters.size, MatchKind::kSkeleton, distance)},
                          {}};
      std::sort(runs.begin(), runs.end(),
                [](const MissingRun& a, const MissingRun& b) { return a.first < b.first; });
      for (const MissingRun& run : runs) {
        Insertion insertion{run.offset + shift, {}};
        for (std::uint32_t k = run.first; k < run.last; ++k) {
          insertion.text.push_back(alphabet_.character(characters[k]));
        }
        candidate.insertions.push_back(std::move(insertion));
      }
      result.push_back(std::move(candidate));
    }
  };
  skeleton_.walk(projection.codes.data(), projection.at.size(), meta_.longest, found);
  std::stable_sort(result.begin(), result.end(), [](const Candidate& a, const Candidate& b) {
    return a.match.start < b.match.start;
  });
  return result;
}

}  // namespace textmend
