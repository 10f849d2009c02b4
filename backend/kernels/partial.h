// Fewer than sixteen numbers, for instruction sets that cannot leave lanes out.

inline Floats load(const float* x, long n) {
  if (n >= 16) return load(x);
  float own[16] = {};
  for (long i = 0; i < n; i++) own[i] = x[i];
  return load(own);
}
inline void store(float* to, Floats x, long n) {
  if (n >= 16) return store(to, x);
  float own[16];
  store(own, x);
  for (long i = 0; i < n; i++) to[i] = own[i];
}
