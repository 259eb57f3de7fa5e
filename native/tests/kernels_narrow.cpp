// The loops of the reader once more, without the versions for wide registers, to be compared with
// those that the processor gets.
#include "core/reader/kernels.hpp"

namespace textmend::narrow_reader {
using namespace textmend::reader;
}

#define TEXTMEND_REGISTERS 0
#define reader narrow_reader
#include "core/reader/kernels.cpp"
#include "core/reader/products.cpp"
