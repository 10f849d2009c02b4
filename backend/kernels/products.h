// Products of rows with weights that are read from a model's file.
#pragma once
#include "operators.h"
#include "panels.h"

namespace shotglass {

constexpr long TASKS = 8, ROWS_A_TASK = 64;
constexpr long ROWS_AT_ONCE = 32;  // of gates and what they multiply
constexpr long MOST_OFFSET = 1L << 50;

// product(first row, end, first panel, end) for TASKS parts or more that cover a matrix (rows, panels).
template <class F> void shared_out(Context* context, long rows, long panels, F product) {
  const long down = (rows + ROWS_A_TASK - 1) / ROWS_A_TASK, across = std::min(panels, std::max(1L, TASKS / std::max(1L, down)));
  runtime->parallel(context, down * across, [&](size_t task) {
    const long row = task / across, panel = task % across;
    product(rows * row / down, rows * (row + 1) / down, panels * panel / across, panels * (panel + 1) / across);
  });
}

std::vector<int64_t> with_width(std::vector<int64_t> sizes, int64_t width) {
  sizes.back() = width;
  return sizes;
}

void require_width(const Tensor& x, long width) {
  if (x.sizes.empty() || x.width() != width)
    throw std::runtime_error("rows of " + std::to_string(x.width()) + " numbers, where the weight takes " + std::to_string(width));
}

void require_bias(const Tensor& bias, long columns) {
  if (bias.data && (bias.width() != columns || bias.rows() != 1)) throw std::runtime_error("a bias of another width than its weight");
}

// Weights in fp32, whole or in the two halves of a gate.
class FloatWeights {
 public:
  explicit FloatWeights(const Info* info) : kernels_(kernels_of(info)) {
    const Place32 place{runtime->text(info, "file"), integer_within(info, "offset", 0, MOST_OFFSET),
                        integer_within(info, "depth", 1, MOST_NUMBERS), integer_within(info, "columns", 1, MOST_NUMBERS),
                        runtime->integer(info, "transposed") != 0};
    const Memory weight = read_file(place.file, place.offset, place.depth * place.columns * sizeof(float));
    const long halves = runtime->integer(info, "gated") ? 2 : 1, own = place.columns / halves;
    for (long half = 0; half < halves; half++) panels.emplace_back(place, weight.as<float>(), half * own, own);
  }
  std::vector<Panels> panels;
  long width() const { return panels[0].depth; }

  // Rows as they are multiplied.
  struct Rows { const float* x; };
  Rows rows(Context*, const Tensor& x) const { return {x.data}; }
  void multiply(const Rows& rows, long first, long half, long panel, const Part& part) const {
    const long depth = panels[half].depth;
    kernels_->product(rows.x + first * depth, depth, panels[half].at(panel), depth, part);
  }

 private:
  const Kernels* kernels_;
};

// Weights in 8-bit blocks; rows are rounded to 8 bits in blocks of the same size.
class BlockWeights {
 public:
  explicit BlockWeights(const Info* info) : kernels_(kernels_of(info)) {
    const Place8 place{runtime->text(info, "file"), integer_within(info, "offset", 0, MOST_OFFSET),
                       integer_within(info, "scales", 0, MOST_OFFSET), integer_within(info, "depth", 1, MOST_NUMBERS),
                       integer_within(info, "columns", 1, MOST_NUMBERS), integer_within(info, "block", 16, 256) / 16 * 16};
    const long blocks = (place.depth + place.block - 1) / place.block;
    const Memory codes = read_file(place.file, place.codes, place.columns * blocks * place.block);
    const Memory scales = read_file(place.file, place.scales, place.columns * blocks * sizeof(float));
    const long halves = runtime->integer(info, "gated") ? 2 : 1, own = place.columns / halves;
    for (long half = 0; half < halves; half++) panels.emplace_back(place, codes.as<uint8_t>(), scales.as<float>(), half * own, own);
  }
  std::vector<BlockPanels> panels;
  long width() const { return panels[0].width; }

  struct Rows {
    std::vector<uint8_t> codes;
    std::vector<float> scales;
  };
  Rows rows(Context* context, const Tensor& x) const {
    const BlockPanels& own = panels[0];
    const long count = x.rows(), blocks = own.depth / own.block;
    Rows made{std::vector<uint8_t>(count * own.depth), std::vector<float>(count * blocks)};
    const auto round = [&](size_t row) {
      kernels_->round(x.data + row * own.width, own.width, own.depth, own.block, &made.codes[row * own.depth], &made.scales[row * blocks]);
    };
    if (count < FEW_ROWS)
      for (long row = 0; row < count; row++) round(row);
    else
      runtime->parallel(context, count, round);
    return made;
  }
  void multiply(const Rows& rows, long first, long half, long panel, const Part& part) const {
    const long depth = panels[half].depth, blocks = depth / panels[half].block;
    kernels_->block_product(&rows.codes[first * depth], &rows.scales[first * blocks], panels[half].at(panel), part);
  }

 private:
  const Kernels* kernels_;
};

// y = x W + bias, or curve(x W[:, :n]) * (x W[:, n:]) where it is gated. Inputs x (..., depth) and, optional, bias (columns).
template <class Weights> class Product {
 public:
  explicit Product(const Info* info) : kernels_(kernels_of(info)), curve_(info), weights_(info) {}
  void compute(Context* context) const {
    const Tensor x = runtime->input(context, 0), bias = runtime->input(context, 1);
    const long columns = weights_.panels[0].columns;
    require_width(x, weights_.width());
    require_bias(bias, columns);
    const Tensor y = runtime->output(context, 0, with_width(x.sizes, columns));
    const auto rows = weights_.rows(context, x);
    shared_out(context, x.rows(), weights_.panels[0].count, [&](long row, long end, long panel, long last) {
      for (; panel < last; panel++) {
        const long column = panel * PANEL;
        const Part part{y.data + row * columns + column, columns, end - row, std::min(PANEL, columns - column),
                        bias.data ? bias.data + column : nullptr};
        if (weights_.panels.size() > 1) gated(rows, row, panel, part);
        else weights_.multiply(rows, row, 0, panel, part);
      }
    });
  }

 private:
  void gated(const typename Weights::Rows& rows, long first, long panel, const Part& part) const {
    float gates[ROWS_AT_ONCE * PANEL], ups[ROWS_AT_ONCE * PANEL];
    for (long row = 0; row < part.rows; row += ROWS_AT_ONCE) {
      const long count = std::min(ROWS_AT_ONCE, part.rows - row);
      weights_.multiply(rows, first + row, 0, panel, {gates, PANEL, count, PANEL, nullptr});
      weights_.multiply(rows, first + row, 1, panel, {ups, PANEL, count, PANEL, nullptr});
      for (long i = 0; i < count; i++)
        curve_.apply(kernels_, gates + i * PANEL, ups + i * PANEL, part.columns, part.at + (row + i) * part.stride);
    }
  }
  const Kernels* kernels_;
  Curve curve_;
  Weights weights_;
};

}  // namespace shotglass
