// Model files, and the n-gram model: reading, counting, estimating, packing.
#include <nanobind/nanobind.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <map>
#include <memory>

#include "bindings/conversion.hpp"
#include "core/breaks.hpp"
#include "core/joints.hpp"
#include "core/model/checksum.hpp"
#include "core/model/file.hpp"
#include "core/ngram/counter.hpp"
#include "core/ngram/estimate.hpp"
#include "core/ngram/model.hpp"
#include "core/ngram/pack.hpp"
#include "core/ngram/prune.hpp"
#include "core/ngram/storage.hpp"

namespace textmend::bindings {

namespace {

Bytes bytes_of(const ByteArray& array) { return {array.data(), array.size()}; }

nb::bytes header_from_python(const std::vector<std::pair<std::string, ByteArray>>& items) {
  std::vector<Section> sections;
  for (const auto& [name, array] : items) sections.push_back({name, bytes_of(array)});
  std::string header;
  {
    nb::gil_scoped_release released;
    header = header_of(sections);
  }
  return nb::bytes(header.data(), header.size());
}

nb::dict to_python(const std::map<std::string, std::string>& sections) {
  nb::dict result;
  for (const auto& [name, bytes] : sections) {
    result[nb::str(name.c_str())] = nb::bytes(bytes.data(), bytes.size());
  }
  return result;
}

// A counter owns its vocabulary, so that Python need not keep it.
struct OwningCounter {
  OwningCounter(const ByteArray& code_points, std::size_t order, const std::string& folder,
                std::size_t memory)
      : vocabulary(bytes_of(code_points)), counter(vocabulary, order, folder, memory) {}
  Vocabulary vocabulary;
  NgramCounter counter;
};

// Counts with the estimates that belong to them.
struct Estimate {
  Estimate(const NgramCounts& from, double growth_)
      : counts(from), growth(growth_), levels(estimate(counts, growth)) {}

  void prune_to(double bytes) {
    prune(counts, levels, packed_costs(counts.order()), bytes);
    levels = estimate(counts, growth);
  }
  NgramCounts counts;
  double growth;
  std::vector<LevelEstimate> levels;
};

std::vector<std::size_t> sizes_of(const NgramCounts& counts) {
  std::vector<std::size_t> sizes;
  for (const GramLevel& level : counts.levels) sizes.push_back(level.size());
  return sizes;
}

// (numbers of the characters, probability, backoff) of each n-gram of an order.
nb::list grams_of(const Estimate& model, std::size_t order) {
  const auto& levels = model.counts.levels;
  if (order < 1 || order > levels.size()) throw nb::index_error("no such order");
  nb::list result;
  for (std::size_t i = 0; i < levels[order - 1].size(); ++i) {
    nb::list ids;
    for (std::size_t k = order, at = i; k > 0; at = levels[k - 1].suffix[at], --k) {
      ids.append(levels[k - 1].first[at]);
    }
    const LevelEstimate& estimate = model.levels[order - 1];
    result.append(nb::make_tuple(nb::tuple(ids), estimate.probability[i], estimate.backoff[i]));
  }
  return result;
}

void bind_files(nb::module_& module) {
  nb::class_<ModelFile>(module, "ModelFile")
      .def(nb::init<const std::string&>(), nb::arg("path"),
           nb::call_guard<nb::gil_scoped_release>())
      .def("names",
           [](const ModelFile& file) {
             std::vector<std::string> names;
             for (const Section& section : file.sections()) names.push_back(section.name);
             return names;
           })
      .def(
          "section",
          [](nb::handle_t<ModelFile> self, const std::string& name) {
            const Bytes bytes = nb::cast<const ModelFile&>(self).section(name);
            return nb::ndarray<nb::memview, const std::uint8_t, nb::ndim<1>, nb::device::cpu>(
                bytes.data, {bytes.size}, self);
          },
          nb::arg("name"), "The bytes where they lie; they keep the file open.");
  module.def("model_header", &header_from_python, nb::arg("sections"));
  module.def(
      "checksum",
      [](const ByteArray& data) {
        nb::gil_scoped_release released;
        return checksum(data.data(), data.size());
      },
      nb::arg("data"));
}

void bind_training(nb::module_& module) {
  nb::class_<NgramCounts>(module, "NgramCounts")
      .def_static(
          "from_sections",
          [](const ModelFile& file) {
            nb::gil_scoped_release released;
            return counts_from(file);
          },
          nb::arg("file"))
      .def("to_sections",
           [](const NgramCounts& counts) { return to_python(sections_from(counts)); })
      .def("sizes", &sizes_of)
      .def("discounts", [](const NgramCounts& counts) {
        std::vector<std::vector<double>> result;
        for (const CountsOfCounts& n : counts.of_counts) {
          const Discounts discounts = discounts_of(n);
          result.emplace_back(discounts.begin(), discounts.end());
        }
        return result;
      });
  nb::class_<OwningCounter>(module, "NgramCounter")
      .def(nb::init<const ByteArray&, std::size_t, const std::string&, std::size_t>(),
           nb::arg("code_points"), nb::arg("order"), nb::arg("folder"), nb::arg("memory"))
      .def(
          "add",
          [](OwningCounter& self, const nb::str& text, std::uint32_t weight, std::uint64_t line) {
            const AnyText view = view_of(text);
            nb::gil_scoped_release released;
            return self.counter.add(view, weight, line);
          },
          nb::arg("text"), nb::arg("weight"), nb::arg("first_line"))
      .def(
          "finish",
          [](OwningCounter& self, const std::vector<std::uint32_t>& cut_offs) {
            return self.counter.finish(cut_offs);
          },
          nb::arg("cut_offs"), nb::call_guard<nb::gil_scoped_release>());
  nb::class_<Estimate>(module, "NgramEstimate")
      .def(nb::init<const NgramCounts&, double>(), nb::arg("counts"), nb::arg("growth") = kNoGrowth,
           nb::call_guard<nb::gil_scoped_release>())
      .def("prune", &Estimate::prune_to, nb::arg("bytes"), nb::call_guard<nb::gil_scoped_release>())
      .def("sizes", [](const Estimate& model) { return sizes_of(model.counts); })
      .def("grams", &grams_of, nb::arg("order"))
      .def("pack", [](const Estimate& model) {
        std::map<std::string, std::string> sections;
        {
          nb::gil_scoped_release released;
          sections = pack(model.counts, model.levels);
        }
        return to_python(sections);
      });
}

std::vector<float> scores_of(const NgramModel& model, AnyText text, bool line_end) {
  std::vector<float> scores;
  scores.reserve(text.size() + 1);
  NgramState state = model.start();
  text.visit([&](auto view) {
    for (std::size_t i = 0; i < view.size; ++i) {
      scores.push_back(model.score(state, model.vocabulary().id(view[i]), &state));
    }
  });
  if (line_end) scores.push_back(model.score(state, kLineEndId, &state));
  return scores;
}

void bind_model(nb::module_& module) {
  nb::class_<NgramModel>(module, "NgramModel")
      .def(nb::init<const ModelFile&, const std::string&>(), nb::arg("file"),
           nb::arg("prefix") = "", nb::keep_alive<1, 2>())
      .def_prop_ro("order", &NgramModel::order)
      .def("sizes",
           [](const NgramModel& model) {
             std::vector<std::uint64_t> sizes;
             for (std::size_t k = 1; k <= model.order(); ++k) sizes.push_back(model.grams(k));
             return sizes;
           })
      .def(
          "is_known",
          [](const NgramModel& model, const nb::str& character) {
            const AnyText view = view_of(character);
            return view.size() == 1 && model.vocabulary().id(view.at(0)) != kUnknownId;
          },
          nb::arg("character"))
      .def(
          "score",
          [](const NgramModel& model, const nb::str& text) {
            const AnyText view = view_of(text);
            nb::gil_scoped_release released;
            return scores_of(model, view, true);
          },
          nb::arg("text"),
          "Natural logarithm of the probability of each character of a line, and of its end.");
}

void bind_breaks(nb::module_& module) {
  nb::class_<BreakReader>(module, "BreakReader")
      .def(nb::init<const NgramModel&, const Tables&>(), nb::arg("model"), nb::arg("tables"),
           nb::keep_alive<1, 2>(), nb::keep_alive<1, 3>())
      .def(
          "weigh",
          [](const BreakReader& reader, const nb::str& before, const nb::str& after) {
            const BreakScores s = reader.weigh(view_of(before), view_of(after));
            return nb::make_tuple(s.line_end, s.sentence_end, s.clause_end, s.closing, s.run_on,
                                  s.first, s.anew, s.heading);
          },
          nb::arg("before"), nb::arg("after"));
  nb::class_<JointReader>(module, "JointReader")
      .def(nb::init<const ModelFile&, const Tables&>(), nb::arg("file"), nb::arg("tables"),
           nb::keep_alive<1, 2>(), nb::keep_alive<1, 3>(), nb::call_guard<nb::gil_scoped_release>())
      .def(
          "weigh",
          [](const JointReader& reader, const nb::str& before, const nb::str& after) {
            const AnyText left = view_of(before);
            const AnyText right = view_of(after);
            nb::gil_scoped_release released;
            return reader.weigh(left, right);
          },
          nb::arg("before"), nb::arg("after"), "ln of the odds that the text goes on.");
}

}  // namespace

void bind_models(nb::module_& module) {
  nb::exception<ModelFileError>(module, "NativeModelError", PyExc_ValueError);
  bind_files(module);
  bind_training(module);
  bind_model(module);
  bind_breaks(module);
}

}  // namespace textmend::bindings
