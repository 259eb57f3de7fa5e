#include "core/model/checksum.hpp"

#include <array>
#include <cstring>

namespace textmend {

namespace {

constexpr std::uint64_t kPrime1 = 0x9E3779B185EBCA87U;
constexpr std::uint64_t kPrime2 = 0xC2B2AE3D27D4EB4FU;
constexpr std::uint64_t kPrime3 = 0x165667B19E3779F9U;
constexpr std::uint64_t kPrime4 = 0x85EBCA77C2B2AE63U;
constexpr std::uint64_t kPrime5 = 0x27D4EB2F165667C5U;

constexpr std::size_t kStripe = 32;

std::uint64_t rotated(std::uint64_t value, int bits) noexcept {
  return (value << bits) | (value >> (64 - bits));
}

template <typename Word>
Word word_at(const unsigned char* bytes) noexcept {
  Word word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

std::uint64_t round(std::uint64_t lane, std::uint64_t word) noexcept {
  return rotated(lane + word * kPrime2, 31) * kPrime1;
}

// Four lanes, so that the multiplications of neighbouring words overlap.
std::uint64_t digest_stripes(const unsigned char*& bytes, std::size_t& left) noexcept {
  std::array<std::uint64_t, 4> lanes = {kPrime1 + kPrime2, kPrime2, 0, 0 - kPrime1};
  for (; left >= kStripe; left -= kStripe, bytes += kStripe) {
    for (std::size_t i = 0; i < lanes.size(); ++i) {
      lanes[i] = round(lanes[i], word_at<std::uint64_t>(bytes + 8 * i));
    }
  }
  std::uint64_t digest =
      rotated(lanes[0], 1) + rotated(lanes[1], 7) + rotated(lanes[2], 12) + rotated(lanes[3], 18);
  for (const std::uint64_t lane : lanes) digest = (digest ^ round(0, lane)) * kPrime1 + kPrime4;
  return digest;
}

std::uint64_t digest_rest(std::uint64_t digest, const unsigned char* bytes,
                          std::size_t left) noexcept {
  for (; left >= 8; left -= 8, bytes += 8) {
    digest = rotated(digest ^ round(0, word_at<std::uint64_t>(bytes)), 27) * kPrime1 + kPrime4;
  }
  if (left >= 4) {
    digest = rotated(digest ^ (word_at<std::uint32_t>(bytes) * kPrime1), 23) * kPrime2 + kPrime3;
    left -= 4;
    bytes += 4;
  }
  for (; left > 0; --left, ++bytes) digest = rotated(digest ^ (*bytes * kPrime5), 11) * kPrime1;
  return digest;
}

}  // namespace

std::uint64_t checksum(const void* data, std::size_t size) noexcept {
  const auto* bytes = static_cast<const unsigned char*>(data);
  std::size_t left = size;
  std::uint64_t digest = size >= kStripe ? digest_stripes(bytes, left) : kPrime5;
  digest = digest_rest(digest + size, bytes, left);
  digest = (digest ^ (digest >> 33)) * kPrime2;
  digest = (digest ^ (digest >> 29)) * kPrime3;
  return digest ^ (digest >> 32);
}

}  // namespace textmend
