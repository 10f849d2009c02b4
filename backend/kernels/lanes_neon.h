// Sixteen numbers in four registers: NEON with dot products.

struct Floats { float32x4_t v[4]; };
struct Sums { int32x4_t v[4]; };

static constexpr int MOST_ROWS = 2;
static constexpr int OFFSET = 0;

template <class F> inline Floats each(F f) { return {{f(0), f(1), f(2), f(3)}}; }
inline Floats all(float x) { return each([=](int) { return vdupq_n_f32(x); }); }
inline Floats load(const float* x) { return each([=](int i) { return vld1q_f32(x + 4 * i); }); }
inline void store(float* to, Floats x) {
  for (int i = 0; i < 4; i++) vst1q_f32(to + 4 * i, x.v[i]);
}
#include "partial.h"
inline Floats add(Floats a, Floats b) { return each([&](int i) { return vaddq_f32(a.v[i], b.v[i]); }); }
inline Floats subtract(Floats a, Floats b) { return each([&](int i) { return vsubq_f32(a.v[i], b.v[i]); }); }
inline Floats multiply(Floats a, Floats b) { return each([&](int i) { return vmulq_f32(a.v[i], b.v[i]); }); }
inline Floats divide(Floats a, Floats b) { return each([&](int i) { return vdivq_f32(a.v[i], b.v[i]); }); }
inline Floats fused(Floats a, Floats b, Floats c) { return each([&](int i) { return vfmaq_f32(c.v[i], a.v[i], b.v[i]); }); }
// b where one of the two is no number, as the other instruction sets have it.
inline Floats larger(Floats a, Floats b) { return each([&](int i) { return vbslq_f32(vcgtq_f32(a.v[i], b.v[i]), a.v[i], b.v[i]); }); }
inline Floats smaller(Floats a, Floats b) { return each([&](int i) { return vbslq_f32(vcltq_f32(a.v[i], b.v[i]), a.v[i], b.v[i]); }); }
inline Floats magnitude(Floats a) { return each([&](int i) { return vabsq_f32(a.v[i]); }); }
inline Floats scaled(Floats a, Floats n) {
  return each([&](int i) {
    const int32x4_t power = vshlq_n_s32(vaddq_s32(vcvtnq_s32_f32(n.v[i]), vdupq_n_s32(127)), 23);
    return vmulq_f32(a.v[i], vreinterpretq_f32_s32(power));
  });
}

// Four columns of sixteen rows, which lie `stride` numbers apart.
inline void transpose(const float* rows, long stride, Floats* columns) {
  for (int i = 0; i < 4; i++, rows += 4 * stride) {
    const float32x4x2_t first = vtrnq_f32(vld1q_f32(rows), vld1q_f32(rows + stride));
    const float32x4x2_t second = vtrnq_f32(vld1q_f32(rows + 2 * stride), vld1q_f32(rows + 3 * stride));
    for (int odd = 0; odd < 2; odd++) {
      columns[odd].v[i] = vcombine_f32(vget_low_f32(first.val[odd]), vget_low_f32(second.val[odd]));
      columns[2 + odd].v[i] = vcombine_f32(vget_high_f32(first.val[odd]), vget_high_f32(second.val[odd]));
    }
  }
}

inline Sums no_sums() { return {{vdupq_n_s32(0), vdupq_n_s32(0), vdupq_n_s32(0), vdupq_n_s32(0)}}; }
inline Sums corrected(const int16_t*) { return no_sums(); }
inline Sums dot(Sums sums, const uint8_t* numbers, const int8_t* codes) {
  int32_t four;
  __builtin_memcpy(&four, numbers, 4);
  const int8x16_t row = vreinterpretq_s8_s32(vdupq_n_s32(four));
  for (int i = 0; i < 4; i++) sums.v[i] = vdotq_s32(sums.v[i], row, vld1q_s8(codes + 16 * i));
  return sums;
}
inline Floats numbers(Sums sums) { return each([&](int i) { return vcvtq_f32_s32(sums.v[i]); }); }
inline void store_rounded(uint8_t* to, Floats x) {
  int32_t own[16];
  for (int i = 0; i < 4; i++) vst1q_s32(own + 4 * i, vcvtnq_s32_f32(x.v[i]));
  for (int i = 0; i < 16; i++) to[i] = (uint8_t)(int8_t)own[i];
}
