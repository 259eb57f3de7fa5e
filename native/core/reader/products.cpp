// The product of integers, in three texts: for any processor, for AVX2, and for AVX-512 with VNNI,
// chosen when the program runs. Sums of integers are the same in any order.
#include <array>
#include <cstring>

#include "core/reader/kernels.hpp"
#include "core/registers.hpp"

namespace textmend::reader {

namespace {

constexpr std::size_t kTile = 6;  // inputs at once: what is read of the matrix serves them all

// A version multiplies `kCount` inputs with so many strips abreast, from strip `strip`.
struct Narrow {
  static constexpr std::size_t kAbreast = 1;

  template <std::size_t kCount, std::size_t>
  static void add(const Product& p, std::size_t first, std::size_t strip) noexcept {
    const std::int16_t* weights = p.packed + strip * p.pairs * kStrip * 2;
    std::array<std::array<std::int32_t, kStrip>, kCount> sums = {};
    const std::size_t pairs = p.active == nullptr ? p.pairs : p.actives;
    for (std::size_t k = 0; k < pairs; ++k) {
      const std::size_t at = p.active == nullptr ? k : p.active[k];
      const std::int16_t* pair = weights + at * kStrip * 2;
      for (std::size_t i = 0; i < kCount; ++i) {
        const std::int16_t* input = p.inputs + ((first + i) * p.pairs + at) * 2;
        for (std::size_t j = 0; j < kStrip; ++j) {
          sums[i][j] += input[0] * pair[2 * j] + input[1] * pair[2 * j + 1];
        }
      }
    }
    for (std::size_t i = 0; i < kCount; ++i) {
      float* result = p.results + (first + i) * p.width + strip * kStrip;
      const float* factors = p.factors + strip * kStrip;
      for (std::size_t j = 0; j < kStrip; ++j) {
        result[j] += p.scales[first + i] * factors[j] * static_cast<float>(sums[i][j]);
      }
    }
  }
};

#if TEXTMEND_REGISTERS >= 1
// Written out, since compilers gather all loads and products first and run out of registers.
TEXTMEND_WIDE_BODY void add_to(__m256i& sum, __m256i product) noexcept {
  asm volatile("vpaddd %1, %0, %0" : "+x"(sum) : "x"(product));
}

// Sums for `kCount` inputs and a strip of outputs, each in a register: compilers keep the members
// of nested structures there, but not arrays.
template <std::size_t kCount>
struct Sums {
  __m256i low;
  __m256i high;
  Sums<kCount - 1> rest;

  TEXTMEND_WIDE_BODY void clear() noexcept {
    low = high = _mm256_setzero_si256();
    rest.clear();
  }
  TEXTMEND_WIDE_BODY void add(const std::int16_t* input, std::size_t stride, __m256i w0,
                              __m256i w1) noexcept {
    std::int32_t both;
    std::memcpy(&both, input, sizeof both);
    const __m256i pair = _mm256_set1_epi32(both);
    add_to(low, _mm256_madd_epi16(pair, w0));
    add_to(high, _mm256_madd_epi16(pair, w1));
    rest.add(input + stride, stride, w0, w1);
  }
  TEXTMEND_WIDE_BODY void store(const float* scale, __m256 f0, __m256 f1, float* result,
                                std::size_t width) const noexcept {
    const __m256 factor = _mm256_set1_ps(*scale);
    const __m256 r0 = _mm256_mul_ps(_mm256_mul_ps(factor, f0), _mm256_cvtepi32_ps(low));
    const __m256 r1 = _mm256_mul_ps(_mm256_mul_ps(factor, f1), _mm256_cvtepi32_ps(high));
    _mm256_storeu_ps(result, _mm256_add_ps(_mm256_loadu_ps(result), r0));
    _mm256_storeu_ps(result + 8, _mm256_add_ps(_mm256_loadu_ps(result + 8), r1));
    rest.store(scale + 1, f0, f1, result + width, width);
  }
};

template <>
struct Sums<0> {
  TEXTMEND_WIDE_BODY void clear() noexcept {}
  TEXTMEND_WIDE_BODY void add(const std::int16_t*, std::size_t, __m256i, __m256i) noexcept {}
  TEXTMEND_WIDE_BODY void store(const float*, __m256, __m256, float*, std::size_t) const noexcept {}
};

struct Wide {
  static constexpr std::size_t kAbreast = 1;

  template <std::size_t kCount, std::size_t>
  TEXTMEND_WIDE static void add(const Product& p, std::size_t first, std::size_t strip) noexcept {
    const std::size_t stride = p.pairs * 2;
    const std::int16_t* weights = p.packed + strip * p.pairs * kStrip * 2;
    const std::int16_t* inputs = p.inputs + first * stride;
    Sums<kCount> sums;
    sums.clear();
    const auto* w = reinterpret_cast<const __m256i*>(weights);
    if (p.active == nullptr) {
      for (std::size_t pair = 0; pair < p.pairs; ++pair, w += 2) {
        sums.add(inputs + pair * 2, stride, _mm256_loadu_si256(w), _mm256_loadu_si256(w + 1));
      }
    } else {
      for (std::size_t k = 0; k < p.actives; ++k) {
        const std::size_t pair = p.active[k];
        sums.add(inputs + pair * 2, stride, _mm256_loadu_si256(w + pair * 2),
                 _mm256_loadu_si256(w + pair * 2 + 1));
      }
    }
    sums.store(p.scales + first, _mm256_loadu_ps(p.factors + strip * kStrip),
               _mm256_loadu_ps(p.factors + strip * kStrip + kStrip / 2),
               p.results + first * p.width + strip * kStrip, p.width);
  }
};
#endif

#if TEXTMEND_REGISTERS >= 2
// A strip of sums fills a register of AVX-512, of which there are 32: four strips abreast.
struct Widest {
  static constexpr std::size_t kAbreast = 4;

  template <std::size_t kCount, std::size_t kStrips>
  TEXTMEND_WIDEST static void add(const Product& p, std::size_t first, std::size_t strip) noexcept {
    const std::size_t apart = p.pairs * kStrip * 2;
    const std::int16_t* weights = p.packed + strip * apart;
    const std::int16_t* inputs = p.inputs + first * p.pairs * 2;
    __m512i sums[kCount][kStrips];
    TEXTMEND_UNROLL
    for (std::size_t i = 0; i < kCount; ++i) {
      TEXTMEND_UNROLL
      for (std::size_t s = 0; s < kStrips; ++s) sums[i][s] = _mm512_setzero_si512();
    }
    const std::size_t pairs = p.active == nullptr ? p.pairs : p.actives;
    for (std::size_t k = 0; k < pairs; ++k) {
      const std::size_t at = p.active == nullptr ? k : p.active[k];
      __m512i weight[kStrips];
      TEXTMEND_UNROLL
      for (std::size_t s = 0; s < kStrips; ++s) {
        weight[s] = _mm512_loadu_si512(weights + s * apart + at * kStrip * 2);
      }
      TEXTMEND_UNROLL
      for (std::size_t i = 0; i < kCount; ++i) {
        std::int32_t both;
        std::memcpy(&both, inputs + (i * p.pairs + at) * 2, sizeof both);
        const __m512i input = _mm512_set1_epi32(both);
        TEXTMEND_UNROLL
        for (std::size_t s = 0; s < kStrips; ++s) add_to(sums[i][s], input, weight[s]);
      }
    }
    TEXTMEND_UNROLL
    for (std::size_t i = 0; i < kCount; ++i) {
      TEXTMEND_UNROLL
      for (std::size_t s = 0; s < kStrips; ++s) store(p, first + i, strip + s, sums[i][s]);
    }
  }

 private:
  // Written out for the reason that AVX2's addition is.
  TEXTMEND_WIDEST static inline void add_to(__m512i& sum, __m512i input, __m512i weight) noexcept {
    asm volatile("vpdpwssd %2, %1, %0" : "+v"(sum) : "v"(input), "v"(weight));
  }
  TEXTMEND_WIDEST static inline void store(const Product& p, std::size_t input, std::size_t strip,
                                           __m512i sums) noexcept {
    constexpr __mmask16 kAll = 0xFFFF;  // GCC 12 warns of the version without a mask
    float* result = p.results + input * p.width + strip * kStrip;
    const __m512 factors = _mm512_loadu_ps(p.factors + strip * kStrip);
    const __m512 scaled = _mm512_mul_ps(_mm512_set1_ps(p.scales[input]), factors);
    const __m512 added = _mm512_mul_ps(scaled, _mm512_maskz_cvtepi32_ps(kAll, sums));
    _mm512_storeu_ps(result, _mm512_add_ps(_mm512_loadu_ps(result), added));
  }
};
#endif

// All inputs with `kStrips` strips.
template <typename Version, std::size_t kStrips>
void add_strips(const Product& p, std::size_t strip) noexcept {
  std::size_t first = 0;
  for (; first + kTile <= p.count; first += kTile) {
    Version::template add<kTile, kStrips>(p, first, strip);
  }
  switch (p.count - first) {
    case 5:
      Version::template add<5, kStrips>(p, first, strip);
      break;
    case 4:
      Version::template add<4, kStrips>(p, first, strip);
      break;
    case 3:
      Version::template add<3, kStrips>(p, first, strip);
      break;
    case 2:
      Version::template add<2, kStrips>(p, first, strip);
      break;
    case 1:
      Version::template add<1, kStrips>(p, first, strip);
      break;
    default:
      break;
  }
}

template <typename Version>
void add_product(const Product& p) noexcept {
  std::size_t strip = 0;
  for (; strip + Version::kAbreast <= p.strips; strip += Version::kAbreast) {
    add_strips<Version, Version::kAbreast>(p, strip);
  }
  if constexpr (Version::kAbreast > 3) {
    if (strip + 3 <= p.strips) {
      add_strips<Version, 3>(p, strip);  // a head of attention has three strips
      strip += 3;
    }
  }
  for (; strip < p.strips; ++strip) add_strips<Version, 1>(p, strip);
}

}  // namespace

void multiply_add(const Product& product) noexcept {
#if TEXTMEND_REGISTERS >= 2
  if (is_widest()) return add_product<Widest>(product);
#endif
#if TEXTMEND_REGISTERS >= 1
  if (is_wide()) return add_product<Wide>(product);
#endif
  add_product<Narrow>(product);
}

}  // namespace textmend::reader
