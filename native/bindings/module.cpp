// With models.cpp, what alone knows Python. It checks arguments, releases the interpreter's lock
// and maps errors; everything else is the core's.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <map>

#include "bindings/conversion.hpp"
#include "core/engine.hpp"
#include "core/layout.hpp"
#include "core/passes/script.hpp"
#include "core/recoding.hpp"
#include "core/scan.hpp"
#include "core/segmenter.hpp"
#include "core/utf8.hpp"

namespace nb = nanobind;
using namespace textmend;

namespace {

using bindings::check_spans;
using bindings::to_python;
using bindings::view_of;
using Bytes = bindings::ByteArray;

std::string_view view_of(const Bytes& data) {
  return {reinterpret_cast<const char*>(data.data()), data.size()};
}

std::u32string to_core(const nb::str& text) { return view_of(text).slice(0, view_of(text).size()); }

using Names = std::pair<std::string, std::string>;

Names origin_names(const EditList& edits, const Tables& tables, std::uint32_t origin) {
  if (origin >= EditList::kOwnOrigins) {
    const EditList::Origin& own = edits.own_origin(origin);
    return {own.pass, own.reason};
  }
  const Rule& rule = tables.rules().at(origin);
  return {rule.pass, rule.reason};
}

// Confidences are kept as floats; what a table says as 0.97 reads 0.97 again.
double readable(float confidence) {
  return static_cast<double>(static_cast<int>(static_cast<double>(confidence) * 1e6 + 0.5)) / 1e6;
}

// A step of a rule is the same tuple in every edit, so each is made once.
class StepTuples {
 public:
  StepTuples(const EditList& edits, const Tables& tables) : edits_(edits), tables_(tables) {}

  nb::tuple of(const Edit& edit) {
    const Step* steps = edits_.steps(edit);
    if (edit.step_count == 1) return nb::make_tuple(one(steps[0]));
    nb::list several;
    for (std::uint32_t k = 0; k < edit.step_count; ++k) several.append(one(steps[k]));
    return nb::tuple(several);
  }

 private:
  nb::object one(const Step& step) {
    const auto key = std::make_pair(step.origin, step.confidence);
    const auto found = made_.find(key);
    if (found != made_.end()) return found->second;
    const Names names = origin_names(edits_, tables_, step.origin);
    return made_[key] = nb::make_tuple(names.first, names.second, readable(step.confidence));
  }

  const EditList& edits_;
  const Tables& tables_;
  std::map<std::pair<std::uint32_t, float>, nb::object> made_;
};

nb::list edits_to_python(const EditList& edits, const Tables& tables) {
  StepTuples steps(edits, tables);
  nb::list result;
  for (const Edit& edit : edits.edits()) {
    result.append(nb::make_tuple(edit.start, edit.end, to_python(edit.original),
                                 to_python(edit.replacement), steps.of(edit)));
  }
  return result;
}

std::map<std::string, std::size_t> count_by_pass(const EditList& edits, const Tables& tables) {
  std::map<std::uint32_t, std::size_t> by_origin;
  for (const Edit& edit : edits.edits()) {
    ++by_origin[edits.steps(edit)[edit.step_count - 1].origin];
  }
  std::map<std::string, std::size_t> by_pass;
  for (const auto& [origin, count] : by_origin) {
    by_pass[origin_names(edits, tables, origin).first] += count;
  }
  return by_pass;
}

void append_by_rule(EditList& edits, const nb::str& text, const Tables& tables, std::size_t start,
                    std::size_t end, const nb::str& replacement, std::uint16_t rule) {
  const AnyText view = view_of(text);
  if (start > end || end > view.size()) throw EditError("An edit lies outside its text.");
  const auto confidence = static_cast<float>(tables.rules().at(rule).confidence);
  edits.append(start, end, view.slice(start, end), to_core(replacement), {{rule, confidence}});
}

EditList edits_from_python(const nb::list& items) {
  EditList edits;
  for (const nb::handle item : items) {
    const auto fields = nb::cast<nb::tuple>(item);
    std::vector<Step> steps;
    for (const nb::handle step : nb::cast<nb::tuple>(fields[4])) {
      const auto parts = nb::cast<nb::tuple>(step);
      steps.push_back(
          {edits.add_origin(nb::cast<std::string>(parts[0]), nb::cast<std::string>(parts[1])),
           nb::cast<float>(parts[2])});
    }
    edits.append(nb::cast<std::size_t>(fields[0]), nb::cast<std::size_t>(fields[1]),
                 to_core(nb::cast<nb::str>(fields[2])), to_core(nb::cast<nb::str>(fields[3])),
                 steps);
  }
  return edits;
}

nb::list suspicions_to_python(const std::vector<Suspicion>& suspicions, const Tables& tables) {
  nb::list result;
  for (const Suspicion& suspicion : suspicions) {
    nb::list alternatives;
    for (const std::u32string& text : suspicion.alternatives) alternatives.append(to_python(text));
    result.append(nb::make_tuple(suspicion.start, suspicion.end, nb::tuple(alternatives),
                                 tables.rules().at(suspicion.origin).reason));
  }
  return result;
}

nb::tuple run_passes_on(const nb::str& text, const std::vector<std::string>& names,
                        const Tables& tables, const Survey& survey, const Options& options,
                        const Spans& protected_spans, const Scan& scan, const Recoding* recoding,
                        Events settled) {
  const std::vector<LinePass> passes = passes_by_name(names);
  const AnyText view = view_of(text);
  check_spans(protected_spans, view.size());
  if (!scan.lines.empty() && scan.lines.back().end > view.size()) {
    throw EditError("This is not the text that was scanned.");
  }
  Outcome outcome;
  {
    nb::gil_scoped_release released;
    outcome = run_passes(view, passes, {tables, survey, options, recoding}, protected_spans,
                         scan.lines, settled);
  }
  nb::list suspicions = suspicions_to_python(outcome.suspicions, tables);
  return nb::make_tuple(std::move(outcome.edits), suspicions, outcome.events);
}

// A question that Python answers, asked with its lock held.
Recoding::Answer to_answer(nb::callable function) {
  return [function = std::move(function)](const std::u32string& text) {
    const nb::gil_scoped_acquire acquired;
    return to_core(nb::cast<nb::str>(function(to_python(text))));
  };
}

nb::str apply_to(const nb::str& text, const EditList& edits) {
  if (edits.empty()) return text;
  const AnyText view = view_of(text);
  check_fit(view, edits);
  if (width_after(view, edits) > view.width()) {
    std::u32string result;
    {
      nb::gil_scoped_release released;
      result = apply(view, edits);
    }
    return to_python(result);
  }
  return view.visit([&](auto units) {
    auto result = [&] {
      nb::gil_scoped_release released;
      return apply_in_units(units, edits);
    }();
    PyObject* object = PyUnicode_FromKindAndData(view.width(), result.data(),
                                                 static_cast<Py_ssize_t>(result.size()));
    if (object == nullptr) throw nb::python_error();
    return nb::steal<nb::str>(object);
  });
}

// (start, end, strays) of each clause of the text that characters of the other script slipped into.
nb::list find_strays_in(const nb::str& text, const Tables& tables, const Survey& survey) {
  const AnyText view = view_of(text);
  const Options options;
  std::vector<StrayClause> found;
  {
    nb::gil_scoped_release released;
    found = find_strays_in_text(view, {tables, survey, options});
  }
  nb::list result;
  for (const StrayClause& clause : found) {
    nb::list strays;
    for (const std::size_t i : clause.strays) strays.append(i);
    result.append(nb::make_tuple(clause.start, clause.end, strays));
  }
  return result;
}

// (start, end, next, indent, width, han, tail, quotes) of each line.
nb::list layout_to_python(const nb::str& text, const Tables& tables) {
  const AnyText view = view_of(text);
  std::vector<LayoutLine> lines;
  {
    nb::gil_scoped_release released;
    lines = layout_lines(view, tables);
  }
  nb::list result;
  for (const LayoutLine& line : lines) {
    result.append(nb::make_tuple(line.start, line.end, line.next, line.indent, line.width, line.han,
                                 static_cast<int>(line.tail), line.quotes));
  }
  return result;
}

nb::list samples_to_python(const LayoutSurvey& survey) {
  nb::list result;
  for (const LayoutSurvey::Sample& sample : survey.samples()) {
    const Ending& ending = sample.ending;
    result.append(nb::make_tuple(to_python(sample.before), to_python(sample.after),
                                 to_python(sample.beyond), ending.width, ending.is_clause,
                                 ending.inner_stop, ending.inner_comma, sample.is_indented));
  }
  return result;
}

EditList compose_on(const nb::str& text, const EditList& first, const EditList& second) {
  const AnyText view = view_of(text);
  nb::gil_scoped_release released;
  return compose(view, first, second);
}

}  // namespace

NB_MODULE(_native, module) {
  // A Mender may live as long as the interpreter does.
  nb::set_leak_warnings(false);
  module.doc() = "The native core of textmend. Use the package textmend instead.";
  nb::exception<EditError>(module, "NativeEditError", PyExc_ValueError);
  nb::exception<TableError>(module, "NativeTableError", PyExc_ValueError);

  nb::class_<Tables>(module, "Tables")
      .def(nb::init<std::string>(), nb::arg("folder"), nb::call_guard<nb::gil_scoped_release>())
      .def("rule_names",
           [](const Tables& tables) {
             std::vector<std::string> names;
             for (const Rule& rule : tables.rules()) names.push_back(rule.name);
             return names;
           })
      .def(
          "rule",
          [](const Tables& tables, std::size_t index) {
            const Rule& rule = tables.rules().at(index);
            return nb::make_tuple(rule.pass, rule.confidence, rule.reason);
          },
          nb::arg("index"))
      .def(
          "surprisal",
          [](const Tables& tables, const nb::str& text) {
            const AnyText view = view_of(text);
            std::size_t total = 0;
            for (std::size_t i = 0; i < view.size(); ++i) total += tables.surprisal(view.at(i));
            return total;
          },
          nb::arg("text"), "Sum over the characters, in tenths of a bit; 255 for one never seen.")
      .def(
          "segment",
          [](const Tables& tables, const nb::str& text) {
            return tables.segmenter().segment(to_core(text)).ends;
          },
          nb::arg("text"), "Ends of the words of the most probable segmentation.");

  nb::class_<Survey>(module, "Survey")
      .def(nb::init<>())
      .def("merge", &Survey::merge, nb::arg("other"))
      .def_ro("characters", &Survey::characters)
      .def_ro("han", &Survey::han)
      .def_ro("simplified", &Survey::simplified)
      .def_ro("traditional", &Survey::traditional)
      .def("is_simplified",
           [](const Survey& survey) { return survey.script() == Script::kSimplified; })
      .def("is_traditional",
           [](const Survey& survey) { return survey.script() == Script::kTraditional; })
      .def("is_japanese", &Survey::is_japanese)
      .def("is_letter_spaced", &Survey::is_letter_spaced);

  nb::class_<LayoutSurvey>(module, "LayoutSurvey")
      .def(nb::init<>())
      .def(
          "add",
          [](LayoutSurvey& survey, const nb::str& text, const Tables& tables) {
            const AnyText view = view_of(text);
            nb::gil_scoped_release released;
            survey.add(view, tables);
          },
          nb::arg("text"), nb::arg("tables"), "Count the next whole lines of a document.")
      .def_prop_ro("lines", &LayoutSurvey::lines)
      .def_prop_ro("prose", &LayoutSurvey::prose)
      .def_prop_ro("open", &LayoutSurvey::open)
      .def_prop_ro("breaks_off", &LayoutSurvey::breaks_off)
      .def_prop_ro("lost_marks", &LayoutSurvey::lost_marks)
      .def_prop_ro("indented", &LayoutSurvey::indented)
      .def_prop_ro("spaced", &LayoutSurvey::spaced)
      .def_prop_ro("close", &LayoutSurvey::close)
      .def("widths", &LayoutSurvey::widths)
      .def("open_widths", &LayoutSurvey::open_widths)
      .def("samples", &samples_to_python,
           "Ends of lines that end openly, each with the start of the line behind.");
  module.def("layout_lines", &layout_to_python, nb::arg("text"), nb::arg("tables"));

  nb::class_<Scan>(module, "Scan")
      .def(
          "__init__",
          [](Scan* self, const nb::str& text, const Tables& tables) {
            const AnyText view = view_of(text);
            nb::gil_scoped_release released;
            new (self) Scan(scan(view, tables.scan_table()));
          },
          nb::arg("text"), nb::arg("tables"))
      .def_ro("survey", &Scan::survey)
      .def(
          "has", [](const Scan& scan, Events events) { return (scan.survey.events & events) != 0; },
          nb::arg("events"))
      .def(
          "lines",
          [](const Scan& scan, Events events) {
            Spans found;
            for (const LineSpan& line : scan.lines) {
              if ((line.events & events) != 0) found.emplace_back(line.start, line.end);
            }
            return found;
          },
          nb::arg("events"), "Spans of the lines that hold one of these events.");

  nb::class_<Utf8Scan>(module, "Utf8Scan")
      .def(
          "__init__",
          [](Utf8Scan* self, const Bytes& data, const Tables& tables) {
            nb::gil_scoped_release released;
            new (self) Utf8Scan(scan_utf8(view_of(data), tables.scan_table()));
          },
          nb::arg("data"), nb::arg("tables"))
      .def_prop_ro("error",
                   [](const Utf8Scan& scan) {
                     return scan.error == Utf8Scan::kValid ? nb::object(nb::none())
                                                           : nb::object(nb::int_(scan.error));
                   })
      .def_ro("survey", &Utf8Scan::survey)
      .def(
          "has",
          [](const Utf8Scan& scan, Events events) { return (scan.survey.events & events) != 0; },
          nb::arg("events"))
      .def_ro("line_feeds", &Utf8Scan::line_feeds)
      .def("line_count", [](const Utf8Scan& scan) { return scan.lines.size(); })
      .def(
          "lines",
          [](const Utf8Scan& scan, Events events) {
            Spans found;
            for (const ByteLine& line : scan.lines) {
              if ((line.events & events) != 0) {
                found.emplace_back(line.start, line.start + line.size);
              }
            }
            return found;
          },
          nb::arg("events"), "Spans, in bytes, of the lines that hold one of these events.")
      .def(
          "lines_to_repair",
          [](const Utf8Scan& scan, const Bytes& data, const std::vector<std::string>& names,
             const Tables& tables, const Survey& survey, const Options& options, std::size_t most) {
            const std::vector<LinePass> passes = passes_by_name(names);
            const std::string_view bytes = view_of(data);
            if (!scan.lines.empty() &&
                scan.lines.back().start + scan.lines.back().size > bytes.size()) {
              throw EditError("These are not the bytes that were scanned.");
            }
            nb::gil_scoped_release released;
            Spans found;
            for (const ByteLine& line :
                 lines_to_repair(bytes, scan.lines, passes, {tables, survey, options}, most)) {
              found.emplace_back(line.start, line.start + line.size);
            }
            return found;
          },
          nb::arg("data"), nb::arg("passes"), nb::arg("tables"), nb::arg("survey"),
          nb::arg("options"), nb::arg("most"),
          "Spans, in bytes, of the lines that the passes would repair; one more than `most` at "
          "most.");
  module.def(
      "size_of_utf8",
      [](const Bytes& data) {
        const std::string_view bytes = view_of(data);
        nb::gil_scoped_release released;
        const Utf8Size size = size_of_utf8(bytes);
        return std::make_pair(size.characters, size.line_feeds);
      },
      nb::arg("data"), "Characters and line feeds.");

  nb::class_<EditList>(module, "EditList")
      .def(nb::init<>())
      .def("__len__", &EditList::size)
      .def("append", &append_by_rule, nb::arg("text"), nb::arg("tables"), nb::arg("start"),
           nb::arg("end"), nb::arg("replacement"), nb::arg("rule"))
      .def(
          "append_shifted",
          [](EditList& edits, const EditList& other, std::size_t offset) {
            edits.append_shifted(EditList(other), offset);
          },
          nb::arg("other"), nb::arg("offset"))
      .def("to_list", &edits_to_python, nb::arg("tables"))
      .def_static("from_list", &edits_from_python, nb::arg("items"))
      .def("count_by_pass", &count_by_pass, nb::arg("tables"))
      .def("inverted", &EditList::inverted)
      .def("mended_size", &EditList::mended_size, nb::arg("original_size"));

  nb::class_<Recoding>(module, "Recoding")
      .def(
          "__init__",
          [](Recoding* self, const nb::bytes& gbk_encoded, const nb::str& gbk_decoded,
             const nb::bytes& big5_encoded, const nb::str& big5_decoded, nb::callable unescape,
             nb::callable repair_latin) {
            const auto view = [](const nb::bytes& b) {
              return std::string_view(b.c_str(), b.size());
            };
            new (self) Recoding{DoubleByteCodec(view(gbk_encoded), view_of(gbk_decoded)),
                                DoubleByteCodec(view(big5_encoded), view_of(big5_decoded)),
                                to_answer(std::move(unescape)), to_answer(std::move(repair_latin))};
          },
          nb::arg("gbk_encoded"), nb::arg("gbk_decoded"), nb::arg("big5_encoded"),
          nb::arg("big5_decoded"), nb::arg("unescape"), nb::arg("repair_latin"));

  nb::class_<OffsetMap>(module, "OffsetMap")
      .def(nb::init<const EditList&>(), nb::arg("edits"))
      .def("to_mended", &OffsetMap::to_mended, nb::arg("offset"))
      .def("to_original", &OffsetMap::to_original, nb::arg("offset"));

  nb::enum_<Options::HanLatin>(module, "HanLatin")
      .value("AUTO", Options::HanLatin::kAuto)
      .value("ADD", Options::HanLatin::kAdd)
      .value("REMOVE", Options::HanLatin::kRemove);
  nb::class_<Options>(module, "Options")
      .def(nb::init<>())
      .def_rw("min_confidence", &Options::min_confidence)
      .def_rw("han_latin", &Options::han_latin);

  bindings::bind_gating(module);
  bindings::bind_lookalikes(module);
  bindings::bind_models(module);
  bindings::bind_lexicons(module);
  bindings::bind_reading(module);

  module.attr("UNICODE_EVENT") = static_cast<Events>(kUnicodeEvent);
  module.attr("COMBINING_EVENT") = static_cast<Events>(kCombiningEvent);
  module.attr("GARBLED_EVENT") = static_cast<Events>(kGarbledEvent);
  module.attr("SIMPLIFIED_EVENT") = static_cast<Events>(kSimplifiedEvent);
  module.attr("HINT_EVENT") = static_cast<Events>(kHintEvent);

  module.def("run_passes", &run_passes_on, nb::arg("text"), nb::arg("passes"), nb::arg("tables"),
             nb::arg("survey"), nb::arg("options"), nb::arg("protected_spans"), nb::arg("scan"),
             nb::arg("recoding") = nb::none(), nb::arg("settled") = 0);
  module.def("apply", &apply_to, nb::arg("text"), nb::arg("edits"));
  module.def("compose", &compose_on, nb::arg("text"), nb::arg("first"), nb::arg("second"));
  module.def("find_strays", &find_strays_in, nb::arg("text"), nb::arg("tables"), nb::arg("survey"));
}
