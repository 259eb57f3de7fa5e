// Characters that were taken for others because they look or sound alike.
#include <nanobind/nanobind.h>
#include <nanobind/stl/array.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <optional>

#include "bindings/conversion.hpp"
#include "bindings/match_list.hpp"
#include "core/lookalikes/confusions.hpp"
#include "core/lookalikes/finder.hpp"
#include "core/lookalikes/term_gaps.hpp"
#include "core/tables.hpp"

namespace textmend::bindings {

namespace {

using lookalikes::Confusions;
using lookalikes::Finder;
using lookalikes::Finding;
using lookalikes::Likeness;
using lookalikes::Network;
using lookalikes::Settings;
using lookalikes::Spans;

constexpr const char* kLikenessNames[] = {"shape", "sound", "term"};

nb::str to_python(char32_t character) {
  return nb::steal<nb::str>(PyUnicode_FromOrdinal(static_cast<int>(character)));
}

// A finder with what it reads; the model file and the tables are kept by the binding.
struct OwningFinder {
  OwningFinder(const ModelFile& file, const Tables& tables,
               const std::vector<std::pair<std::string, bool>>& paths)
      : ngrams(file),
        confusions(sources_of(paths), ngrams.vocabulary()),
        network(Network::of(file)),
        tables(tables),
        finder(confusions, ngrams, tables, network ? &*network : nullptr) {}

  static std::vector<Confusions::Source> sources_of(
      const std::vector<std::pair<std::string, bool>>& paths) {
    std::vector<Confusions::Source> sources;
    for (const auto& [path, is_sound] : paths) {
      sources.push_back({path, is_sound ? Likeness::kSound : Likeness::kShape});
    }
    return sources;
  }

  NgramModel ngrams;
  Confusions confusions;
  std::optional<Network> network;
  const Tables& tables;
  Finder finder;
};

template <typename Values>
void copy_weights(const std::vector<float>& weights, Values& values) {
  if (weights.size() != values.size()) {
    throw nb::value_error("There must be a weight for each kind of evidence.");
  }
  std::copy(weights.begin(), weights.end(), values.begin());
}

nb::list find(const OwningFinder& self, const nb::str& text, const Spans& spans,
              const MatchList* matches, float repair, float report,
              const std::vector<float>& weights, float thorough_from) {
  const AnyText view = view_of(text);
  check_spans(spans, view.size());
  Settings settings;
  settings.repair = repair;
  settings.report = report;
  settings.thorough_from = thorough_from;
  copy_weights(weights, settings.weights);
  std::vector<Finding> findings;
  {
    nb::gil_scoped_release released;
    lookalikes::TermCharacters terms;
    if (matches != nullptr)
      terms = lookalikes::term_characters(view, *matches->lexicon, matches->matches);
    findings = self.finder.find(view, spans, terms, settings);
  }
  nb::list result;
  for (const Finding& finding : findings) {
    const char* likeness = kLikenessNames[static_cast<std::size_t>(finding.likeness)];
    result.append(nb::make_tuple(finding.offset, to_python(finding.meant), likeness, finding.odds,
                                 nb::cast(finding.evidence)));
  }
  return result;
}

nb::list find_gaps(const OwningFinder& self, const nb::str& text, const Spans& spans,
                   const MatchList& matches, float report, const std::vector<float>& missing,
                   const std::vector<float>& extra) {
  const AnyText view = view_of(text);
  check_spans(spans, view.size());
  lookalikes::GapSettings settings;
  settings.report = report;
  copy_weights(missing, settings.missing);
  copy_weights(extra, settings.extra);
  std::vector<lookalikes::GapFinding> findings;
  {
    nb::gil_scoped_release released;
    const lookalikes::GapJudge judge(self.ngrams, self.tables);
    const auto gaps = lookalikes::term_gaps(view, *matches.lexicon, matches.matches);
    findings = judge.judge(view, spans, gaps, settings);
  }
  nb::list result;
  for (const auto& [gap, odds, evidence] : findings) {
    result.append(nb::make_tuple(gap.offset, to_python(gap.character), gap.is_missing, odds,
                                 nb::cast(evidence)));
  }
  return result;
}

}  // namespace

void bind_lookalikes(nb::module_& module) {
  nb::class_<OwningFinder>(module, "LookalikeFinder")
      .def(nb::init<const ModelFile&, const Tables&,
                    const std::vector<std::pair<std::string, bool>>&>(),
           nb::arg("file"), nb::arg("tables"), nb::arg("paths"), nb::keep_alive<1, 2>(),
           nb::keep_alive<1, 3>(), nb::call_guard<nb::gil_scoped_release>())
      .def("find", &find, nb::arg("text"), nb::arg("protected_spans"), nb::arg("matches").none(),
           nb::arg("repair"), nb::arg("report"), nb::arg("weights"), nb::arg("thorough_from"),
           "(offset, meant, \"shape\", \"sound\" or \"term\", ln of the odds, evidence) of each.")
      .def("find_gaps", &find_gaps, nb::arg("text"), nb::arg("protected_spans"), nb::arg("matches"),
           nb::arg("report"), nb::arg("missing"), nb::arg("extra"),
           "(offset, character, whether it is missing, ln of the odds, evidence) of each.");
  nb::list names;
  for (const char* name : lookalikes::kEvidenceNames) names.append(name);
  module.attr("LOOKALIKE_EVIDENCE") = nb::tuple(names);
  nb::list gap_names;
  for (const char* name : lookalikes::kGapEvidenceNames) gap_names.append(name);
  module.attr("TERM_GAP_EVIDENCE") = nb::tuple(gap_names);
}

}  // namespace textmend::bindings
