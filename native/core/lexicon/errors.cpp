#include "core/lexicon/errors.hpp"

#include <algorithm>

#include "core/lexicon/compare.hpp"

namespace textmend {

namespace {

constexpr std::size_t kBlock = 64;
constexpr std::size_t kProbes = 6;  // at one position
constexpr std::uint32_t kLongFlag = 8;

// The characters of up to `count` places beside a piece, as bits.
std::uint32_t bits_before(const std::vector<Code>& text, std::size_t end, std::size_t count) {
  std::uint32_t bits = 0;
  for (std::size_t i = end; i-- > (end > count ? end - count : 0);) bits |= character_bit(text[i]);
  return bits;
}

std::uint32_t bits_behind(const std::vector<Code>& text, std::size_t start, std::size_t count) {
  std::uint32_t bits = 0;
  const std::size_t end = std::min(text.size(), start + count);
  for (std::size_t i = start; i < end; ++i) bits |= character_bit(text[i]);
  return bits;
}

// The one character of a term that a piece leaves out, beside none, one or two of the text.
Comparison compare_gap(Code wanted, const std::vector<Code>& text, std::size_t start,
                       std::size_t end) {
  const auto length = static_cast<std::uint32_t>(end - start);
  if (length == 0) return {1, 0, MatchKind::kMissing};
  const bool found = std::find(text.begin() + static_cast<std::ptrdiff_t>(start),
                               text.begin() + static_cast<std::ptrdiff_t>(end),
                               wanted) != text.begin() + static_cast<std::ptrdiff_t>(end);
  if (length == 1) return {found ? 0U : 1U, 1, MatchKind::kSubstituted};
  return {found ? 1U : 2U, 2, found ? MatchKind::kExtra : MatchKind::kTwoErrors};
}

}  // namespace

ErrorIndex::ErrorIndex(const Sections& sections, TermTable terms, const Alphabet& alphabet)
    : terms_(terms),
      alphabet_(alphabet),
      bits_(sections.records<std::uint64_t>(kPieceBits)),
      starts_(sections.records<std::uint32_t>(kPieceStarts)),
      entries_(sections.records<PieceEntry>(kPieceEntries)) {
  if (!is_power_of_two(bits_.size) || !is_power_of_two(starts_.size - 1) || starts_[0] != 0 ||
      starts_[starts_.size - 1] != entries_.size ||
      !std::is_sorted(starts_.begin(), starts_.end())) {
    sections.refuse("the pieces of its terms are not in order");
  }
}

void ErrorIndex::find(const std::vector<Code>& text, std::uint32_t most,
                      std::vector<Match>& matches) const {
  if (entries_.size == 0) return;
  Probe probes[kBlock * kProbes];
  std::vector<Lead> leads;
  for (std::size_t from = 0; from < text.size(); from += kBlock) {
    const std::size_t to = std::min(text.size(), from + kBlock);
    const std::size_t count = keep_known(probes, probe(text.data(), from, to, text.size(), probes));
    leads.clear();
    for (std::size_t k = 0; k < count; ++k) look(text, probes[k], most, leads);
    follow(text, leads, matches);
  }
}

std::size_t ErrorIndex::probe(const Code* text, std::size_t from, std::size_t to, std::size_t size,
                              Probe* probes) const {
  struct Shape {
    Layout layout;
    std::uint32_t second, third;
  };
  static constexpr Shape kShapes[kProbes] = {{Layout::kRun, 1, 2},
                                             {Layout::kGapAfterFirst, 1, 2},
                                             {Layout::kGapAfterFirst, 2, 3},
                                             {Layout::kGapAfterFirst, 3, 4},
                                             {Layout::kGapAfterSecond, 1, 2},
                                             {Layout::kGapAfterSecond, 1, 3}};
  std::size_t count = 0;
  const std::size_t mask = bits_.size * 64 - 1;
  for (std::size_t i = from; i < to; ++i) {
    if (text[i] == 0) continue;
    for (const Shape& shape : kShapes) {
      if (i + shape.third >= size) continue;
      const Code second = text[i + shape.second];
      const Code third = text[i + shape.third];
      const std::uint64_t hash = piece_hash(shape.layout, text[i], second, third);
      probes[count] = {hash, static_cast<std::uint32_t>(i),
                       static_cast<std::uint32_t>(i + shape.third + 1)};
      count += second != 0 && third != 0;
      __builtin_prefetch(bits_.data + (hash & mask) / 64);
    }
  }
  return count;
}

std::size_t ErrorIndex::keep_known(Probe* probes, std::size_t count) const {
  const std::size_t mask = bits_.size * 64 - 1;
  const std::size_t buckets = starts_.size - 2;
  std::size_t kept = 0;
  for (std::size_t k = 0; k < count; ++k) {
    const std::size_t bit = probes[k].hash & mask;
    const bool known = ((bits_[bit / 64] >> bit % 64) & 1) != 0;
    probes[kept] = probes[k];
    kept += known;
    if (known) __builtin_prefetch(starts_.data + (probes[kept - 1].hash & buckets));
  }
  for (std::size_t k = 0; k < kept; ++k) {
    __builtin_prefetch(entries_.data + starts_[probes[k].hash & buckets]);
  }
  return kept;
}

void ErrorIndex::look(const std::vector<Code>& text, const Probe& probe, std::uint32_t most,
                      std::vector<Lead>& leads) const {
  const std::size_t bucket = probe.hash & (starts_.size - 2);
  const std::uint32_t first = starts_[bucket];
  const std::uint32_t last = starts_[bucket + 1];
  if (first == last) return;
  // Errors may push a character out of the places that the entry's bits are made of.
  const std::uint32_t left = ~bits_before(text, probe.start, kSideCharacters + most) & kSetBits;
  const std::uint32_t right = ~bits_behind(text, probe.end, kSideCharacters + most) & kSetBits;
  for (const PieceEntry* at = entries_.data + first; at != entries_.data + last; ++at) {
    const PieceEntry& entry = *at;
    if (((entry.left ^ left_check(probe.hash)) | (entry.right ^ right_check(probe.hash))) >
        kSetBits) {
      continue;
    }
    const bool is_long = (entry.place >> 28 & kLongFlag) != 0;
    const std::uint32_t budget = is_long ? most : std::min(most, 1U);
    std::uint64_t absent = std::uint64_t{entry.left & left} << 32 | (entry.right & right);
    for (std::uint32_t k = 0; k < budget; ++k) absent &= absent - 1;
    if (absent != 0) continue;  // more than the budget
    leads.push_back({probe.start, probe.end, entry.place, budget});
    __builtin_prefetch(terms_.offsets.data + (entry.place & (kMostTerms - 1)));
  }
}

void ErrorIndex::follow(const std::vector<Code>& text, const std::vector<Lead>& leads,
                        std::vector<Match>& matches) const {
  constexpr std::size_t kAhead = 8;
  for (std::size_t k = 0; k < leads.size(); ++k) {
    if (k + kAhead < leads.size()) {
      const std::uint32_t term = leads[k + kAhead].place & (kMostTerms - 1);
      if (term < terms_.size()) {
        __builtin_prefetch(terms_.characters.data + terms_.offsets[term]);
      }
    }
    Match match;
    if (compare(text, leads[k], match)) matches.push_back(match);
  }
}

bool ErrorIndex::compare(const std::vector<Code>& text, const Lead& probe, Match& match) const {
  const std::uint32_t place = probe.place;
  const std::uint32_t most = probe.budget;
  const std::uint32_t term = place & (kMostTerms - 1);
  if (term >= terms_.size()) return false;  // a hostile file
  const View<Code> characters = terms_[term];
  const Pieces pieces = pieces_of(static_cast<std::uint32_t>(characters.size));
  const std::uint32_t number = place >> 28 & (kLongFlag - 1);
  if (number >= pieces.count) return false;
  const Piece piece = pieces.items[number];
  const std::uint32_t length = probe.end - probe.start;
  // Buckets hold several hashes, so the piece itself is compared, too.
  const std::uint32_t first_part = piece.layout == Layout::kGapAfterSecond ? 2 : 1;
  const std::uint32_t last_part = piece.layout == Layout::kRun ? 2 : 3 - first_part;
  if (piece.layout == Layout::kRun ? length != 3 : length > 5) return false;
  for (std::uint32_t i = 0; i < first_part; ++i) {
    if (characters[piece.offset + i] != text[probe.start + i]) return false;
  }
  for (std::uint32_t i = 1; i <= last_part; ++i) {
    if (characters[piece.offset + piece.span() - i] != text[probe.end - i]) return false;
  }
  Comparison parts[3];
  parts[0] = Side<-1>(characters, text, alphabet_)
                 .compare(static_cast<std::int64_t>(piece.offset) - 1,
                          static_cast<std::int64_t>(probe.start) - 1, most);
  if (parts[0].errors > most) return false;
  if (piece.layout != Layout::kRun) {
    parts[1] = compare_gap(characters[piece.offset + first_part], text, probe.start + first_part,
                           probe.end - last_part);
  }
  if (parts[0].errors + parts[1].errors > most) return false;
  parts[2] = Side<1>(characters, text, alphabet_)
                 .compare(piece.offset + piece.span(), probe.end,
                          most - parts[0].errors - parts[1].errors);
  const std::uint32_t errors = parts[0].errors + parts[1].errors + parts[2].errors;
  if (errors == 0 || errors > most) return false;
  match.kind = MatchKind::kTwoErrors;
  for (const Comparison& part : parts) {
    if (errors == 1 && part.errors == 1) match.kind = part.kind;
  }
  match.start = probe.start - parts[0].length;
  match.end = probe.end + parts[2].length;
  match.term = term;
  match.distance = static_cast<std::uint8_t>(errors);
  match.weight = weight_of(characters.size, match.kind, errors);
  return true;
}

}  // namespace textmend
