#include "onnxruntime.h"

namespace shotglass {

void Runtime::require(Status* status) const {
  if (!status) return;
  function<void(Status*)>(RELEASE_STATUS)(status);
  throw std::runtime_error("onnxruntime refused a call of a custom operator");
}

int64_t Runtime::integer(const Info* info, const char* name) const {
  int64_t value = 0;
  call<const Info*, const char*, int64_t*>(INTEGER_ATTRIBUTE, info, name, &value);
  return value;
}

float Runtime::number(const Info* info, const char* name) const {
  float value = 0;
  call<const Info*, const char*, float*>(FLOAT_ATTRIBUTE, info, name, &value);
  return value;
}

std::string Runtime::text(const Info* info, const char* name) const {
  size_t size = 0;
  call<const Info*, const char*, char*, size_t*>(STRING_ATTRIBUTE, info, name, nullptr, &size);
  std::string value(size, '\0');
  call<const Info*, const char*, char*, size_t*>(STRING_ATTRIBUTE, info, name, &value[0], &size);
  return value.c_str();
}

Tensor Runtime::tensor(Value* value) const {
  Tensor made;
  if (!value) return made;
  void* data = nullptr;
  Shape* shape = nullptr;
  size_t count = 0;
  call<Value*, void**>(MUTABLE_DATA, value, &data);
  call<const Value*, Shape**>(SHAPE_OF, value, &shape);
  call<Shape*, size_t*>(DIMENSION_COUNT, shape, &count);
  made.sizes.resize(count);
  call<Shape*, int64_t*, size_t>(DIMENSIONS, shape, made.sizes.data(), count);
  function<void(Shape*)>(RELEASE_SHAPE)(shape);
  made.data = static_cast<float*>(data);
  return made;
}

Tensor Runtime::input(Context* context, size_t index) const {
  const Value* value = nullptr;
  call<const Context*, size_t, const Value**>(INPUT, context, index, &value);
  return tensor(const_cast<Value*>(value));
}

Tensor Runtime::output(Context* context, size_t index, const std::vector<int64_t>& sizes) const {
  Value* value = nullptr;
  call<Context*, size_t, const int64_t*, size_t, Value**>(OUTPUT, context, index, sizes.data(), sizes.size(), &value);
  return tensor(value);
}

Status* Runtime::failure(const std::string& message) const {
  return function<Status*(int, const char*)>(CREATE_STATUS)(1, message.c_str());
}

}  // namespace shotglass
