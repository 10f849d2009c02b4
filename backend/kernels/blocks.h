// Products of rows that are rounded to 8 bits with weights in blocks of 8 bits: sums of whole numbers within a block are exact,
// and the blocks of a column are one chain of fused multiplications. Codes and scales are those of the file.

inline float largest(Floats x) {
  float own[16], most = 0.0f;
  store(own, x);
  for (int i = 0; i < 16; i++) most = own[i] > most ? own[i] : most;
  return most;
}

// Numbers below this are zeros: what divides by them is not finite.
constexpr float SMALLEST = 1e-30f;

inline void round_block(const float* x, long width, long block, uint8_t* codes, float* scale) {
  Floats most = all(0.0f), poison = all(0.0f);  // no number where one of the block is infinite or none
  for (long i = 0; i < block; i += 16) {
    const Floats own = i < width ? load(x + i, width - i) : all(0.0f);
    most = larger(magnitude(own), most);
    poison = fused(own, all(0.0f), poison);
  }
  float spoilt[16], sum = 0.0f;
  store(spoilt, poison);
  for (int i = 0; i < 16; i++) sum += spoilt[i];
  const float peak = largest(most);
  const bool kept = peak >= SMALLEST && sum == 0.0f;
  const Floats factor = all(kept ? 127.0f / peak : 0.0f);
  *scale = sum == 0.0f ? (kept ? peak / 127.0f : 0.0f) : sum;
  for (long i = 0; i < block; i += 16) {
    const Floats own = kept && i < width ? load(x + i, width - i) : all(0.0f);
    store_rounded(codes + i, multiply(own, factor));
  }
}

inline void round_row(const float* x, long width, long depth, long block, uint8_t* codes, float* scales) {
  for (long at = 0; at < depth; at += block) round_block(x + at, width - at, block, codes + at, scales + at / block);
}

template <int ROWS>
inline void block_product_rows(const uint8_t* x, const float* scales, const BlockPanel& panel, const Part& part, long row) {
  Floats totals[ROWS][3];
  for (int i = 0; i < ROWS; i++) totals[i][0] = totals[i][1] = totals[i][2] = all(0.0f);
  const long blocks = panel.depth / panel.block;
  const int8_t* codes = panel.codes;
  for (long b = 0; b < blocks; b++) {
    Sums sums[ROWS][3];
    for (int i = 0; i < ROWS; i++)
      for (int j = 0; j < 3; j++) sums[i][j] = corrected(panel.sums + b * PANEL + 16 * j);
    for (long k = b * panel.block; k < (b + 1) * panel.block; k += 4, codes += 4 * PANEL) {
#pragma GCC unroll 8
      for (int i = 0; i < ROWS; i++) {
        sums[i][0] = dot(sums[i][0], x + i * panel.depth + k, codes);
        sums[i][1] = dot(sums[i][1], x + i * panel.depth + k, codes + 64);
        sums[i][2] = dot(sums[i][2], x + i * panel.depth + k, codes + 128);
      }
    }
    for (int j = 0; j < 3; j++) {
      const Floats step = load(panel.scales + b * PANEL + 16 * j);
      for (int i = 0; i < ROWS; i++)
        totals[i][j] = fused(multiply(all(scales[i * blocks + b]), step), numbers(sums[i][j]), totals[i][j]);
    }
  }
  for (int i = 0; i < ROWS; i++)
    for (int j = 0; j < 3; j++) finish(part, row + i, 16 * j, totals[i][j]);
}

inline void block_product(const uint8_t* x, const float* scales, const BlockPanel& panel, const Part& part) {
  const long blocks = panel.depth / panel.block;
  in_runs<MOST_ROWS < 4 ? MOST_ROWS : 4>(part.rows, [&](auto run, long row) {
    block_product_rows<run>(x + row * panel.depth, scales + row * blocks, panel, part, row);
  });
}
