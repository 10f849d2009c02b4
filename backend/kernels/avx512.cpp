#include "kernels.h"
#if defined(__x86_64__)
#include <immintrin.h>
namespace shotglass {
namespace avx512 {
// Before the pragma: a processor without these instructions runs it.
long supported() {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vnni");
}
}  // namespace avx512
}  // namespace shotglass
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma"))), apply_to = function)
#else
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma")
#endif
namespace shotglass {
namespace avx512 {
namespace {
#include "lanes_avx512.h"
#include "set.h"
}  // namespace
extern constexpr Kernels KERNELS = made_of("avx512-vnni", supported);
}  // namespace avx512
}  // namespace shotglass
#if defined(__clang__)
#pragma clang attribute pop
#endif
#endif
