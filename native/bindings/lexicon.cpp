// Lexicons: compiling, finding.
#include "core/lexicon/lexicon.hpp"

#include <nanobind/nanobind.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/unique_ptr.h>
#include <nanobind/stl/vector.h>

#include <map>
#include <memory>

#include "bindings/conversion.hpp"
#include "bindings/match_list.hpp"
#include "core/lexicon/build.hpp"
#include "core/lexicon/format.hpp"
#include "core/model/file.hpp"

namespace textmend::bindings {

namespace {

using bindings::to_python;

using SectionMap = std::map<std::string, std::string>;

// A lexicon and the memory that it lies in, where that is not a file's.
struct OwningLexicon {
  explicit OwningLexicon(const ModelFile& file) : lexicon(Sections(file.sections(), file.path())) {}
  explicit OwningLexicon(SectionMap sections)
      : memory(std::move(sections)), lexicon(Sections(views(), "the lexicon")) {}

  std::vector<Section> views() const {
    std::vector<Section> result;
    for (const auto& [name, bytes] : memory) {
      result.push_back({name, {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}});
    }
    return result;
  }

  SectionMap memory;
  Lexicon lexicon;
};

SectionMap compile(const nb::str& terms, const nb::str& droppable, const nb::str& marks) {
  const AnyText views[] = {view_of(terms), view_of(droppable), view_of(marks)};
  nb::gil_scoped_release released;
  return compile_lexicon(views[0], views[1], views[2]);
}

nb::tuple to_python(const Lexicon& lexicon, const Match& match) {
  return nb::make_tuple(match.start, match.end, to_python(lexicon.term(match.term)),
                        static_cast<int>(match.kind), match.distance);
}

nb::list candidates_of(const OwningLexicon& self, const nb::str& text, std::size_t start,
                       std::size_t end) {
  const AnyText view = view_of(text);
  if (start > end || end > view.size()) throw nb::index_error("the span lies outside the text");
  std::vector<Candidate> found;
  {
    nb::gil_scoped_release released;
    found = self.lexicon.candidates(view, start, end);
  }
  nb::list result;
  for (const Candidate& candidate : found) {
    nb::list insertions;
    for (const Insertion& insertion : candidate.insertions) {
      insertions.append(nb::make_tuple(insertion.offset, to_python(insertion.text)));
    }
    result.append(nb::make_tuple(to_python(self.lexicon, candidate.match), nb::tuple(insertions)));
  }
  return result;
}

MatchList find(const OwningLexicon& self, const nb::str& text, bool exact, bool cut, bool skeletons,
               std::uint32_t errors, bool overlapping) {
  const AnyText view = view_of(text);
  nb::gil_scoped_release released;
  const FindOptions options{exact, cut, skeletons, errors, overlapping};
  return {&self.lexicon, self.lexicon.find(view, options)};
}

void bind_matches(nb::module_& module) {
  nb::class_<MatchList>(module, "MatchList")
      .def("__len__", [](const MatchList& list) { return list.matches.size(); })
      .def(
          "__getitem__",
          [](const MatchList& list, std::size_t index) {
            if (index >= list.matches.size()) throw nb::index_error("there are fewer matches");
            return to_python(*list.lexicon, list.matches[index]);
          },
          nb::arg("index"), "(start, end, term, kind, distance)")
      .def(
          "spans",
          [](const MatchList& list) {
            nb::list spans;
            for (const Match& match : list.matches) {
              spans.append(nb::make_tuple(match.start, match.end));
            }
            return spans;
          },
          "(start, end) of each.");
}

}  // namespace

void bind_lexicons(nb::module_& module) {
  bind_matches(module);
  module.attr("LONGEST_TERM") = kLongestTerm;
  module.def(
      "compile_lexicon",
      [](const nb::str& terms, const nb::str& droppable, const nb::str& marks) {
        nb::dict result;
        for (const auto& [name, bytes] : compile(terms, droppable, marks)) {
          result[nb::str(name.c_str())] = nb::bytes(bytes.data(), bytes.size());
        }
        return result;
      },
      nb::arg("terms"), nb::arg("droppable"), nb::arg("marks"),
      "The sections of a lexicon of terms, one a line.");
  nb::class_<OwningLexicon>(module, "Lexicon")
      .def(nb::init<const ModelFile&>(), nb::arg("file"), nb::keep_alive<1, 2>())
      .def_static(
          "of",
          [](const nb::str& terms, const nb::str& droppable, const nb::str& marks) {
            return std::make_unique<OwningLexicon>(compile(terms, droppable, marks));
          },
          nb::arg("terms"), nb::arg("droppable"), nb::arg("marks"))
      .def("__len__", [](const OwningLexicon& self) { return self.lexicon.size(); })
      .def(
          "term",
          [](const OwningLexicon& self, std::uint32_t number) {
            if (number >= self.lexicon.size()) throw nb::index_error("there are fewer terms");
            return to_python(self.lexicon.term(number));
          },
          nb::arg("number"))
      .def("find", &find, nb::arg("text"), nb::arg("exact"), nb::arg("cut"), nb::arg("skeletons"),
           nb::arg("errors"), nb::arg("overlapping"), nb::keep_alive<0, 1>())
      .def("candidates", &candidates_of, nb::arg("text"), nb::arg("start"), nb::arg("end"));
}

}  // namespace textmend::bindings
