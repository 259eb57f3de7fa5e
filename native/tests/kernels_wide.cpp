// The loops of the reader once more, with the registers of AVX2 at most.
#include "core/reader/kernels.hpp"

namespace textmend::wide_reader {
using namespace textmend::reader;
}

#define TEXTMEND_REGISTERS 1
#define reader wide_reader
#include "core/reader/kernels.cpp"
#include "core/reader/products.cpp"
