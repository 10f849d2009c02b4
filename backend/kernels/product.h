// Products of rows with a panel of 48 columns. Columns lie in the lanes, and each is one chain of fused multiplications from
// the first input to the last: its bits depend neither on the width of a register nor on how many rows there are.

// To rows of a part, from a column on, what 16 lanes hold; the bias is added.
inline void finish(const Part& part, long row, long column, Floats x) {
  const long n = part.columns - column;
  if (n <= 0) return;
  if (part.bias) x = add(x, load(part.bias + column, n));
  store(part.at + row * part.stride + column, x, n);
}

template <long N> struct Fixed { constexpr operator long() const { return N; } };  // known when this is compiled

// Calls f(Fixed<N>(), row) for runs of N rows, whose sums fit in registers, that make up `rows`.
template <int MOST = MOST_ROWS, class F> inline void in_runs(long rows, F f) {
  long row = 0;
  if constexpr (MOST >= 8)
    for (; rows - row >= 8; row += 8) f(Fixed<8>(), row);
  if constexpr (MOST >= 4) {
    for (; rows - row >= 4; row += 4) f(Fixed<4>(), row);
    if (rows - row == 3) return f(Fixed<3>(), row);
  }
  if constexpr (MOST >= 2)
    for (; rows - row >= 2; row += 2) f(Fixed<2>(), row);
  for (; row < rows; row++) f(Fixed<1>(), row);
}

template <int ROWS>
inline void product_rows(const float* x, long stride, const float* panel, long depth, const Part& part, long row) {
  Floats sums[ROWS][3];
  for (int i = 0; i < ROWS; i++) sums[i][0] = sums[i][1] = sums[i][2] = all(0.0f);
  for (long k = 0; k < depth; k++, panel += PANEL) {
    const Floats first = load(panel), second = load(panel + 16), third = load(panel + 32);
#pragma GCC unroll 8
    for (int i = 0; i < ROWS; i++) {
      const Floats number = all(x[i * stride + k]);
      sums[i][0] = fused(number, first, sums[i][0]);
      sums[i][1] = fused(number, second, sums[i][1]);
      sums[i][2] = fused(number, third, sums[i][2]);
    }
  }
  for (int i = 0; i < ROWS; i++)
    for (int j = 0; j < 3; j++) finish(part, row + i, 16 * j, sums[i][j]);
}

inline void product(const float* x, long stride, const float* panel, long depth, const Part& part) {
  in_runs(part.rows, [&](auto run, long row) { product_rows<run>(x + row * stride, stride, panel, depth, part, row); });
}
