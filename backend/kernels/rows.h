// What is computed along one row: sums over the lanes in one order, the exponential, norms, the gate.

inline float total(Floats x) {
  float own[16];
  store(own, x);
  for (int half = 8; half; half /= 2)
    for (int i = 0; i < half; i++) own[i] += own[i + half];
  return own[0];
}

// The exponential of numbers up to 88, and 0 below -87 to within 2e-38 (Cephes expf: S. Moshier, Methods and Programs for
// Mathematical Functions, 1989).
inline Floats exponential(Floats x) {
  x = larger(all(-87.0f), smaller(all(88.0f), x));
  const Floats rounding = all(12582912.0f);  // 1.5 * 2^23: adding it leaves a whole number
  const Floats n = subtract(fused(x, all(1.44269504f), rounding), rounding);
  Floats r = fused(n, all(-0.693359375f), x);
  r = fused(n, all(2.12194440e-4f), r);
  Floats p = all(1.9875691500e-4f);
  static const float rest[] = {1.3981999507e-3f, 8.3334519073e-3f, 4.1665795894e-2f, 1.6666665459e-1f, 5.0000001201e-1f};
  for (const float c : rest) p = fused(p, r, all(c));
  return scaled(fused(multiply(p, r), r, add(r, all(1.0f))), n);
}

// x * sigmoid(linear x + cubic x^3): SiLU, and the Gaussian unit by its tanh, whose 0.5 (1 + tanh u) is sigmoid(2 u). What it
// makes is multiplied by `ups` where there are any.
inline void activate(const float* x, const float* ups, long count, float linear, float cubic, float* out) {
  for (long i = 0; i < count; i += 16) {
    const Floats own = load(x + i, count - i);
    const Floats slope = fused(multiply(own, own), all(-cubic), all(-linear));
    Floats y = divide(own, add(all(1.0f), exponential(multiply(own, slope))));
    if (ups) y = multiply(y, load(ups + i, count - i));
    store(out + i, y, count - i);
  }
}

inline float mean_square(const float* x, float from, long width) {
  Floats sum = all(0.0f);
  for (long i = 0; i < width; i += 16) {
    Floats own = load(x + i, width - i);
    if (from != 0.0f) {
      float kept[16] = {};
      store(kept, subtract(own, all(from)), width - i);
      own = load(kept);
    }
    sum = fused(own, own, sum);
  }
  return total(sum) / (float)width;
}

inline float mean(const float* x, long width) {
  Floats sum = all(0.0f);
  for (long i = 0; i < width; i += 16) sum = add(sum, load(x + i, width - i));
  return total(sum) / (float)width;
}

inline void norm(const float* x, const float* skip, const float* weight, const float* bias, bool layer, float epsilon, long width,
                 float* normed, float* sum) {
  float* own = sum ? sum : normed;
  for (long i = 0; i < width; i += 16) {
    const Floats a = load(x + i, width - i);
    store(own + i, skip ? add(a, load(skip + i, width - i)) : a, width - i);
  }
  const float middle = layer ? mean(own, width) : 0.0f;
  const float factor = 1.0f / __builtin_sqrtf(mean_square(own, middle, width) + epsilon);
  for (long i = 0; i < width; i += 16) {
    Floats y = multiply(subtract(load(own + i, width - i), all(middle)), all(factor));
    y = multiply(y, load(weight + i, width - i));
    store(normed + i, bias ? add(y, load(bias + i, width - i)) : y, width - i);
  }
}
