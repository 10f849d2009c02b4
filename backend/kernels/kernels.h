// What the operators call, as a table for each instruction set. Every number is one sum in one fixed order, so that all
// tables give the same bits. Matrices are of rows, one after the other; a "panel" is 48 columns of a weight matrix.
#pragma once
#include <cstdint>
#include <string>

namespace shotglass {

constexpr long PANEL = 48;  // columns
constexpr long LANES = 16;  // numbers that are summed side by side, whatever the width of a register

// The part of a product's result that one panel makes: `columns` of them, of `rows` rows, `stride` apart.
struct Part {
  float* at;
  long stride, rows, columns;
  const float* bias;  // (columns), or null
};

// A panel of 8-bit blocks: codes (depth / 4, 48, 4), scales (blocks, 48), and the sum of each block's codes.
struct BlockPanel {
  const int8_t* codes;
  const float* scales;
  const int16_t* sums;
  long depth, block;
};

// One layer's attention. Row b has lengths[b] new tokens of `tokens`, after total[b] + 1 - lengths[b] cached ones.
struct Attention {
  long rows, tokens, heads, groups, size, room, turned, window;
  float scale, cap;
  const float *packed, *cosines, *sines;
  const int32_t *total, *lengths;
  float *keys, *values, *mixed;
};

struct Kernels {
  const char* name;
  long (*supported)();
  // x (rows, depth), `stride` apart, times a panel (depth, 48).
  void (*product)(const float* x, long stride, const float* panel, long depth, const Part& part);
  // Rounds each block of a row to 8 bits: codes (depth) and scales (depth / block), depth being a multiple of block.
  void (*round)(const float* x, long width, long depth, long block, uint8_t* codes, float* scales);
  void (*block_product)(const uint8_t* codes, const float* scales, const BlockPanel& panel, const Part& part);
  // The root-mean-square norm of x + skip, or its layer norm where there is a bias; `sum` is x + skip. Skip, sum may be null.
  void (*norm)(const float* x, const float* skip, const float* weight, const float* bias, bool layer, float epsilon, long width,
               float* normed, float* sum);
  // x * sigmoid(linear x + cubic x^3), times `ups` unless it is null, of `count` numbers.
  void (*activate)(const float* x, const float* ups, long count, float linear, float cubic, float* out);
  // Turns the new keys of group g of row b by their positions and puts them, and the values, into the cache.
  void (*append)(const Attention& a, long b, long g);
  // Attention of new tokens first, ..., first + count - 1 of row b, of all heads of group g. `scratch` holds
  // scratch_size(...) numbers.
  void (*attend)(const Attention& a, long b, long g, long first, long count, float* scratch);
};

long scratch_size(const Attention& a, long count, long keys);
std::string supported_kernels();  // the names of those that this processor has, the widest first
const Kernels* best_kernels();
const Kernels* kernels_named(const char* name);  // null where the processor does not have them

}  // namespace shotglass
