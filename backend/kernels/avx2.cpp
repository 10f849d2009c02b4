#include "kernels.h"
#if defined(__x86_64__)
#include <immintrin.h>
namespace shotglass {
namespace avx2 {
// Before the pragma: a processor without these instructions runs it.
long supported() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
}  // namespace avx2
}  // namespace shotglass
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC target("avx2,fma")
#endif
namespace shotglass {
namespace avx2 {
namespace {
#include "lanes_avx2.h"
#include "set.h"
}  // namespace
extern constexpr Kernels KERNELS = made_of("avx2", supported);
}  // namespace avx2
}  // namespace shotglass
#if defined(__clang__)
#pragma clang attribute pop
#endif
#endif
