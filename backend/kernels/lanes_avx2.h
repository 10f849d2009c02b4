// Sixteen numbers in two registers: AVX2 with FMA.

struct Floats { __m256 low, high; };
struct Sums { __m256i low, high; };  // of columns 0 1 4 5 2 3 6 7

static constexpr int MOST_ROWS = 2;
static constexpr int OFFSET = 0;

inline Floats all(float x) { return {_mm256_set1_ps(x), _mm256_set1_ps(x)}; }
inline Floats load(const float* x) { return {_mm256_loadu_ps(x), _mm256_loadu_ps(x + 8)}; }
inline void store(float* to, Floats x) {
  _mm256_storeu_ps(to, x.low);
  _mm256_storeu_ps(to + 8, x.high);
}
#include "partial.h"
#define BOTH(operation) {operation(a.low, b.low), operation(a.high, b.high)}
inline Floats add(Floats a, Floats b) { return BOTH(_mm256_add_ps); }
inline Floats subtract(Floats a, Floats b) { return BOTH(_mm256_sub_ps); }
inline Floats multiply(Floats a, Floats b) { return BOTH(_mm256_mul_ps); }
inline Floats divide(Floats a, Floats b) { return BOTH(_mm256_div_ps); }
inline Floats larger(Floats a, Floats b) { return BOTH(_mm256_max_ps); }
inline Floats smaller(Floats a, Floats b) { return BOTH(_mm256_min_ps); }
#undef BOTH
inline Floats fused(Floats a, Floats b, Floats c) {
  return {_mm256_fmadd_ps(a.low, b.low, c.low), _mm256_fmadd_ps(a.high, b.high, c.high)};
}
inline Floats magnitude(Floats a) {
  const __m256 sign = _mm256_set1_ps(-0.0f);
  return {_mm256_andnot_ps(sign, a.low), _mm256_andnot_ps(sign, a.high)};
}
inline __m256 power(__m256 n) {
  return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(n), _mm256_set1_epi32(127)), 23));
}
inline Floats scaled(Floats a, Floats n) { return {_mm256_mul_ps(a.low, power(n.low)), _mm256_mul_ps(a.high, power(n.high))}; }

inline void transpose8(const float* rows, long stride, __m256* columns) {
  __m256 own[4];
  for (int i = 0; i < 4; i++)
    own[i] = _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(rows + i * stride)), _mm_loadu_ps(rows + (i + 4) * stride), 1);
  const __m256d low = _mm256_castps_pd(_mm256_unpacklo_ps(own[0], own[1])), high = _mm256_castps_pd(_mm256_unpackhi_ps(own[0], own[1]));
  const __m256d low2 = _mm256_castps_pd(_mm256_unpacklo_ps(own[2], own[3])), high2 = _mm256_castps_pd(_mm256_unpackhi_ps(own[2], own[3]));
  columns[0] = _mm256_castpd_ps(_mm256_unpacklo_pd(low, low2));
  columns[1] = _mm256_castpd_ps(_mm256_unpackhi_pd(low, low2));
  columns[2] = _mm256_castpd_ps(_mm256_unpacklo_pd(high, high2));
  columns[3] = _mm256_castpd_ps(_mm256_unpackhi_pd(high, high2));
}
// Four columns of sixteen rows, which lie `stride` numbers apart.
inline void transpose(const float* rows, long stride, Floats* columns) {
  __m256 low[4], high[4];
  transpose8(rows, stride, low);
  transpose8(rows + 8 * stride, stride, high);
  for (int i = 0; i < 4; i++) columns[i] = {low[i], high[i]};
}

inline Sums no_sums() { return {_mm256_setzero_si256(), _mm256_setzero_si256()}; }
inline Sums corrected(const int16_t*) { return no_sums(); }
// To eight columns: sixteen-bit products of pairs, which cannot overflow when they are added.
inline __m256i dot8(__m256i sums, __m256i four, const int8_t* codes) {
  const __m256i first = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i*)codes));
  const __m256i second = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i*)(codes + 16)));
  return _mm256_add_epi32(sums, _mm256_hadd_epi32(_mm256_madd_epi16(first, four), _mm256_madd_epi16(second, four)));
}
inline Sums dot(Sums sums, const uint8_t* numbers, const int8_t* codes) {
  int32_t bytes;
  __builtin_memcpy(&bytes, numbers, 4);
  const __m256i four = _mm256_broadcastq_epi64(_mm_cvtepi8_epi16(_mm_cvtsi32_si128(bytes)));
  return {dot8(sums.low, four, codes), dot8(sums.high, four, codes + 32)};
}
inline Floats numbers(Sums sums) {
  return {_mm256_cvtepi32_ps(_mm256_permute4x64_epi64(sums.low, 0xD8)), _mm256_cvtepi32_ps(_mm256_permute4x64_epi64(sums.high, 0xD8))};
}
inline void store_rounded(uint8_t* to, Floats x) {
  int32_t own[16];
  _mm256_storeu_si256((__m256i*)own, _mm256_cvtps_epi32(x.low));
  _mm256_storeu_si256((__m256i*)(own + 8), _mm256_cvtps_epi32(x.high));
  for (int i = 0; i < 16; i++) to[i] = (uint8_t)(int8_t)own[i];
}
