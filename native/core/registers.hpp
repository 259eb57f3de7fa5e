// Which vector registers loops may use: decided by the processor, when the program runs.
// TEXTMEND_REGISTERS says up to which a file is compiled: 0 for those that every processor of the
// kind has, 1 for those of AVX2, 2 for those of AVX-512 with its products of integers (VNNI).
#pragma once

#if !defined(TEXTMEND_REGISTERS)
#if defined(__x86_64__) && defined(__GNUC__)
#define TEXTMEND_REGISTERS 2
#else
#define TEXTMEND_REGISTERS 0
#endif
#endif

// What is compiled once for each kind of registers.
#if defined(__GNUC__)
#define TEXTMEND_ALWAYS_INLINE static inline __attribute__((always_inline))
#else
#define TEXTMEND_ALWAYS_INLINE static inline
#endif
#if TEXTMEND_REGISTERS >= 1
#include <immintrin.h>
#define TEXTMEND_WIDE __attribute__((target("avx2")))
#define TEXTMEND_WIDE_BODY __attribute__((target("avx2"), always_inline)) inline
#endif
#if TEXTMEND_REGISTERS >= 2
#define TEXTMEND_WIDEST_FEATURES "avx512f,avx512bw,avx512vl,avx512vnni"
#if defined(__clang__)
#define TEXTMEND_WIDEST __attribute__((target(TEXTMEND_WIDEST_FEATURES)))
#else
#define TEXTMEND_WIDEST __attribute__((target(TEXTMEND_WIDEST_FEATURES ",prefer-vector-width=512")))
#endif
// Arrays stay in registers only where loops over them are unrolled.
#define TEXTMEND_UNROLL _Pragma("GCC unroll 8")
#endif

namespace textmend {

#if TEXTMEND_REGISTERS >= 1
inline bool is_wide() noexcept {
  static const bool wide = __builtin_cpu_supports("avx2") != 0;
  return wide;
}
#endif

#if TEXTMEND_REGISTERS >= 2
inline bool is_widest() noexcept {
  static const bool widest =
      __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
      __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512vnni") != 0;
  return widest;
}
#endif

}  // namespace textmend
