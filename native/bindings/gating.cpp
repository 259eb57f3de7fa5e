// The gate: is a text damaged, where, and how badly?
#include <nanobind/nanobind.h>
#include <nanobind/stl/array.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/vector.h>

#include "bindings/conversion.hpp"
#include "core/gate/gate.hpp"
#include "core/gate/prose.hpp"
#include "core/gate/second_look.hpp"

namespace textmend::bindings {

namespace {

using gate::Examination;
using gate::Gate;
using gate::Measured;
using gate::Measurement;
using gate::Spans;
using gate::Stretch;
using gate::SymbolCount;
using gate::Tally;

nb::tuple to_python(const Stretch& stretch) {
  return nb::make_tuple(stretch.start, stretch.end, static_cast<int>(stretch.severity),
                        stretch.probability, stretch.evidence, stretch.marks, stretch.functions,
                        stretch.visible, stretch.han);
}

// (offset, symbol, gain) of each.
nb::list to_python(const std::vector<gate::Hit>& hits) {
  nb::list result;
  for (const gate::Hit& hit : hits) {
    const auto symbol = nb::steal<nb::str>(PyUnicode_FromOrdinal(static_cast<int>(hit.symbol)));
    result.append(nb::make_tuple(hit.offset, symbol, hit.gain));
  }
  return result;
}

nb::list stretches_of(const Examination& self, bool all) {
  nb::list result;
  for (const Stretch& stretch : self.stretches) {
    if (all || stretch.severity != gate::Severity::kClean) result.append(to_python(stretch));
  }
  return result;
}

// The numbers of the stretches (start, end, visible) and their features, as float32 row by row.
nb::tuple measure_for_training(const gate::Alphabet& alphabet, const nb::str& text) {
  const AnyText view = view_of(text);
  Measurement measured;
  std::vector<float> rows;
  {
    nb::gil_scoped_release released;
    measured = gate::measure(view, {}, alphabet);
    for (const Measured& one : measured.stretches) {
      const gate::Features features = gate::features_of(one.counts);
      rows.insert(rows.end(), features.begin(), features.end());
    }
  }
  nb::list spans;
  for (const Measured& one : measured.stretches) {
    spans.append(
        nb::make_tuple(one.start, one.end, one.counts.visible(), gate::is_chinese(one.counts)));
  }
  return nb::make_tuple(
      spans, nb::bytes(reinterpret_cast<const char*>(rows.data()), rows.size() * sizeof(float)));
}

// The number of each character, two bytes each.
nb::bytes ids_of(const gate::Alphabet& alphabet, const nb::str& text) {
  const AnyText view = view_of(text);
  std::vector<std::uint16_t> ids(view.size());
  {
    nb::gil_scoped_release released;
    view.visit([&](auto characters) {
      for (std::size_t i = 0; i < characters.size; ++i) {
        ids[i] = static_cast<std::uint16_t>(alphabet.entry(characters[i]).id());
      }
    });
  }
  return nb::bytes(reinterpret_cast<const char*>(ids.data()), ids.size() * sizeof(std::uint16_t));
}

// The counts of each stretch in the order of their declaration; for the tests.
nb::list counts_of(const gate::Alphabet& alphabet, const nb::str& text, const Spans& spans) {
  const AnyText view = view_of(text);
  check_spans(spans, view.size());
  nb::list result;
  for (const Measured& one : gate::measure(view, spans, alphabet).stretches) {
    nb::list counts;
    for (const auto& part : {nb::cast(one.counts.kinds), nb::cast(one.counts.pairs[1]),
                             nb::cast(one.counts.pairs[0]), nb::cast(one.counts.runs)}) {
      counts.append(part);
    }
    counts.append(one.counts.open_lines);
    counts.append(one.counts.closed_lines);
    result.append(nb::make_tuple(one.start, one.end, counts));
  }
  return result;
}

// How many pairs were looked at, and (offset, symbol, gain) of each place found.
nb::tuple look(const gate::SecondLook& self, const nb::str& text, std::size_t start,
               std::size_t end) {
  const AnyText view = view_of(text);
  check_spans({{start, end}}, view.size());
  std::vector<gate::Hit> hits;
  std::size_t looked = 0;
  {
    nb::gil_scoped_release released;
    looked = self.look(view, start, end, hits);
  }
  return nb::make_tuple(looked, to_python(hits));
}

}  // namespace

void bind_gating(nb::module_& module) {
  nb::class_<gate::Alphabet>(module, "GateAlphabet")
      .def(nb::init<const ModelFile&>(), nb::arg("file"), nb::keep_alive<1, 2>())
      .def("features", &measure_for_training, nb::arg("text"))
      .def("ids", &ids_of, nb::arg("text"))
      .def("counts", &counts_of, nb::arg("text"), nb::arg("protected_spans"));
  nb::class_<gate::SecondLook>(module, "SecondLook")
      .def(nb::init<const gate::Alphabet&, const NgramModel&>(), nb::arg("alphabet"),
           nb::arg("ngrams"), nb::keep_alive<1, 2>(), nb::keep_alive<1, 3>())
      .def("look", &look, nb::arg("text"), nb::arg("start"), nb::arg("end"));
  nb::class_<Tally>(module, "Tally")
      .def("symbols",
           [](const Tally& self) {
             nb::list result;
             for (const SymbolCount& symbol : self.symbols) {
               result.append(nb::make_tuple(symbol.count, symbol.expected));
             }
             return result;
           })
      .def_ro("others", &Tally::others);
  nb::class_<Examination>(module, "Examination")
      .def("stretches", &stretches_of, nb::arg("all"))
      .def_ro("tally", &Examination::tally)
      .def("hits", [](const Examination& self) { return to_python(self.hits); })
      .def_ro("light_probability", &Examination::light_probability)
      .def_ro("probability", &Examination::probability)
      .def_ro("marks", &Examination::marks)
      .def_ro("functions", &Examination::functions);
  nb::class_<Gate>(module, "Gate")
      .def(nb::init<const ModelFile&>(), nb::arg("file"), nb::keep_alive<1, 2>())
      .def(
          "examine",
          [](const Gate& self, const nb::str& text, const Spans& spans) {
            const AnyText view = view_of(text);
            check_spans(spans, view.size());
            nb::gil_scoped_release released;
            return self.examine(view, spans);
          },
          nb::arg("text"), nb::arg("protected_spans"));
  module.attr("GATE_FEATURES") = gate::kFeatures;
}

}  // namespace textmend::bindings
