#include "kernels.h"
#if defined(__aarch64__) && !defined(_MSC_VER)
#if defined(__linux__)
#include <sys/auxv.h>
#endif
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("dotprod"))), apply_to = function)
#else
#pragma GCC target("arch=armv8.2-a+dotprod")
#endif
#include <arm_neon.h>
namespace shotglass {
namespace neon {
namespace {
#include "lanes_neon.h"
#include "set.h"
}  // namespace
long supported() {
#if defined(__linux__)
  return getauxval(AT_HWCAP) >> 20 & 1;  // HWCAP_ASIMDDP
#else
  return 1;  // every Apple processor has it
#endif
}
extern constexpr Kernels KERNELS = made_of("neon-dotprod", supported);
}  // namespace neon
}  // namespace shotglass
#if defined(__clang__)
#pragma clang attribute pop
#endif
#endif
