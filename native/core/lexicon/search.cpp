// Finding: the text is cut into windows that overlap by more than any match covers, each is
// searched by tries and pieces, and what begins in the window itself is kept.
#include <algorithm>
#include <stdexcept>

#include "core/lexicon/lexicon.hpp"

namespace textmend {

namespace {

// Windows whose matches stay in the processor's caches.
constexpr std::size_t kWindow = 1U << 14;

// Until the matches are chosen, most have the node where they end in place of the term's number.
constexpr std::uint32_t kNode = 1U << 31;
static_assert(kMostNodes <= kNode && kMostTerms <= kNode);

MatchKind kind_of(const Fit& fit) noexcept {
  if (fit.missing > 0) return MatchKind::kSkeleton;
  return fit.blanks > 0 ? MatchKind::kCut : MatchKind::kExact;
}

bool wanted(MatchKind kind, const FindOptions& options) noexcept {
  switch (kind) {
    case MatchKind::kExact:
      return options.exact;
    case MatchKind::kCut:
      return options.cut;
    default:
      return options.skeletons;
  }
}

}  // namespace

class Search {
 public:
  Search(const Lexicon& lexicon, const FindOptions& options)
      : lexicon_(lexicon), options_(options) {}

  std::vector<Match> run(AnyText text) {
    // A gap may stand in front of each character of a term, and one error's worth behind.
    const std::size_t margin = (lexicon_.meta_.longest + 3) * (kLongestGap + 1);
    const std::size_t window = std::max(kWindow, 4 * margin);
    for (std::size_t start = 0; start < text.size(); start += window) {
      const std::size_t end = std::min(text.size(), start + window);
      const std::size_t from = start > margin ? start - margin : 0;
      find_in(text, from, std::min(text.size(), end + margin));
      keep(start, end, from);
    }
    if (!options_.overlapping) chooser_.choose(true, result_);
    for (Match& match : result_) {
      if ((match.term & kNode) != 0) {
        match.term = lexicon_.whole_.terms(match.term & (kNode - 1)).first;
      }
    }
    return std::move(result_);
  }

 private:
  // A key of a trie in the projection, and the number of its end or of a term.
  struct Hit {
    std::uint32_t index;
    std::uint32_t length;
    std::uint32_t term;
  };
  static constexpr std::size_t kHits = 64;

  void find_in(AnyText text, std::size_t from, std::size_t to) {
    matches_.clear();
    lexicon_.alphabet_.encode(text, from, to, codes_);
    if (options_.exact || options_.cut) find_whole();
    if (options_.skeletons) find_skeletons();
    if (options_.errors > 0) lexicon_.errors_.find(codes_, options_.errors, matches_);
    sorter_.sort(matches_, to - from);
  }

  // Takes over what starts at `start` to `end` of the text; the window began at `from`.
  void keep(std::size_t start, std::size_t end, std::size_t from) {
    const auto before = [](const Match& match, std::size_t offset) { return match.start < offset; };
    const auto first = std::lower_bound(matches_.begin(), matches_.end(), start - from, before);
    const auto last = std::lower_bound(first, matches_.end(), end - from, before);
    matches_.erase(last, matches_.end());
    matches_.erase(matches_.begin(), first);
    for (Match& match : matches_) {
      match.start += static_cast<std::uint32_t>(from);
      match.end += static_cast<std::uint32_t>(from);
    }
    if (options_.overlapping) {
      result_.insert(result_.end(), matches_.begin(), matches_.end());
    } else {
      chooser_.add(matches_);
      chooser_.choose(false, result_);
    }
  }

  void find_whole() {
    project(codes_, lexicon_.alphabet_, kBlankCode, projection_);
    const Fitter fitter(codes_, projection_, lexicon_.alphabet_, kBlankCode);
    const Trie& trie = lexicon_.whole_;
    trie.walk(projection_.codes.data(), projection_.codes.size(),
              [&](std::size_t index, std::size_t length, std::uint32_t node) {
                const std::uint32_t start = projection_.at[index];
                const std::uint32_t end = projection_.at[index + length - 1] + 1;
                if (end - start == length && trie.is_itself(node)) {
                  if (options_.exact) add_exact(start, end, node);
                  return;
                }
                const Trie::Range range = trie.terms(node);
                for (std::uint32_t term = range.first; term < range.last; ++term) {
                  add_fitting(term, fitter, index, length, 0);
                }
              });
  }

  // Where a skeleton is itself a term, the text needs no explanation by another one. Terms that
  // lack nothing were found as a whole.
  void find_skeletons() {
    project(codes_, lexicon_.alphabet_, kSkeletonLeavesOut, projection_);
    const Trie& trie = lexicon_.skeleton_;
    hits_.clear();
    trie.walk(projection_.codes.data(), projection_.codes.size(),
              [&](std::size_t index, std::size_t length, std::uint32_t node) {
                if (trie.is_itself(node)) return;
                hits_.push_back({static_cast<std::uint32_t>(index),
                                 static_cast<std::uint32_t>(length), trie.end(node)});
                trie.prefetch_terms_of(hits_.back().term);
                if (hits_.size() == kHits) follow_hits();
              });
    follow_hits();
  }

  // Goes from the ends of skeletons to their terms in steps, so that memory is fetched for all
  // before it is used for the first.
  void follow_hits() {
    leads_.clear();
    for (const Hit& hit : hits_) {
      const Trie::Range range = lexicon_.skeleton_.terms_of(hit.term);
      for (std::uint32_t k = range.first; k < range.last; ++k) {
        leads_.push_back({hit.index, hit.length, k});
        __builtin_prefetch(lexicon_.skeleton_terms_.data + k);
      }
    }
    for (Hit& lead : leads_) {
      lead.term = lexicon_.skeleton_terms_[lead.term];
      __builtin_prefetch(lexicon_.terms_.offsets.data + lead.term);
    }
    for (const Hit& lead : leads_) __builtin_prefetch(lexicon_.terms_[lead.term].data);
    const Fitter fitter(codes_, projection_, lexicon_.alphabet_, kSkeletonLeavesOut);
    for (const Hit& lead : leads_) add_fitting(lead.term, fitter, lead.index, lead.length, 1);
    hits_.clear();
  }

  void add_exact(std::uint32_t start, std::uint32_t end, std::uint32_t node) {
    constexpr MatchKind kExact = MatchKind::kExact;
    matches_.push_back({start, end, node | kNode, kExact, 0, weight_of(end - start, kExact, 0)});
  }

  // Adds a term if it fits and lacks at least so many characters.
  void add_fitting(std::uint32_t term, const Fitter& fitter, std::size_t index, std::size_t length,
                   std::uint32_t least_missing) {
    const View<Code> characters = lexicon_.terms_[term];
    Fit fit;
    if (!fitter.fit(characters, index, length, fit) || fit.missing < least_missing) return;
    const MatchKind kind = kind_of(fit);
    if (!wanted(kind, options_)) return;
    const auto distance = static_cast<std::uint8_t>(std::min(fit.missing + fit.blanks, 255U));
    const std::int16_t weight = weight_of(characters.size, kind, distance);
    if (weight <= 0 && !options_.overlapping) return;
    matches_.push_back({fit.start, fit.end, term, kind, distance, weight});
  }

  const Lexicon& lexicon_;
  const FindOptions& options_;
  std::vector<Code> codes_;
  Projection projection_;
  std::vector<Hit> hits_;
  std::vector<Hit> leads_;
  std::vector<Match> matches_;
  MatchSorter sorter_;
  MatchChooser chooser_;
  std::vector<Match> result_;
};

std::vector<Match> Lexicon::find(AnyText text, const FindOptions& options) const {
  if (text.size() >> 31 != 0) throw std::length_error("The text is too long for a lexicon.");
  return Search(*this, options).run(text);
}

}  // namespace textmend
