#include "core/line_decoder.hpp"

#include <algorithm>

#include "core/codec.hpp"
#include "core/registers.hpp"

namespace textmend {

namespace {

// How far decoding has come. Local to the loops, since a store through a member would be taken to
// change it.
struct Place {
  const unsigned char* at;
  std::uint16_t* out;
};

// Decodes a character; false, and nothing done, where it is none or lies beyond the BMP.
TEXTMEND_ALWAYS_INLINE bool decode_one(Place& place, const unsigned char* end) noexcept {
  const unsigned char* at = place.at;
  // Nearly all of a Chinese text: three bytes, not overlong and no surrogate.
  const bool plain = end - at > 2 && at[0] >= 0xE1 && at[0] <= 0xEF && at[0] != 0xED &&
                     ((at[1] & 0xC0) | ((at[2] & 0xC0) << 8)) == 0x8080;
  if (plain) {
    *place.out++ =
        static_cast<std::uint16_t>((at[0] << 12) | ((at[1] & 0x3F) << 6) | (at[2] & 0x3F));
    place.at += 3;
    return true;
  }
  char32_t character = 0;
  const std::size_t length = decode_utf8(at, static_cast<std::size_t>(end - at), character);
  if (length == 0 || character > 0xFFFF) return false;
  *place.out++ = static_cast<std::uint16_t>(character);
  place.at += length;
  return true;
}

// Decodes as far as characters have a place in 2 bytes.
Place decode_narrow(Place place, const unsigned char* end) noexcept {
  while (place.at < end && decode_one(place, end)) {
  }
  return place;
}

#if TEXTMEND_REGISTERS >= 1
constexpr int kStep = 32;  // so many bytes are left: room for what is looked at and written

// A pattern of three bytes, five times in each half of a register; nothing in the halves' last
// byte.
TEXTMEND_WIDE_BODY __m256i repeated(char lead, char trail) noexcept {
  return _mm256_setr_epi8(lead, trail, trail, lead, trail, trail, lead, trail, trail, lead, trail,
                          trail, lead, trail, trail, 0, lead, trail, trail, lead, trail, trail,
                          lead, trail, trail, lead, trail, trail, lead, trail, trail, 0);
}

// Decodes the first of ten characters of three bytes, up to one that is something else, an overlong
// form, or perhaps a surrogate. Five are in each half of a register, whose last byte is left out.
TEXTMEND_WIDE_BODY void decode_threes(Place& place) noexcept {
  const __m256i bytes = _mm256_inserti128_si256(
      _mm256_castsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(place.at))),
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(place.at + 15)), 1);
  constexpr std::uint32_t kNoneBad = 0xC0000000U;
  constexpr char kLead = static_cast<char>(0xF0), kTrail = static_cast<char>(0xC0);
  constexpr char kIsLead = static_cast<char>(0xE0), kIsTrail = static_cast<char>(0x80);
  const __m256i marked = _mm256_and_si256(bytes, repeated(kLead, kTrail));
  const __m256i fits = _mm256_cmpeq_epi8(marked, repeated(kIsLead, kIsTrail));
  const __m256i doubtful =
      _mm256_or_si256(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(static_cast<char>(0xE0))),
                      _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(static_cast<char>(0xED))));
  const auto good =
      static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_andnot_si256(doubtful, fits)));
  const std::uint32_t bad = ~((good & 0x7FFFU) | ((good >> 1) & 0x3FFF8000U));

  // Into 16 bits for each character: the second and third byte, six bits each; then the first.
  constexpr char kNone = -1;
  const __m256i trails = _mm256_shuffle_epi8(
      _mm256_and_si256(bytes, _mm256_set1_epi8(0x3F)),
      _mm256_broadcastsi128_si256(_mm_setr_epi8(1, 2, 4, 5, 7, 8, 10, 11, 13, 14, kNone, kNone,
                                                kNone, kNone, kNone, kNone)));
  const __m256i leads = _mm256_shuffle_epi8(
      bytes,
      _mm256_broadcastsi128_si256(_mm_setr_epi8(0, kNone, 3, kNone, 6, kNone, 9, kNone, 12, kNone,
                                                kNone, kNone, kNone, kNone, kNone, kNone)));
  const __m256i low = _mm256_maddubs_epi16(trails, _mm256_set1_epi16(0x0140));  // 64 and 1
  const __m256i characters = _mm256_or_si256(_mm256_slli_epi16(leads, 12), low);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(place.out), _mm256_castsi256_si128(characters));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(place.out + 5),
                   _mm256_extracti128_si256(characters, 1));
  if (bad == kNoneBad) {  // the usual case, in which the next step need not wait for a count
    place.at += 30;
    place.out += 10;
    return;
  }
  const int count = __builtin_ctz(bad) / 3;
  place.at += 3 * count;
  place.out += count;
}

// Decodes the first of 16 characters of ASCII, up to one that is something else.
TEXTMEND_WIDE_BODY void decode_ascii(Place& place) noexcept {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(place.at));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(place.out), _mm256_cvtepu8_epi16(bytes));
  const int count = __builtin_ctz(static_cast<std::uint32_t>(_mm_movemask_epi8(bytes)) | 0x10000U);
  place.at += count;
  place.out += count;
}

TEXTMEND_WIDE Place decode_wide(Place place, const unsigned char* end) noexcept {
  while (end - place.at >= kStep) {
    const unsigned char* before = place.at;
    if (*before < 0x80) {
      decode_ascii(place);
    } else {
      decode_threes(place);
      if (place.at == before && !decode_one(place, end)) return place;
    }
  }
  while (place.at < end && decode_one(place, end)) {
  }
  return place;
}
#endif

Place decode(Place place, const unsigned char* end) noexcept {
#if TEXTMEND_REGISTERS >= 1
  if (is_wide()) return decode_wide(place, end);
#endif
  return decode_narrow(place, end);
}

}  // namespace

std::size_t LineDecoder::decode(std::string_view line) {
  clear();
  return append(line) ? kDone : decode_four_bytes(line);
}

bool LineDecoder::append(std::string_view line) {
  if (is_wide_) clear();
  make_room(line.size());  // one a byte is enough
  const auto* bytes = reinterpret_cast<const unsigned char*>(line.data());
  const Place last = textmend::decode({bytes, narrow_.data() + size_}, bytes + line.size());
  if (last.at != bytes + line.size()) return false;
  size_ = static_cast<std::size_t>(last.out - narrow_.data());
  return true;
}

void LineDecoder::append_line_feed() {
  make_room(1);
  narrow_[size_++] = '\n';
}

void LineDecoder::make_room(std::size_t characters) {
  const std::size_t needed = size_ + characters;
  if (narrow_.size() < needed) narrow_.resize(std::max(needed, 2 * narrow_.size()));
}

std::size_t LineDecoder::decode_four_bytes(std::string_view line) {
  if (wide_.size() < line.size()) wide_.resize(line.size());
  size_ = 0;
  is_wide_ = true;
  const auto* bytes = reinterpret_cast<const unsigned char*>(line.data());
  for (std::size_t i = 0; i < line.size();) {
    char32_t character = 0;
    const std::size_t length = decode_utf8(bytes + i, line.size() - i, character);
    if (length == 0) return i;
    wide_[size_++] = character;
    i += length;
  }
  return kDone;
}

}  // namespace textmend
