// The native part of the reader.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "bindings/conversion.hpp"
#include "core/reader/reader.hpp"

namespace textmend::bindings {

namespace {

using bindings::to_python;

using reader::Candidate;
using reader::Finding;
using reader::GapReading;
using reader::Observation;
using reader::Reader;
using reader::Search;
using reader::Span;

using Profile = nb::ndarray<const float, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using ConstFloats = nb::ndarray<const float, nb::ndim<2>, nb::c_contig, nb::device::cpu>;

void check_rows(std::size_t rows, std::size_t columns, const Observation& observed,
                std::size_t expected) {
  if (rows != observed.size() || columns != expected) {
    throw nb::value_error("The array does not have a row for each observed character.");
  }
}

void check_profile(const Reader& self, const Profile& profile) {
  if (profile.shape(0) != self.profile_size()) {
    throw nb::value_error("The profile does not have a number for each symbol.");
  }
}

nb::list to_python(const std::vector<Candidate>& candidates) {
  nb::list result;
  for (const Candidate& candidate : candidates) {
    result.append(nb::make_tuple(to_python(candidate.text), candidate.probability));
  }
  return result;
}

nb::list read(const Reader& self, const nb::str& text, std::size_t start, std::size_t end,
              const Profile& profile,
              const std::vector<std::pair<std::size_t, std::size_t>>& closed,
              const Search& search) {
  const AnyText view = view_of(text);
  if (start > end || end > view.size()) throw nb::value_error("No such span.");
  check_profile(self, profile);
  std::vector<Span> spans;
  for (const auto& [first, last] : closed) spans.push_back({first, last});
  std::vector<Finding> findings;
  {
    nb::gil_scoped_release released;
    findings = self.read(view, {start, end}, profile.data(), spans, search);
  }
  nb::list result;
  for (const Finding& found : findings) {
    result.append(nb::make_tuple(found.offset, to_python(found.candidates)));
  }
  return result;
}

nb::list search(const Reader& self, const Observation& observed, const ConstFloats& gaps,
                const Profile& profile, const ByteArray& closed, const Search& search) {
  check_rows(gaps.shape(0), gaps.shape(1), observed, self.shape().hidden);
  check_rows(closed.size(), 1, observed, 1);
  check_profile(self, profile);
  std::vector<GapReading> readings;
  {
    nb::gil_scoped_release released;
    readings = self.search(observed, gaps.data(), profile.data(), closed.data(), search);
  }
  nb::list result;
  for (const GapReading& reading : readings) {
    result.append(nb::make_tuple(reading.gap, to_python(reading.candidates)));
  }
  return result;
}

auto encode(const Reader& self, const Observation& observed, const Profile& profile) {
  check_profile(self, profile);
  auto* gaps = new std::vector<float>(self.encode(observed, profile.data()));
  const nb::capsule owner(
      gaps, [](void* data) noexcept { delete static_cast<std::vector<float>*>(data); });
  return nb::ndarray<nb::numpy, float, nb::ndim<2>>(
      gaps->data(), {observed.size(), std::size_t{self.shape().hidden}}, owner);
}

void bind_search(nb::module_& module) {
  nb::class_<Search>(module, "ReaderSearch")
      .def(nb::init<>())
      .def_rw("beam", &Search::beam)
      .def_rw("branches", &Search::branches)
      .def_rw("longest", &Search::longest)
      .def_rw("threshold", &Search::threshold)
      .def_rw("gap_threshold", &Search::gap_threshold)
      .def_rw("ngram_weight", &Search::ngram_weight)
      .def_rw("bonus", &Search::bonus);
}

void bind_observation(nb::module_& module) {
  nb::class_<Observation>(module, "Observation")
      .def("__len__", &Observation::size)
      .def_prop_ro("offsets", [](const Observation& self) { return self.offsets; })
      .def_prop_ro("ids", [](const Observation& self) { return self.ids; });
}

}  // namespace

void bind_reading(nb::module_& module) {
  bind_search(module);
  bind_observation(module);
  nb::class_<Reader>(module, "Reader")
      .def(nb::init<const ModelFile&>(), nb::arg("file"), nb::keep_alive<1, 2>())
      .def_prop_ro("hidden", [](const Reader& self) { return self.shape().hidden; })
      .def_prop_ro("symbols",
                   [](const Reader& self) {
                     std::u32string symbols;
                     for (std::size_t i = 0; i < self.alphabet().symbols(); ++i) {
                       symbols += self.alphabet().symbol(i);
                     }
                     return to_python(symbols);
                   })
      .def(
          "observe",
          [](const Reader& self, const nb::str& text, std::size_t start, std::size_t end) {
            const AnyText view = view_of(text);
            if (start > end || end > view.size()) throw nb::value_error("No such span.");
            nb::gil_scoped_release released;
            return self.observe(view, start, end);
          },
          nb::arg("text"), nb::arg("start"), nb::arg("end"))
      .def("read", &read, nb::arg("text"), nb::arg("start"), nb::arg("end"), nb::arg("profile"),
           nb::arg("closed"), nb::arg("search"))
      .def("encode", &encode, nb::arg("observed"), nb::arg("profile"))
      .def("search", &search, nb::arg("observed"), nb::arg("gaps"), nb::arg("profile"),
           nb::arg("closed"), nb::arg("search"));
}

}  // namespace textmend::bindings
