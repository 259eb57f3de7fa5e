// How arguments come in and strings go out, for all files of the bindings.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/text.hpp"

namespace textmend::bindings {

namespace nb = nanobind;

// Reads a Python string's own storage. The string must outlive the view.
inline AnyText view_of(const nb::str& text) {
  PyObject* object = text.ptr();
  return AnyText(PyUnicode_DATA(object), static_cast<std::size_t>(PyUnicode_GET_LENGTH(object)),
                 static_cast<int>(PyUnicode_KIND(object)));
}

inline nb::str to_python(const std::u32string& text) {
  PyObject* object = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, text.data(),
                                               static_cast<Py_ssize_t>(text.size()));
  if (object == nullptr) throw nb::python_error();
  return nb::steal<nb::str>(object);
}

// Spans reach the core sorted, apart and within the text.
inline void check_spans(const std::vector<std::pair<std::size_t, std::size_t>>& spans,
                        std::size_t size) {
  std::size_t last = 0;
  for (const auto& [start, end] : spans) {
    if (start < last || end < start || end > size) {
      throw nb::value_error("Protected spans must be sorted, apart and within the text.");
    }
    last = end;
  }
}

// Bytes of any object that has them in a row, such as a memoryview of a larger buffer.
using ByteArray = nb::ndarray<const std::uint8_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

void bind_gating(nb::module_& module);
void bind_lexicons(nb::module_& module);
void bind_lookalikes(nb::module_& module);
void bind_models(nb::module_& module);
void bind_reading(nb::module_& module);

}  // namespace textmend::bindings
