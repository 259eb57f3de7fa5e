// A 64-bit checksum that runs at the speed of memory: XXH64 with seed 0, after its public
// specification (Yann Collet, xxHash). It finds damage, not malice.
#pragma once

#include <cstddef>
#include <cstdint>

namespace textmend {

std::uint64_t checksum(const void* data, std::size_t size) noexcept;

}  // namespace textmend
