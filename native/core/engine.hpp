// Runs native passes over a document, line by line, and gathers what they changed.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/line.hpp"
#include "core/passes/script.hpp"
#include "core/scan.hpp"

namespace textmend {

using Spans = std::vector<std::pair<std::size_t, std::size_t>>;

// The passes that the core has, by name; raises std::invalid_argument for another name.
std::vector<LinePass> passes_by_name(const std::vector<std::string>& names);

// A line of a text, nothing of it locked.
Line load_line(const AnyText& text, const Tables& tables, std::size_t start, std::size_t end);

// What a line must hold for one of the passes to have business with it.
Events events_for(const std::vector<LinePass>& passes, const Options& options);

// The strays of all lines, with offsets in the text; see find_strays.
std::vector<StrayClause> find_strays_in_text(const AnyText& text, const Context& context);

struct Outcome {
  EditList edits;  // on the text given
  std::vector<Suspicion> suspicions;
  Events events = 0;  // of kEarlyEvents, those that lines hold after they were edited
};

// What calls for the passes that come first; the scan tells it of any line.
inline constexpr Events kEarlyEvents = kUnicodeEvent | kCombiningEvent | kGarbledEvent | kHintEvent;

// Runs `passes` in order on each of `lines`, as `scan` found them in this very text, that needs one
// of them. Events that are `settled` call for nothing before a line was edited. `protected_spans`
// are sorted and do not overlap. A line's outcome depends on the line, the survey and the options
// alone.
Outcome run_passes(const AnyText& text, const std::vector<LinePass>& passes, const Context& context,
                   const Spans& protected_spans, const std::vector<LineSpan>& lines,
                   Events settled = 0);

}  // namespace textmend
