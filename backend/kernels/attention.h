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

// The first `count` of 48 keys (48, size) as a panel (size, 48), of which other columns are not used: they come from the `room`
// keys that may be read, or are zeros.
inline void key_panel(const float* keys, long count, long room, long size, float* panel) {
  for (long j = 0; j < PANEL && j < count; j += 16) {
    const long whole = room - j >= 16 ? size / 4 * 4 : 0;
    for (long k = 0; k < whole; k += 4) {
      Floats columns[4];
      transpose(keys + j * size + k, size, columns);
      for (int i = 0; i < 4; i++) store(panel + (k + i) * PANEL + j, columns[i]);
    }
    for (long k = whole; k < size; k++)
      for (long i = j; i < j + 16; i++) panel[k * PANEL + i] = i < room ? keys[i * size + k] : 0.0f;
  }
}

// Numbers of `scores` that are outside first..end, of the sixteen from `at` on, become `instead`.
inline void cut_off(float* scores, long at, long first, long end, float instead) {
  for (long p = at; p < first && p < at + 16; p++) scores[p] = instead;
  for (long p = end > at ? end : at; p < at + 16; p++) scores[p] = instead;
}

// cap * tanh(s / cap) = cap - 2 cap / (1 + exp(2 s / cap))
inline void cap_scores(float* scores, long first, long end, float cap) {
  for (long p = first; p < end; p += 16) {
    const Floats above = add(all(1.0f), exponential(multiply(load(scores + p), all(2.0f / cap))));
    store(scores + p, subtract(all(cap), divide(all(2.0f * cap), above)));
  }
}

// The scores of one query as weights that sum to what is returned; 0 for sixteen keys and more at both sides of first..end,
// which the queries beside it may see. Lanes are counted from key 0.
inline float soften(float* scores, long first, long end, long padded, float cap) {
  const long start = first / 16 * 16, last = (end - 1) / 16 * 16;
  if (start > 0) store(scores + start - 16, all(0.0f));
  if (last + 16 < padded) store(scores + last + 16, all(0.0f));
  const float none = -__builtin_inff();
  if (cap > 0) cap_scores(scores, start, end, cap);
  cut_off(scores, start, first, end, none);
  cut_off(scores, last, first, end, none);
  Floats most = all(none);
  for (long p = start; p < end; p += 16) most = larger(load(scores + p), most);
  float own[16], peak = none;
  store(own, most);
  for (int i = 0; i < 16; i++) peak = own[i] > peak ? own[i] : peak;
  Floats sum = all(0.0f);
  for (long p = start; p < end; p += 16) {
    Floats weights = exponential(subtract(load(scores + p), all(peak)));
    store(scores + p, weights);
    if (p == start || p == last) {
      cut_off(scores, p, first, end, 0.0f);
      weights = load(scores + p);
    }
    sum = add(sum, weights);
  }
  return total(sum);
}

// The weights of queries (rows, keys), `stride` apart, and the values (keys, size) that they share: those of keys first..end,
// and what the weights of each row sum to.
struct Mixture {
  const float* weights;
  long stride;
  const float* values;
  long size, first, end;
  const float* sums;
};

// COUNT times 16 columns of ROWS mixtures, from `column` on; WHOLE where all of them are there.
template <int ROWS, int COUNT, bool WHOLE> inline void mix(const Mixture& m, long column, float* out) {
  Floats mixed[ROWS][COUNT];
  for (int i = 0; i < ROWS; i++)
    for (int j = 0; j < COUNT; j++) mixed[i][j] = all(0.0f);
  for (long p = m.first; p < m.end; p++) {
    const float* value = m.values + p * m.size + column;
    Floats own[COUNT];
    for (int j = 0; j < COUNT; j++) own[j] = WHOLE ? load(value + 16 * j) : load(value + 16 * j, m.size - column - 16 * j);
#pragma GCC unroll 8
    for (int i = 0; i < ROWS; i++) {
      const Floats weight = all(m.weights[i * m.stride + p]);
      for (int j = 0; j < COUNT; j++) mixed[i][j] = fused(weight, own[j], mixed[i][j]);
    }
  }
  for (int i = 0; i < ROWS; i++)
    for (int j = 0; j < COUNT; j++) {
      const long at = column + 16 * j;
      store(out + i * m.size + at, multiply(mixed[i][j], all(1.0f / m.sums[i])), m.size - at);
    }
}

template <int ROWS> inline void mix_rows(const Mixture& m, float* out) {
  long column = 0;
  if constexpr (MOST_ROWS >= 4)
    for (; m.size - column >= 64; column += 64) mix<ROWS, 4, true>(m, column, out);
  for (; m.size - column >= 32; column += 32) mix<ROWS, 2, true>(m, column, out);
  for (; m.size - column > 0; column += 16) mix<ROWS, 1, false>(m, column, out);
}

inline long whole_panels(long keys) { return (keys + PANEL - 1) / PANEL * PANEL; }

inline void attend(const Attention& a, long b, long g, long first, long count, float* scratch) {
  const long shared = a.heads / a.groups, past = a.total[b] + 1 - a.lengths[b], keys = past + first + count;
  const long rows = shared * count, padded = whole_panels(keys), cache = (b * a.groups + g) * a.room * a.size;
  float* panel = scratch + (64 - (uintptr_t)scratch % 64) / sizeof(float);  // no register's numbers in two lines of the cache
  float *scores = panel + a.size * PANEL, *queries = scores + rows * padded, *mixed = queries + rows * a.size, *sums = mixed + rows * a.size;
  for (long s = 0; s < count; s++)
    for (long h = 0; h < shared; h++)
      turn(a, new_head(a, b, first + s, g * shared + h), past + first + s, a.scale, queries + (s * shared + h) * a.size);
  const long oldest = a.window > 0 ? past + first + 1 - a.window : 0;
  for (long p = oldest > 0 ? oldest / PANEL * PANEL : 0; p < keys; p += PANEL) {
    key_panel(a.keys + cache + p * a.size, keys - p, a.room - p, a.size, panel);
    product(queries, a.size, panel, a.size, {scores + p, padded, rows, PANEL, nullptr});
  }
  const auto end_of = [&](long row) { return past + first + row / shared + 1; };
  const auto start_of = [&](long row) { return a.window > 0 && end_of(row) > a.window ? end_of(row) - a.window : 0; };
  for (long row = 0; row < rows; row++) sums[row] = soften(scores + row * padded, start_of(row), end_of(row), padded, a.cap);
  const auto mixed_from = [&](long row, long last) {
    return Mixture{scores + row * padded, padded, a.values + cache, a.size, start_of(row), end_of(last), sums + row};
  };
  in_runs<MOST_ROWS < 4 ? MOST_ROWS : 4>(rows, [&](auto run, long row) { mix_rows<run>(mixed_from(row, row + run - 1), mixed + row * a.size); });
  for (long s = 0; s < count; s++)
    __builtin_memcpy(a.mixed + ((b * a.tokens + first + s) * a.heads + g * shared) * a.size, mixed + s * shared * a.size,
                     shared * a.size * sizeof(float));
}
