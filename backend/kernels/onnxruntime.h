// Of onnxruntime's C interface, what custom operators need. Functions stand in one table that only ever grows, so that their
// places do not move (onnxruntime_c_api.h, OrtApi); the fields of CustomOp are those of OrtCustomOp in version 21.
#pragma once
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace shotglass {

constexpr uint32_t API_VERSION = 21;

struct Api { void* functions[275]; };
struct ApiBase { const Api* (*get)(uint32_t version); const char* (*version)(); };
struct Context; struct Domain; struct Info; struct Options; struct Shape; struct Status; struct Value;

enum Place {
  CREATE_STATUS = 0, RELEASE_STATUS = 93, CREATE_DOMAIN = 26, DOMAIN_ADD = 27, ADD_DOMAIN = 28, MUTABLE_DATA = 51, DIMENSION_COUNT = 61,
  DIMENSIONS = 62, SHAPE_OF = 65, FLOAT_ATTRIBUTE = 85, INTEGER_ATTRIBUTE = 86, STRING_ATTRIBUTE = 87, INPUT = 90, OUTPUT = 91,
  RELEASE_SHAPE = 99, PARALLEL_FOR = 274,
};

struct CustomOp {
  uint32_t version;
  void* (*create)(const CustomOp*, const Api*, const Info*);
  const char* (*name)(const CustomOp*);
  const char* (*provider)(const CustomOp*);
  int (*input_type)(const CustomOp*, size_t);
  size_t (*input_count)(const CustomOp*);
  int (*output_type)(const CustomOp*, size_t);
  size_t (*output_count)(const CustomOp*);
  void (*compute)(void*, Context*);
  void (*destroy)(void*);
  int (*input_kind)(const CustomOp*, size_t);
  int (*output_kind)(const CustomOp*, size_t);
  int (*memory)(const CustomOp*, size_t);
  int (*variadic_input_least)(const CustomOp*);
  int (*variadic_input_alike)(const CustomOp*);
  int (*variadic_output_least)(const CustomOp*);
  int (*variadic_output_alike)(const CustomOp*);
  Status* (*create_or_fail)(const CustomOp*, const Api*, const Info*, void**);
  Status* (*compute_or_fail)(void*, Context*);
  Status* (*shape)(const CustomOp*, void*);
  int (*first_version)(const CustomOp*);
  int (*last_version)(const CustomOp*);
  size_t (*in_place)(int**, int**);
  void (*release_in_place)(int*, int*);
  size_t (*alias)(int**, int**);
  void (*release_alias)(int*, int*);
};

enum Type { FLOAT = 1, INT32 = 6 };
enum Kind { REQUIRED = 0, OPTIONAL = 1 };

struct Tensor {
  float* data = nullptr;  // null where the graph leaves it out
  std::vector<int64_t> sizes;
  const int32_t* integers() const { return reinterpret_cast<const int32_t*>(data); }
  int64_t width() const { return sizes.empty() ? 1 : sizes.back(); }
  int64_t rows() const { return width() ? count() / width() : 0; }
  int64_t count() const {
    int64_t product = 1;
    for (const int64_t size : sizes) product *= size;
    return product;
  }
};

// The interface of the onnxruntime that loaded the library: one for the process.
class Runtime {
 public:
  explicit Runtime(const Api* api) : api_(api) {}
  template <class... A> void call(Place place, A... arguments) const { require(function<Status*(A...)>(place)(arguments...)); }
  int64_t integer(const Info* info, const char* name) const;
  float number(const Info* info, const char* name) const;
  std::string text(const Info* info, const char* name) const;
  Tensor input(Context* context, size_t index) const;
  Tensor output(Context* context, size_t index, const std::vector<int64_t>& sizes) const;
  Status* failure(const std::string& message) const;
  // task(0), ..., task(count - 1), on onnxruntime's own threads.
  template <class F> void parallel(Context* context, size_t count, F task) const {
    const auto run = [](void* task, size_t index) { (*static_cast<F*>(task))(index); };
    call<const Context*, void (*)(void*, size_t), size_t, size_t, void*>(PARALLEL_FOR, context, run, count, 0, &task);
  }

 private:
  template <class F> F* function(Place place) const { return reinterpret_cast<F*>(api_->functions[place]); }
  void require(Status* status) const;
  Tensor tensor(Value* value) const;
  const Api* api_;
};

}  // namespace shotglass
