// Attention over a cache: the heads that share keys and values read them once, and nothing of the triangle above the diagonal.

inline const float* new_head(const Attention& a, long b, long s, long head) {
  return a.packed + ((b * a.tokens + s) * (a.heads + 2 * a.groups) + head) * a.size;
}

// A head's pairs (x_i, x_{i + turned/2}) turned by the angles of a position; what is behind them stays.
inline void turn(const Attention& a, const float* x, long position, float scale, float* out) {
  const long half = a.turned / 2;
  const float *cosines = a.cosines + position * half, *sines = a.sines + position * half;
  for (long i = 0; i < half; i++) {
    const float low = x[i], high = x[i + half];
    out[i] = (low * cosines[i] - high * sines[i]) * scale;
    out[i + half] = (low * sines[i] + high * cosines[i]) * scale;
  }
  for (long i = a.turned; i < a.size; i++) out[i] = x[i] * scale;
}

inline void append(const Attention& a, long b, long g) {
  const long past = a.total[b] + 1 - a.lengths[b];
  const long start = (b * a.groups + g) * a.room;
  for (long s = 0; s < a.lengths[b]; s++) {
    turn(a, new_head(a, b, s, a.heads + g), past + s, 1.0f, a.keys + (start + past + s) * a.size);
    __builtin_memcpy(a.values + (start + past + s) * a.size, new_head(a, b, s, a.heads + a.groups + g), a.size * sizeof(float));
  }
}

// 48 keys (48, size) as a panel (size, 48); zeros for those behind `count`.
inline void key_panel(const float* keys, long count, long size, float* panel) {
  for (long j = 0; j < PANEL; j++)
    for (long k = 0; k < size; k++) panel[k * PANEL + j] = j < count ? keys[j * size + k] : 0.0f;
}

// The scores of one query as weights that sum to 1 / what is returned; 0 outside first..end. Lanes are counted from key 0.
inline float soften(float* scores, long first, long end, long padded, float cap) {
  const float none = -__builtin_inff();
  Floats most = all(none);
  for (long p = 0; p < first; p++) scores[p] = none;
  for (long p = end; p < padded; p++) scores[p] = none;
  for (long p = first / 16 * 16; p < end; p += 16) {
    Floats own = load(scores + p);
    if (cap > 0) {  // cap * tanh(s / cap) = cap - 2 cap / (1 + exp(2 s / cap))
      const Floats above = add(all(1.0f), exponential(multiply(own, all(2.0f / cap))));
      own = subtract(all(cap), divide(all(2.0f * cap), above));
      for (long i = 0; i < 16; i++)
        if (p + i < first || p + i >= end) scores[p + i] = none;
      float kept[16];
      store(kept, own);
      for (long i = 0; i < 16; i++)
        if (p + i >= first && p + i < end) scores[p + i] = kept[i];
      own = load(scores + p);
    }
    most = larger(own, most);
  }
  float own[16], peak = none;
  store(own, most);
  for (int i = 0; i < 16; i++) peak = own[i] > peak ? own[i] : peak;
  Floats sum = all(0.0f);
  for (long p = 0; p < padded; p += 16) {
    if (p + 16 <= first || p >= end) {
      store(scores + p, all(0.0f));
      continue;
    }
    float weights[16];
    store(weights, exponential(subtract(load(scores + p), all(peak))));
    for (long i = 0; i < 16; i++)
      if (p + i < first || p + i >= end) weights[i] = 0.0f;
    store(scores + p, load(weights));
    sum = add(sum, load(weights));
  }
  return total(sum);
}

// Rows of weights (rows, keys), `stride` apart, times values (keys, size): COUNT times 16 of their columns from `column` on.
template <int ROWS, int COUNT>
inline void mix(const float* weights, long stride, const float* values, long size, long keys, long column, const float* sums, float* out) {
  Floats mixed[ROWS][COUNT];
  for (int i = 0; i < ROWS; i++)
    for (int j = 0; j < COUNT; j++) mixed[i][j] = all(0.0f);
  for (long p = 0; p < keys; p++) {
    const float* value = values + p * size + column;
    Floats own[COUNT];
    for (int j = 0; j < COUNT; j++) own[j] = load(value + 16 * j, size - column - 16 * j);
#pragma GCC unroll 8
    for (int i = 0; i < ROWS; i++) {
      const Floats weight = all(weights[i * stride + p]);
      for (int j = 0; j < COUNT; j++) mixed[i][j] = fused(weight, own[j], mixed[i][j]);
    }
  }
  for (int i = 0; i < ROWS; i++)
    for (int j = 0; j < COUNT; j++) {
      const long at = column + 16 * j;
      store(out + i * size + at, multiply(mixed[i][j], all(1.0f / sums[i])), size - at);
    }
}

template <int ROWS>
inline void mix_rows(const float* weights, long stride, const float* values, long size, long keys, const float* sums, float* out) {
  long column = 0;
  for (; size - column > 48; column += 64) mix<ROWS, 4>(weights, stride, values, size, keys, column, sums, out);
  for (; size - column > 16; column += 32) mix<ROWS, 2>(weights, stride, values, size, keys, column, sums, out);
  if (column < size) mix<ROWS, 1>(weights, stride, values, size, keys, column, sums, out);
}

inline long whole_panels(long keys) { return (keys + PANEL - 1) / PANEL * PANEL; }

inline void attend(const Attention& a, long b, long g, long first, long count, float* scratch) {
  const long shared = a.heads / a.groups, past = a.total[b] + 1 - a.lengths[b], keys = past + first + count;
  const long rows = shared * count, padded = whole_panels(keys), cache = (b * a.groups + g) * a.room * a.size;
  float *queries = scratch, *panel = queries + rows * a.size, *scores = panel + a.size * PANEL;
  float *sums = scores + rows * padded, *mixed = sums + rows;
  for (long s = 0; s < count; s++)
    for (long h = 0; h < shared; h++)
      turn(a, new_head(a, b, first + s, g * shared + h), past + first + s, a.scale, queries + (s * shared + h) * a.size);
  const long oldest = a.window > 0 ? past + first + 1 - a.window : 0;
  for (long p = oldest > 0 ? oldest / PANEL * PANEL : 0; p < keys; p += PANEL) {
    key_panel(a.keys + cache + p * a.size, keys - p, a.size, panel);
    product(queries, a.size, panel, a.size, {scores + p, padded, rows, PANEL, nullptr});
  }
  for (long row = 0; row < rows; row++) {
    const long end = past + first + row / shared + 1, start = a.window > 0 ? end - a.window : 0;
    sums[row] = soften(scores + row * padded, start > 0 ? start : 0, end, padded, a.cap);
  }
  long row = 0;
  const float* values = a.values + cache;
  const auto reach = [&](long last) { return past + first + last / shared + 1; };
  if constexpr (MOST_ROWS >= 4)
    for (; rows - row >= 4; row += 4)
      mix_rows<4>(scores + row * padded, padded, values, a.size, reach(row + 3), sums + row, mixed + row * a.size);
  for (; row < rows; row++) mix_rows<1>(scores + row * padded, padded, values, a.size, reach(row), sums + row, mixed + row * a.size);
  for (long s = 0; s < count; s++)
    __builtin_memcpy(a.mixed + ((b * a.tokens + first + s) * a.heads + g * shared) * a.size, mixed + s * shared * a.size,
                     shared * a.size * sizeof(float));
}
