#include "core/engine.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "core/suspects.hpp"

namespace textmend {

namespace {

struct NamedPass {
  std::string_view name;
  LinePass pass;
};

constexpr std::array<NamedPass, 6> kPasses = {{{"encoding", propose_encoding},
                                               {"unicode", propose_unicode},
                                               {"script", propose_script},
                                               {"width", propose_width},
                                               {"spacing", propose_spacing},
                                               {"punctuation", propose_punctuation}}};

// What in a line calls for a pass, before any pass edited it.
Events events_for_one(LinePass pass, const Options& options) {
  if (pass == propose_encoding) return kGarbledEvent | kHintEvent;
  if (pass == propose_unicode) return kUnicodeEvent;
  if (pass == propose_script) return kTraditionalEvent;
  if (pass == propose_width) return kWidthEvents;
  if (pass == propose_punctuation) return kPunctuationEvents;
  const bool adds = options.han_latin == Options::HanLatin::kAdd;
  return kBlankEvent | (adds ? Events{kMixedEvent} : Events{0});
}

// The same for a line that was edited, by the characters it has now.
bool may_act(LinePass pass, const Line& line, const Options& options) {
  if (pass == propose_unicode) return line.sees(kUnicodeRow);
  if (pass == propose_script) return line.sees(kTraditional);
  if (pass == propose_width) return line.sees(kFold | kHalfMark) || !line.sees(kHan);
  if (pass == propose_punctuation) {
    return line.sees(kQuote) || (line.met & (kStop | kOpening)) != 0;
  }
  return line.sees(kBlank) || options.han_latin == Options::HanLatin::kAdd;
}

// Those that judge any line, whatever it is written in.
bool is_for_any_line(LinePass pass) {
  return pass == propose_encoding || pass == propose_unicode || pass == propose_script;
}

constexpr int kMostRounds = 6;
constexpr int kMostLayers = 3;

template <typename View>
class Runner {
 public:
  Runner(View view, const std::vector<LinePass>& passes, const Context& context,
         const Spans& protected_spans, Events settled)
      : view_(view),
        passes_(passes),
        context_(context),
        protected_(protected_spans),
        unsettled_(~settled),
        wanted_(events_for(passes, context.options) & unsettled_),
        proposals_(line_, context) {}

  Outcome run(const std::vector<LineSpan>& lines) {
    for (const LineSpan& line : lines) {
      if ((line.events & wanted_) != 0) mend_line(line);
    }
    return std::move(outcome_);
  }

 private:
  void load_line(std::size_t start, std::size_t end) {
    start_ = start;
    end_ = end;
    line_.text.assign(view_.data + start, view_.data + end);
    line_.refresh(context_.tables);
    protected_now_.assign(end - start, 0);
    while (next_protected_ < protected_.size() && protected_[next_protected_].second <= start) {
      ++next_protected_;
    }
    for (std::size_t k = next_protected_; k < protected_.size(); ++k) {
      const auto [from, to] = protected_[k];
      if (from >= end) break;
      for (std::size_t i = std::max(from, start); i < std::min(to, end); ++i) {
        protected_now_[i - start] = 1;
      }
    }
  }

  // What one pass did may give an earlier one cause to act, so an edited line goes round again
  // until it stays as it is. Few lines need more than the second round, which finds nothing to do.
  void mend_line(const LineSpan& span) {
    load_line(span.start, span.end);
    line_edits_.clear();
    for (int round = 0; round < kMostRounds; ++round) {
      if (!run_round(span, round == 0)) break;
    }
    if (line_edits_.empty()) return;
    outcome_.edits.append_shifted(std::move(line_edits_), span.start);
    outcome_.events |= early_events();
  }

  // What the line as it stands now calls for.
  Events early_events() {
    Events events = 0;
    if (line_.sees(kUnicodeRow)) events |= kUnicodeEvent;
    if (line_.sees(kCombining)) events |= kCombiningEvent;
    if (line_.sees(kHint)) events |= kHintEvent;
    if (line_.sees(Suspects::kFlags) && is_garbled()) events |= kGarbledEvent;
    return events;
  }

  bool is_garbled() const {
    Suspects suspects;
    for (std::size_t i = line_.find(Suspects::kFlags, 0); i < line_.size();
         i = line_.find(Suspects::kFlags, i + 1)) {
      if (suspects.add(i, line_.flags[i])) return true;
    }
    return false;
  }

  bool calls_for(LinePass pass, const LineSpan& span, bool untouched) {
    if (untouched) {
      return (span.events & unsettled_ & events_for_one(pass, context_.options)) != 0;
    }
    if (pass != propose_encoding) return may_act(pass, line_, context_.options);
    return (early_events() & (kGarbledEvent | kHintEvent)) != 0;
  }

  // Returns whether a pass changed the line.
  bool run_round(const LineSpan& span, bool is_first) {
    bool changed = false;
    bool judged = false;
    const std::size_t last_actor = last_actor_;
    const bool locks_may_differ = may_hold_literals_ || may_hold_literals(line_);
    may_hold_literals_ = false;
    line_.locked = protected_now_;
    for (std::size_t k = 0; k < passes_.size(); ++k) {
      const LinePass pass = passes_[k];
      // In the round before, this pass and all behind it saw the line as it still is.
      if (!is_first && !changed && k > last_actor && !locks_may_differ) break;
      if (!calls_for(pass, span, is_first && !changed)) continue;
      if (!is_for_any_line(pass) && !judged) {
        if (!is_chinese_prose()) break;
        may_hold_literals_ = may_hold_literals(line_);
        if (may_hold_literals_) lock_literals(line_, line_.locked);
        judged = true;
      }
      // Below one layer of wrong decoding there may be another, which other passes would spoil.
      const int layers = pass == propose_encoding ? kMostLayers : 1;
      for (int layer = 0; layer < layers && run_pass(pass, span.start); ++layer) {
        changed = true;
        last_actor_ = k;
        if (!calls_for(pass, span, false)) break;
      }
    }
    return changed;
  }

  // The line before any pass.
  AnyText original() const {
    return {view_.data + start_, end_ - start_, static_cast<int>(sizeof(*view_.data))};
  }

  bool run_pass(LinePass pass, std::size_t offset) {
    proposals_.clear();
    pass(line_, context_, proposals_);
    if (!proposals_.suspicions().empty()) keep_suspicions(offset);
    if (proposals_.empty()) return false;
    proposals_.move_to(pass_edits_);
    line_.apply(pass_edits_, context_.tables);
    follow(protected_now_, pass_edits_);
    if (line_edits_.empty()) {
      std::swap(line_edits_, pass_edits_);
    } else {
      compose_into(composed_, original(), line_edits_, pass_edits_);
      std::swap(line_edits_, composed_);
    }
    return true;
  }

  bool is_chinese_prose() const {
    return !context_.survey.is_japanese() && !is_foreign(line_) && !looks_like_code(line_) &&
           !looks_like_table_row(line_);
  }

  void keep_suspicions(std::size_t offset) {
    const OffsetMap map(line_edits_);
    for (Suspicion& suspicion : proposals_.suspicions()) {
      suspicion.start = offset + map.to_original(suspicion.start);
      suspicion.end = offset + map.to_original(suspicion.end);
      outcome_.suspicions.push_back(std::move(suspicion));
    }
  }

  View view_;
  const std::vector<LinePass>& passes_;
  const Context& context_;
  const Spans& protected_;
  const Events unsettled_;
  const Events wanted_;
  std::size_t next_protected_ = 0;
  std::size_t start_ = 0;  // of the line at hand
  std::size_t end_ = 0;
  std::size_t last_actor_ = 0;      // the last pass that changed it, and
  bool may_hold_literals_ = false;  // whether something may have been locked, in the last round
  Line line_;
  Proposals proposals_;                      // of the pass at hand
  EditList line_edits_;                      // from there to the line as it stands now
  EditList pass_edits_;                      // of the pass at hand, and
  EditList composed_;                        // both together; kept for their memory
  std::vector<std::uint8_t> protected_now_;  // by the caller, beside the line as it stands now
  Outcome outcome_;
};

}  // namespace

std::vector<LinePass> passes_by_name(const std::vector<std::string>& names) {
  std::vector<LinePass> passes;
  for (const std::string& name : names) {
    const auto found = std::find_if(kPasses.begin(), kPasses.end(),
                                    [&](const NamedPass& pass) { return pass.name == name; });
    if (found == kPasses.end()) throw std::invalid_argument("the core has no pass " + name);
    passes.push_back(found->pass);
  }
  return passes;
}

Events events_for(const std::vector<LinePass>& passes, const Options& options) {
  Events wanted = 0;
  for (const LinePass pass : passes) wanted |= events_for_one(pass, options);
  return wanted;
}

Line load_line(const AnyText& text, const Tables& tables, std::size_t start, std::size_t end) {
  Line line;
  text.append_to(line.text, start, end);
  line.refresh(tables);
  line.locked.assign(line.size(), 0);
  return line;
}

std::vector<StrayClause> find_strays_in_text(const AnyText& text, const Context& context) {
  std::vector<StrayClause> found;
  std::size_t start = 0;
  Flags seen = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const Flags flags = i < text.size() ? context.tables.flags(text.at(i)) : Flags{kNewline};
    seen |= flags;
    if ((flags & kNewline) == 0) continue;
    if ((seen & kSimplified) != 0) {
      const Line line = load_line(text, context.tables, start, i);
      for (StrayClause& clause : find_strays(line, context)) {
        clause.start += start;
        clause.end += start;
        for (std::size_t& stray : clause.strays) stray += start;
        found.push_back(std::move(clause));
      }
    }
    start = i + 1;
    seen = 0;
  }
  return found;
}

Outcome run_passes(const AnyText& text, const std::vector<LinePass>& passes, const Context& context,
                   const Spans& protected_spans, const std::vector<LineSpan>& lines,
                   Events settled) {
  const bool recodes = std::find(passes.begin(), passes.end(), propose_encoding) != passes.end();
  if (recodes && context.recoding == nullptr) {
    throw std::invalid_argument("the pass encoding needs a Recoding");
  }
  return text.visit([&](auto view) {
    return Runner<decltype(view)>(view, passes, context, protected_spans, settled).run(lines);
  });
}

}  // namespace textmend
