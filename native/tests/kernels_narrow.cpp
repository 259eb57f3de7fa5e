// The loops of the reader once more, without the versions for wide registers, to be compared with
// those that the processor gets.
#define TEXTMEND_HAS_WIDE 0
#define reader narrow_reader
#include "core/reader/kernels.cpp"
