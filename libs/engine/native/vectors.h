// One source for every instruction set: GCC's vector types. `LANES` floats make a vector; what the processor lacks the
// compiler makes of what it has. Sums of products are written a * b + c, which the compiler fuses where it can.
#pragma once

#include <cstdint>
#include <cstring>
#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace tlc {

#if defined(__AVX512F__)
constexpr int LANES = 16;
#elif defined(__AVX2__)
constexpr int LANES = 8;
#else
constexpr int LANES = 4;
#endif

typedef float Floats __attribute__((vector_size(4 * LANES)));
typedef int32_t Ints __attribute__((vector_size(4 * LANES)));
typedef uint32_t Words __attribute__((vector_size(4 * LANES)));

#define TLC_INLINE inline __attribute__((always_inline))

/** Not inlined, so that it is compiled once and gives the same bits wherever it is called from. */
#define TLC_ONCE __attribute__((noinline))

TLC_INLINE Floats broadcast(float x) { return x - Floats{}; }

TLC_INLINE Floats load(const float* from) {
  Floats x;
  std::memcpy(&x, from, sizeof x);
  return x;
}

TLC_INLINE void store(float* to, Floats x) { std::memcpy(to, &x, sizeof x); }

/** A whole vector, or the first `count` lanes of one at the end of a row. */
struct Whole {};
struct Part {
  int count;
};

TLC_INLINE Floats load(const float* from, Whole) { return load(from); }
TLC_INLINE void store(float* to, Floats x, Whole) { store(to, x); }

/** The other lanes are 0. */
TLC_INLINE Floats load(const float* from, Part part) {
#if defined(__AVX512F__)
  return (Floats)_mm512_maskz_loadu_ps((__mmask16)((1u << part.count) - 1), from);
#elif defined(__AVX2__)
  const Ints lane = {0, 1, 2, 3, 4, 5, 6, 7};
  return (Floats)_mm256_maskload_ps(from, (__m256i)(lane < part.count));
#else
  Floats x = {};
  for (int i = 0; i < part.count; i++) x[i] = from[i];
  return x;
#endif
}

TLC_INLINE void store(float* to, Floats x, Part part) {
#if defined(__AVX512F__)
  _mm512_mask_storeu_ps(to, (__mmask16)((1u << part.count) - 1), (__m512)x);
#elif defined(__AVX2__)
  const Ints lane = {0, 1, 2, 3, 4, 5, 6, 7};
  _mm256_maskstore_ps(to, (__m256i)(lane < part.count), (__m256)x);
#else
  for (int i = 0; i < part.count; i++) to[i] = x[i];
#endif
}

/** Calls `each(j, whole or part)` for the vectors of elements 0 to n − 1. */
template <class Each>
TLC_INLINE void over(int64_t n, Each each) {
  int64_t j = 0;
  for (; j + LANES <= n; j += LANES) each(j, Whole{});
  if (j < n) each(j, Part{(int)(n - j)});
}

TLC_INLINE Floats choose(Ints where, Floats yes, Floats no) {
  return (Floats)((where & (Ints)yes) | (~where & (Ints)no));
}

TLC_INLINE Floats larger(Floats a, Floats b) { return choose(a > b, a, b); }
TLC_INLINE Floats smaller(Floats a, Floats b) { return choose(a < b, a, b); }

TLC_INLINE Floats root(Floats x) {
#if defined(__AVX512F__)
  return (Floats)_mm512_maskz_sqrt_ps(0xffff, (__m512)x);
#elif defined(__AVX2__)
  return (Floats)_mm256_sqrt_ps((__m256)x);
#else
  for (int i = 0; i < LANES; i++) x[i] = __builtin_sqrtf(x[i]);
  return x;
#endif
}

/** x with `beyond` in the lanes beyond its end. */
TLC_INLINE Floats within(Floats x, Whole, float = 0) { return x; }
TLC_INLINE Floats within(Floats x, Part part, float beyond = 0) {
  Ints lane;
  for (int i = 0; i < LANES; i++) lane[i] = i;
  return choose(lane < part.count, x, broadcast(beyond));
}

/** The lanes of x from the middle on, in the first half. */
template <int HALF>
TLC_INLINE Floats upper(Floats x) {
  Ints from;
  for (int i = 0; i < LANES; i++) from[i] = (i + HALF) % LANES;
  return __builtin_shuffle(x, from);
}

/** The sum of all lanes, always in the same order: halves are added to halves. */
TLC_INLINE float total(Floats x) {
  if constexpr (LANES > 8) x += upper<8>(x);
  if constexpr (LANES > 4) x += upper<4>(x);
  x += upper<2>(x);
  x += upper<1>(x);
  return x[0];
}

TLC_INLINE float largest(Floats x) {
  if constexpr (LANES > 8) x = larger(x, upper<8>(x));
  if constexpr (LANES > 4) x = larger(x, upper<4>(x));
  x = larger(x, upper<2>(x));
  x = larger(x, upper<1>(x));
  return x[0];
}

}  // namespace tlc
