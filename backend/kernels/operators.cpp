// The operators of the domain "shotglass", as onnxruntime loads and calls them.
#include "cached_attention.h"
#include "products.h"
#include "row_operators.h"

namespace shotglass {
namespace {

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

// Sets the secret that the operators' nodes have to show.
EXPORTED void shotglass_seal(const char* secret) { shotglass::seal = secret; }

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
