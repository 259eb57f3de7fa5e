// The words around a place of a line.
#pragma once

#include <cstddef>
#include <string_view>

#include "core/segmenter.hpp"

namespace textmend::lookalikes {

// ln of the probability of the most probable words around [at, at + size), each by itself: five
// characters on each side, up to what is no Han.
float words_around(const Segmenter& segmenter, std::u32string_view line, std::size_t at,
                   std::size_t size);

}  // namespace textmend::lookalikes
