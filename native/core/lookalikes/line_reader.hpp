// One line while it is looked at for look-alikes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/lookalikes/finder.hpp"

namespace textmend::lookalikes {

// A line without its end.
struct Line {
  std::u32string text;
  std::size_t offset;                // where it begins
  std::vector<std::uint8_t> locked;  // a byte for each character, 1 where it must stay; or empty
  TermCharacters terms;              // of this line; offsets are the text's
};

class LineReader {
 public:
  LineReader(const Finder& finder, const Settings& settings)
      : finder_(finder), settings_(settings) {
    if (finder.network_ != nullptr) expectations_.emplace(*finder.network_);
  }

  // Reads a line and appends what is found, in order.
  void read(const Line& line, std::vector<Finding>& findings);

 private:
  // One or two replaced characters side by side.
  struct Proposal {
    std::size_t at;
    std::size_t size;
    const Candidate* candidates[2];
    float gain;
    float reads;  // mean surprisal as meant
    float rival;
    float odds;
    EvidenceValues evidence[2];
  };

  // What the model says of the line as written, from a place on.
  struct AsWritten {
    NgramState before;  // of the place
    float rest;         // ln of the probability of the place and of what its n-grams reach
  };

  bool mark_ties();
  void mark_surprises();
  void propose_all();
  bool is_suspect(std::size_t at) const noexcept;
  void propose(std::size_t at);
  void propose_pair(std::size_t at);
  void propose_expected(std::size_t at);
  void take_terms(const Line& line);
  bool is_proposed(std::size_t at, char32_t meant) const noexcept;
  void weigh(std::size_t at, const AsWritten& written, const Candidate* first,
             const Candidate* second, float least);
  AsWritten as_written(std::size_t at, std::size_t size) const;
  bool compare(Proposal& proposal, const AsWritten& written, float least) const;
  bool widen_thorough();
  void compare_rivals();
  void judge(Proposal& proposal);
  static bool is_another_word(const Proposal& proposal) noexcept;
  void look_around(Proposal& proposal);
  float least_odds(const Proposal& proposal) const noexcept;
  float surprise_around(std::size_t at, std::size_t size) const;
  float rarity(Id id) const;
  bool knows(Id before, Id id) const noexcept;
  bool knows_triple(std::size_t at, Id id) const noexcept;
  void prefetch_triples(std::size_t at, Id id) const noexcept;
  bool is_bound(std::size_t at) const noexcept { return ties_[at] == NgramModel::kBound; }
  bool seen(std::size_t at) const noexcept { return ties_[at] != NgramModel::kUnseen; }
  std::size_t word_at(std::size_t at) const;
  bool settle(std::vector<Finding>& findings, std::size_t offset);

  const Finder& finder_;
  const Settings& settings_;
  std::optional<Expectations> expectations_;
  bool is_strange_ = false;             // whether all of the line is read thoroughly
  std::vector<std::uint8_t> thorough_;  // 1 where it is
  std::u32string line_;
  std::vector<Id> ids_;  // with a line end at both ends: the character i is ids_[i + 1]
  std::vector<std::uint8_t> ties_;  // of the pair that ends with the character i
  std::vector<std::uint8_t> surprising_;  // 1 where the model did not expect the character
  std::vector<std::uint8_t> locked_;
  std::vector<Proposal> proposals_;
  // What terms have at places of the line, those of one place side by side.
  struct TermCandidate {
    std::size_t at;
    std::size_t length;
    Candidate candidate;
  };
  void propose_term(const TermCandidate& term);
  const TermCandidate* term_at(std::size_t at, char32_t meant) const noexcept;
  std::vector<TermCandidate> terms_;
  // Candidates that fit beside one neighbour, or may fit all the same, and whether they do.
  std::vector<std::pair<const Candidate*, bool>> fitting_;
};

}  // namespace textmend::lookalikes
