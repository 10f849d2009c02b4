// Sixteen numbers in one register: AVX-512 with VNNI.

struct Floats { __m512 v; };
struct Sums { __m512i v; };  // 32-bit integers

static constexpr int MOST_ROWS = 8;   // whose sums fit in registers beside a panel
static constexpr int OFFSET = 128;    // of rounded numbers: the instruction takes unsigned ones

inline __mmask16 first(long n) { return n >= 16 ? 0xffff : (__mmask16)((1u << n) - 1); }
inline Floats all(float x) { return {_mm512_set1_ps(x)}; }
inline Floats load(const float* x) { return {_mm512_loadu_ps(x)}; }
inline Floats load(const float* x, long n) { return {_mm512_maskz_loadu_ps(first(n), x)}; }
inline void store(float* to, Floats x) { _mm512_storeu_ps(to, x.v); }
inline void store(float* to, Floats x, long n) { _mm512_mask_storeu_ps(to, first(n), x.v); }
inline Floats add(Floats a, Floats b) { return {_mm512_add_ps(a.v, b.v)}; }
inline Floats subtract(Floats a, Floats b) { return {_mm512_sub_ps(a.v, b.v)}; }
inline Floats multiply(Floats a, Floats b) { return {_mm512_mul_ps(a.v, b.v)}; }
inline Floats divide(Floats a, Floats b) { return {_mm512_div_ps(a.v, b.v)}; }
inline Floats fused(Floats a, Floats b, Floats c) { return {_mm512_fmadd_ps(a.v, b.v, c.v)}; }
// b where one of the two is no number.
inline Floats larger(Floats a, Floats b) { return {_mm512_max_ps(a.v, b.v)}; }
inline Floats smaller(Floats a, Floats b) { return {_mm512_min_ps(a.v, b.v)}; }
inline Floats magnitude(Floats a) { return {_mm512_abs_ps(a.v)}; }
// a * 2^n, n being a whole number between -126 and 127.
inline Floats scaled(Floats a, Floats n) {
  const __m512i power = _mm512_slli_epi32(_mm512_add_epi32(_mm512_cvtps_epi32(n.v), _mm512_set1_epi32(127)), 23);
  return {_mm512_mul_ps(a.v, _mm512_castsi512_ps(power))};
}

// Four columns of sixteen rows, which lie `stride` numbers apart.
inline void transpose(const float* rows, long stride, Floats* columns) {
  __m512 own[4];
  for (int i = 0; i < 4; i++) {
    const auto row = [&](long n) { return _mm_loadu_ps(rows + (i + 4 * n) * stride); };
    own[i] = _mm512_insertf32x4(_mm512_castps128_ps512(row(0)), row(1), 1);
    own[i] = _mm512_insertf32x4(_mm512_insertf32x4(own[i], row(2), 2), row(3), 3);
  }
  const __m512d low = _mm512_castps_pd(_mm512_unpacklo_ps(own[0], own[1])), high = _mm512_castps_pd(_mm512_unpackhi_ps(own[0], own[1]));
  const __m512d low2 = _mm512_castps_pd(_mm512_unpacklo_ps(own[2], own[3])), high2 = _mm512_castps_pd(_mm512_unpackhi_ps(own[2], own[3]));
  columns[0] = {_mm512_castpd_ps(_mm512_unpacklo_pd(low, low2))};
  columns[1] = {_mm512_castpd_ps(_mm512_unpackhi_pd(low, low2))};
  columns[2] = {_mm512_castpd_ps(_mm512_unpacklo_pd(high, high2))};
  columns[3] = {_mm512_castpd_ps(_mm512_unpackhi_pd(high, high2))};
}

inline Sums no_sums() { return {_mm512_setzero_si512()}; }
inline Sums corrected(const int16_t* sums) {  // what the offset adds to a block's products, taken away
  const __m512i own = _mm512_cvtepi16_epi32(_mm256_loadu_si256((const __m256i*)sums));
  return {_mm512_slli_epi32(_mm512_sub_epi32(_mm512_setzero_si512(), own), 7)};
}
// To each of 16 columns, the products of four of its codes with four numbers of a row.
inline Sums dot(Sums sums, const uint8_t* numbers, const int8_t* codes) {
  int32_t four;
  __builtin_memcpy(&four, numbers, 4);
  return {_mm512_dpbusd_epi32(sums.v, _mm512_set1_epi32(four), _mm512_loadu_si512(codes))};
}
inline Floats numbers(Sums sums) { return {_mm512_cvtepi32_ps(sums.v)}; }
inline void store_rounded(uint8_t* to, Floats x) {
  _mm_storeu_si128((__m128i*)to, _mm512_cvtepi32_epi8(_mm512_add_epi32(_mm512_cvtps_epi32(x.v), _mm512_set1_epi32(OFFSET))));
}
