// What the operators share: the interface of onnxruntime, the kernels that compute, and how rows are shared out.
#pragma once
#include <algorithm>
#include <memory>
#include <vector>

#include "kernels.h"
#include "onnxruntime.h"

namespace shotglass {

inline std::unique_ptr<Runtime> runtime;
inline std::string seal;  // of the nodes that may name files: a secret of this process, so that no file has it

constexpr long FEW_ROWS = 32;  // that one thread rounds or norms sooner than others wake up
constexpr long MOST_NUMBERS = 1 << 26;  // in a row or a column of a weight, so that no size overflows

// The kernels that a node computes with. Raises std::runtime_error for a node that was not made when its graph was loaded.
inline const Kernels* kernels_of(const Info* info) {
  if (seal.empty() || runtime->text(info, "seal") != seal)
    throw std::runtime_error("operators of the domain shotglass are made when a graph is loaded; its file may not have any");
  const std::string name = runtime->text(info, "kernels");
  const Kernels* set = name.empty() ? best_kernels() : kernels_named(name.c_str());
  if (!set) throw std::runtime_error("this processor has no kernels " + name);
  return set;
}

inline long integer_within(const Info* info, const char* name, long least, long most) {
  const int64_t value = runtime->integer(info, name);
  if (value < least || value > most)
    throw std::runtime_error(std::string(name) + " is " + std::to_string(value) + ", which is not within " + std::to_string(least) + " and " +
                             std::to_string(most));
  return value;
}

// What stands between two products: x * sigmoid(linear x + cubic x^3).
struct Curve {
  float linear, cubic;
  explicit Curve(const Info* info) : linear(runtime->number(info, "linear")), cubic(runtime->number(info, "cubic")) {}
  void apply(const Kernels* kernels, const float* x, const float* ups, long count, float* out) const {
    kernels->activate(x, ups, count, linear, cubic, out);
  }
};

}  // namespace shotglass
