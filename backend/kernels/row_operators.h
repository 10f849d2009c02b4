// What is computed along each row: curves and norms.
#pragma once
#include "operators.h"

namespace shotglass {

// A curve alone. Input x, of any shape.
class Activation {
 public:
  explicit Activation(const Info* info) : kernels_(kernels_of(info)), curve_(info) {}
  void compute(Context* context) const {
    const Tensor x = runtime->input(context, 0), y = runtime->output(context, 0, x.sizes);
    const long count = x.rows() * x.width(), tasks = (count + NUMBERS_A_TASK - 1) / NUMBERS_A_TASK;
    runtime->parallel(context, tasks, [&](size_t t) {
      const long first = t * NUMBERS_A_TASK;
      curve_.apply(kernels_, x.data + first, nullptr, std::min(NUMBERS_A_TASK, count - first), y.data + first);
    });
  }

 private:
  static constexpr long NUMBERS_A_TASK = 1 << 14;
  const Kernels* kernels_;
  Curve curve_;
};

// The norm of x + skip, and x + skip. Inputs x and, optional, skip (..., D), weight (D) and, for a layer norm, bias (D).
class Norm {
 public:
  explicit Norm(const Info* info)
      : kernels_(kernels_of(info)), layer_(runtime->integer(info, "layer") != 0), epsilon_(runtime->number(info, "epsilon")) {}
  void compute(Context* context) const {
    const Tensor x = runtime->input(context, 0), skip = runtime->input(context, 1), weight = runtime->input(context, 2),
                 bias = runtime->input(context, 3);
    if (weight.sizes != std::vector<int64_t>{x.width()} || (skip.data && skip.sizes != x.sizes) || (bias.data && bias.sizes != weight.sizes))
      throw std::runtime_error("a norm whose weight or sum is of another width");
    const Tensor normed = runtime->output(context, 0, x.sizes), sum = runtime->output(context, 1, x.sizes);
    const long width = x.width(), rows = x.rows(), tasks = rows < FEW_ROWS ? 1 : (rows + FEW_ROWS - 1) / FEW_ROWS;
    const auto norms = [&](size_t t) {
      for (long row = rows * t / tasks; row < (long)(rows * (t + 1) / tasks); row++) {
        const long at = row * width;
        kernels_->norm(x.data + at, skip.data ? skip.data + at : nullptr, weight.data, bias.data, layer_, epsilon_, width, normed.data + at,
                       sum.data ? sum.data + at : nullptr);
      }
    };
    if (tasks == 1) norms(0);
    else runtime->parallel(context, tasks, norms);
  }

 private:
  const Kernels* kernels_;
  bool layer_;
  float epsilon_;
};

}  // namespace shotglass
