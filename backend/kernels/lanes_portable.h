// Sixteen numbers in an array: what any C++17 compiler makes of them, for comparison. Slow without a fused multiplication.

struct Floats { float v[16]; };
struct Sums { int32_t v[16]; };

static constexpr int MOST_ROWS = 1;
static constexpr int OFFSET = 0;

template <class F> inline Floats each(F f) {
  Floats made;
  for (int i = 0; i < 16; i++) made.v[i] = f(i);
  return made;
}
inline Floats all(float x) { return each([=](int) { return x; }); }
inline Floats load(const float* x, long n = 16) { return each([=](int i) { return i < n ? x[i] : 0.0f; }); }
inline void store(float* to, Floats x, long n = 16) {
  for (int i = 0; i < 16 && i < n; i++) to[i] = x.v[i];
}
inline Floats add(Floats a, Floats b) { return each([&](int i) { return a.v[i] + b.v[i]; }); }
inline Floats subtract(Floats a, Floats b) { return each([&](int i) { return a.v[i] - b.v[i]; }); }
inline Floats multiply(Floats a, Floats b) { return each([&](int i) { return a.v[i] * b.v[i]; }); }
inline Floats divide(Floats a, Floats b) { return each([&](int i) { return a.v[i] / b.v[i]; }); }
inline Floats fused(Floats a, Floats b, Floats c) { return each([&](int i) { return __builtin_fmaf(a.v[i], b.v[i], c.v[i]); }); }
inline Floats larger(Floats a, Floats b) { return each([&](int i) { return a.v[i] > b.v[i] ? a.v[i] : b.v[i]; }); }
inline Floats smaller(Floats a, Floats b) { return each([&](int i) { return a.v[i] < b.v[i] ? a.v[i] : b.v[i]; }); }
inline Floats magnitude(Floats a) { return each([&](int i) { return __builtin_fabsf(a.v[i]); }); }
inline Floats scaled(Floats a, Floats n) {
  return each([&](int i) {
    if (!(n.v[i] >= -126 && n.v[i] <= 127)) return a.v[i] + n.v[i];  // no number
    const uint32_t bits = (uint32_t)((int32_t)n.v[i] + 127) << 23;
    float power;
    __builtin_memcpy(&power, &bits, 4);
    return a.v[i] * power;
  });
}

// Four columns of sixteen rows, which lie `stride` numbers apart.
inline void transpose(const float* rows, long stride, Floats* columns) {
  for (int i = 0; i < 4; i++) columns[i] = each([=](int row) { return rows[row * stride + i]; });
}

inline Sums no_sums() { return {}; }
inline Sums corrected(const int16_t*) { return {}; }
inline Sums dot(Sums sums, const uint8_t* numbers, const int8_t* codes) {
  for (int i = 0; i < 16; i++)
    for (int j = 0; j < 4; j++) sums.v[i] += (int8_t)numbers[j] * codes[4 * i + j];
  return sums;
}
inline Floats numbers(Sums sums) { return each([&](int i) { return (float)sums.v[i]; }); }
inline void store_rounded(uint8_t* to, Floats x) {
  for (int i = 0; i < 16; i++) to[i] = x.v[i] == x.v[i] ? (uint8_t)(int8_t)__builtin_lrintf(x.v[i]) : 0;
}
