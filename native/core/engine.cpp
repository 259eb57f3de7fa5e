#include "core/engine.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace textmend {

namespace {

struct NamedPass {
  std::string_view name;
  LinePass pass;
};

constexpr std::array<NamedPass, 5> kPasses = {{{"unicode", propose_unicode},
                                               {"script", propose_script},
                                               {"width", propose_width},
                                               {"spacing", propose_spacing},
                                               {"punctuation", propose_punctuation}}};

// What in a line calls for a pass. Once a line was edited, all later passes look at it.
Events events_for(LinePass pass, const Options& options) {
  if (pass == propose_unicode) return kUnicodeEvent;
  if (pass == propose_script) return kTraditionalEvent;
  if (pass == propose_width) return kWidthEvents;
  if (pass == propose_punctuation) return kPunctuationEvents;
  const bool adds = options.han_latin == Options::HanLatin::kAdd;
  return kBlankEvent | (adds ? Events{kMixedEvent} : Events{0});
}

template <typename View>
class Runner {
 public:
  Runner(View view, const std::vector<LinePass>& passes, const Context& context,
         const Spans& protected_spans)
      : view_(view),
        passes_(passes),
        context_(context),
        protected_(protected_spans) {
    for (const LinePass pass : passes) wanted_ |= events_for(pass, context.options);
  }

  Outcome run(const std::vector<LineSpan>& lines) {
    for (const LineSpan& line : lines) {
      if ((line.events & wanted_) != 0) mend_line(line);
    }
    return std::move(outcome_);
  }

 private:
  void load_line(std::size_t start, std::size_t end) {
    line_.text.assign(view_.data + start, view_.data + end);
    line_.refresh(context_.tables);
    line_.locked.assign(end - start, 0);
    while (next_protected_ < protected_.size() && protected_[next_protected_].second <= start) {
      ++next_protected_;
    }
    for (std::size_t k = next_protected_; k < protected_.size(); ++k) {
      const auto [from, to] = protected_[k];
      if (from >= end) break;
      for (std::size_t i = std::max(from, start); i < std::min(to, end); ++i) {
        line_.locked[i - start] = 1;
      }
    }
  }

  void mend_line(const LineSpan& span) {
    const std::size_t start = span.start;
    load_line(start, span.end);
    EditList line_edits;
    const std::u32string original = line_.text;
    bool judged = false;
    for (const LinePass pass : passes_) {
      if (line_edits.empty() && (span.events & events_for(pass, context_.options)) == 0) continue;
      if (pass != propose_unicode && pass != propose_script && !judged) {
        if (!is_chinese_prose()) break;
        lock_literals(line_, line_.locked);
        judged = true;
      }
      Proposals proposals(line_, context_);
      pass(line_, context_, proposals);
      if (!proposals.suspicions().empty()) keep_suspicions(proposals, line_edits, start);
      if (proposals.empty()) continue;
      const EditList edits = proposals.take();
      if (pass != passes_.back()) apply_to_line(edits);
      line_edits = line_edits.empty() ? edits : compose(AnyText(original), line_edits, edits);
    }
    outcome_.edits.append_shifted(line_edits, start);
  }

  bool is_chinese_prose() const {
    return !context_.survey.is_japanese() && !is_foreign(line_) && !looks_like_code(line_) &&
           !looks_like_table_row(line_);
  }

  void keep_suspicions(Proposals& proposals, const EditList& line_edits, std::size_t offset) {
    const OffsetMap map(line_edits);
    for (Suspicion& suspicion : proposals.suspicions()) {
      suspicion.start = offset + map.to_original(suspicion.start);
      suspicion.end = offset + map.to_original(suspicion.end);
      outcome_.suspicions.push_back(std::move(suspicion));
    }
  }

  void apply_to_line(const EditList& edits) {
    std::vector<std::uint8_t> locked;
    std::size_t done = 0;
    const auto copy_locks = [&](std::size_t to) {
      locked.insert(locked.end(), line_.locked.begin() + static_cast<std::ptrdiff_t>(done),
                    line_.locked.begin() + static_cast<std::ptrdiff_t>(to));
    };
    for (const Edit& edit : edits.edits()) {
      copy_locks(edit.start);
      locked.insert(locked.end(), edit.replacement.size(), 0);
      done = edit.end;
    }
    copy_locks(line_.size());
    line_.text = apply(AnyText(line_.text), edits);
    line_.locked = std::move(locked);
    line_.refresh(context_.tables);
  }

  View view_;
  const std::vector<LinePass>& passes_;
  const Context& context_;
  const Spans& protected_;
  Events wanted_ = 0;
  std::size_t next_protected_ = 0;
  Line line_;
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

Line load_line(const AnyText& text, const Tables& tables, std::size_t start, std::size_t end) {
  Line line;
  text.append_to(line.text, start, end);
  line.refresh(tables);
  line.locked.assign(line.size(), 0);
  return line;
}

Outcome run_passes(const AnyText& text, const std::vector<LinePass>& passes,
                   const Context& context, const Spans& protected_spans,
                   const std::vector<LineSpan>& lines) {
  return text.visit([&](auto view) {
    return Runner<decltype(view)>(view, passes, context, protected_spans).run(lines);
  });
}

}  // namespace textmend
