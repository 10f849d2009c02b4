// The operators of the domain "shotglass", as onnxruntime loads and calls them.
#include <algorithm>
#include <memory>
#include <vector>

#include "kernels.h"
#include "onnxruntime.h"
#include "panels.h"

namespace shotglass {
namespace {

std::unique_ptr<Runtime> runtime;

constexpr long FEW_ROWS = 32;   // below it, threads share the columns; from it on, the rows
constexpr long TASKS = 8;       // into which few rows' columns are cut
constexpr long ROWS_A_TASK = 64;
constexpr long ROWS_AT_ONCE = 32;  // of gates and what they multiply

const Kernels* kernels_of(const Info* info) {
  const std::string name = runtime->text(info, "kernels");
  const Kernels* set = name.empty() ? best_kernels() : kernels_named(name.c_str());
  if (!set) throw std::runtime_error("this processor has no kernels " + name);
  return set;
}

// product(rows first..end, panels first..end) for parts that cover a matrix (rows, panels).
template <class F> void shared_out(Context* context, long rows, long panels, F product) {
  if (rows < FEW_ROWS) {
    const long tasks = std::min(panels, TASKS);
    runtime->parallel(context, tasks, [&](size_t t) { product(0, rows, panels * t / tasks, panels * (t + 1) / tasks); });
  } else {
    const long tasks = (rows + ROWS_A_TASK - 1) / ROWS_A_TASK;
    runtime->parallel(context, tasks, [&](size_t t) { product(rows * t / tasks, rows * (t + 1) / tasks, 0, panels); });
  }
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

// What stands between two products: x * sigmoid(linear x + cubic x^3).
struct Curve {
  float linear, cubic;
  explicit Curve(const Info* info) : linear(runtime->number(info, "linear")), cubic(runtime->number(info, "cubic")) {}
  void apply(const Kernels* kernels, const float* x, const float* ups, long count, float* out) const {
    kernels->activate(x, ups, count, linear, cubic, out);
  }
};

// Weights in fp32, whole or in the two halves of a gate.
class FloatWeights {
 public:
  explicit FloatWeights(const Info* info) : kernels_(kernels_of(info)) {
    const Place32 place{runtime->text(info, "file"), (long)runtime->integer(info, "offset"), (long)runtime->integer(info, "depth"),
                        (long)runtime->integer(info, "columns"), runtime->integer(info, "transposed") != 0};
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
    const Place8 place{runtime->text(info, "file"), (long)runtime->integer(info, "offset"), (long)runtime->integer(info, "scales"),
                       (long)runtime->integer(info, "depth"), (long)runtime->integer(info, "columns"), (long)runtime->integer(info, "block")};
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
    if (weight.width() != x.width() || (skip.data && skip.sizes != x.sizes) || (bias.data && bias.width() != x.width()))
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

// Attention over a cache, as com.microsoft.GroupQueryAttention has it for the graphs of model folders. Inputs packed
// (B, S, (H + 2G) d), past keys and values (B, G, M, d), total lengths less one (B), lengths (B) and, where heads are turned,
// cosines and sines (C, turned / 2). Outputs mixed (B, S, H d), and the cache with the new tokens in it.
class CachedAttention {
 public:
  explicit CachedAttention(const Info* info)
      : kernels_(kernels_of(info)), heads_(runtime->integer(info, "heads")), groups_(runtime->integer(info, "groups")),
        window_(runtime->integer(info, "window")), scale_(runtime->number(info, "scale")), cap_(runtime->number(info, "cap")) {}
  void compute(Context* context) const {
    const Tensor packed = runtime->input(context, 0), keys = runtime->input(context, 1), values = runtime->input(context, 2),
                 total = runtime->input(context, 3), lengths = runtime->input(context, 4), cosines = runtime->input(context, 5),
                 sines = runtime->input(context, 6);
    const long rows = packed.sizes.at(0), tokens = packed.sizes.at(1), size = keys.sizes.at(3), room = keys.sizes.at(2);
    const Tensor mixed = runtime->output(context, 0, {rows, tokens, heads_ * size});
    const Tensor kept_keys = runtime->output(context, 1, keys.sizes), kept_values = runtime->output(context, 2, values.sizes);
    const Attention a{rows, tokens, heads_, groups_, size, room, cosines.data ? 2 * (long)cosines.width() : 0, window_, scale_, cap_,
                      packed.data, cosines.data, sines.data, total.integers(), lengths.integers(),
                      kept_keys.data, kept_values.data, mixed.data};
    require_fit(a, packed.width(), cosines, sines);
    if (keys.sizes.at(0) != rows || keys.sizes.at(1) != groups_ || values.sizes != keys.sizes || total.width() != rows || lengths.width() != rows)
      throw std::runtime_error("a cache of another shape than its tokens");
    if (kept_keys.data != keys.data) std::copy_n(keys.data, rows * groups_ * room * size, kept_keys.data);
    if (kept_values.data != values.data) std::copy_n(values.data, rows * groups_ * room * size, kept_values.data);
    if (tokens == 1) {
      runtime->parallel(context, rows * groups_, [&](size_t t) {
        kernels_->append(a, t / groups_, t % groups_);
        attend(a, t / groups_, t % groups_, 0, 1);
      });
      return;
    }
    std::fill_n(mixed.data, rows * tokens * heads_ * size, 0.0f);  // behind a row's own tokens
    runtime->parallel(context, rows * groups_, [&](size_t t) { kernels_->append(a, t / groups_, t % groups_); });
    const std::vector<Work> work = cut(a);
    runtime->parallel(context, work.size(), [&](size_t t) { attend(a, work[t].row, work[t].group, work[t].first, work[t].count); });
  }

 private:
  struct Work { long row, group, first, count; };
  static constexpr long QUERIES = 32, SCORES = 1 << 16;  // tokens and numbers a task, at most

  static void require_fit(const Attention& a, long width, const Tensor& cosines, const Tensor& sines) {
    if (a.groups < 1 || a.heads % a.groups || a.turned > a.size || sines.sizes != cosines.sizes)
      throw std::runtime_error("heads that do not share keys evenly, or angles of another size");
    if (width != (a.heads + 2 * a.groups) * a.size) throw std::runtime_error("packed queries, keys and values of another width than the cache");
    for (long b = 0; b < a.rows; b++) {
      const long length = a.lengths[b], end = a.total[b] + 1L;
      if (length < 0 || length > a.tokens || end < length || end > a.room || (a.turned && end > cosines.sizes.at(0)))
        throw std::runtime_error("row " + std::to_string(b) + " ends at token " + std::to_string(end) + ", and the cache has room for " +
                                 std::to_string(a.room));
    }
  }
  // Blocks of queries, spread so that neighbours in the list take unlike times.
  static std::vector<Work> cut(const Attention& a) {
    std::vector<Work> work;
    for (long b = 0; b < a.rows; b++) {
      const long room = (a.total[b] + PANEL) * (a.heads / a.groups), most = std::clamp(SCORES / room, 1L, QUERIES);
      for (long first = 0; first < a.lengths[b]; first += most)
        for (long g = 0; g < a.groups; g++) work.push_back({b, g, first, std::min(most, a.lengths[b] - first)});
    }
    std::vector<Work> spread;
    for (size_t i = 0; i < work.size(); i += 2) spread.push_back(work[i]);
    for (size_t i = 1; i < work.size(); i += 2) spread.push_back(work[i]);
    return spread;
  }
  void attend(const Attention& a, long row, long group, long first, long count) const {
    if (!a.lengths[row]) return;
    static thread_local std::vector<float> scratch;
    const long needed = scratch_size(a, count, a.total[row] + 1 - a.lengths[row] + first + count);
    if ((long)scratch.size() < needed) scratch.resize(needed);
    kernels_->attend(a, row, group, first, count, scratch.data());
  }
  const Kernels* kernels_;
  long heads_, groups_, window_;
  float scale_, cap_;
};

template <class Operator> Status* create(const CustomOp*, const Api*, const Info* info, void** made) {
  try {
    *made = new Operator(info);
    return nullptr;
  } catch (const std::exception& error) {
    return runtime->failure(error.what());
  }
}

template <class Operator> Status* compute(void* made, Context* context) {
  try {
    static_cast<const Operator*>(made)->compute(context);
    return nullptr;
  } catch (const std::exception& error) {
    return runtime->failure(error.what());
  }
}

// An operator's name, what its inputs and outputs are, and which of them may be left out (from the first optional one on).
struct Signature {
  CustomOp op;
  const char* name;
  size_t inputs, required, outputs, required_outputs;
  unsigned integers;  // a bit for each input of int32
};

const Signature& signature(const CustomOp* op) { return *reinterpret_cast<const Signature*>(op); }

template <class Operator>
Signature declared(const char* name, size_t inputs, size_t required, size_t outputs, size_t required_outputs, unsigned integers = 0) {
  CustomOp op{};
  op.version = API_VERSION;
  op.name = [](const CustomOp* self) { return signature(self).name; };
  op.provider = [](const CustomOp*) { return "CPUExecutionProvider"; };
  op.input_count = [](const CustomOp* self) { return signature(self).inputs; };
  op.output_count = [](const CustomOp* self) { return signature(self).outputs; };
  op.input_type = [](const CustomOp* self, size_t i) -> int { return signature(self).integers >> i & 1 ? INT32 : FLOAT; };
  op.output_type = [](const CustomOp*, size_t) -> int { return FLOAT; };
  op.input_kind = [](const CustomOp* self, size_t i) -> int { return i < signature(self).required ? REQUIRED : OPTIONAL; };
  op.output_kind = [](const CustomOp* self, size_t i) -> int { return i < signature(self).required_outputs ? REQUIRED : OPTIONAL; };
  op.memory = [](const CustomOp*, size_t) { return 0; };
  op.variadic_input_least = op.variadic_input_alike = op.variadic_output_least = op.variadic_output_alike = [](const CustomOp*) { return 1; };
  op.create_or_fail = create<Operator>;
  op.compute_or_fail = compute<Operator>;
  op.destroy = [](void* made) { delete static_cast<Operator*>(made); };
  op.first_version = [](const CustomOp*) { return 1; };
  op.last_version = [](const CustomOp*) { return 999; };
  return {op, name, inputs, required, outputs, required_outputs, integers};
}

const Signature OPERATORS[] = {
    declared<Product<FloatWeights>>("Product", 2, 1, 1, 1),
    declared<Product<BlockWeights>>("BlockProduct", 2, 1, 1, 1),
    declared<Activation>("Activation", 1, 1, 1, 1),
    declared<Norm>("Norm", 4, 1, 2, 1),
    declared<CachedAttention>("CachedAttention", 7, 5, 3, 3, 1 << 3 | 1 << 4),
};

}  // namespace
}  // namespace shotglass

#if defined(_WIN32)
#define EXPORTED extern "C" __declspec(dllexport)
#else
#define EXPORTED extern "C" __attribute__((visibility("default")))
#endif

// The instruction sets that this processor has, the widest first, with a space between them.
EXPORTED const char* shotglass_kernels() {
  static const std::string names = shotglass::supported_kernels();
  return names.c_str();
}

EXPORTED shotglass::Status* RegisterCustomOps(shotglass::Options* options, const shotglass::ApiBase* base) {
  using namespace shotglass;
  if (!runtime) runtime = std::make_unique<Runtime>(base->get(API_VERSION));
  try {
    Domain* domain = nullptr;
    runtime->call<const char*, Domain**>(CREATE_DOMAIN, "shotglass", &domain);
    for (const Signature& own : OPERATORS) runtime->call<Domain*, const CustomOp*>(DOMAIN_ADD, domain, &own.op);
    runtime->call<Options*, Domain*>(ADD_DOMAIN, options, domain);
    return nullptr;
  } catch (const std::exception& error) {
    return runtime->failure(error.what());
  }
}
