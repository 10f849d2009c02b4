#include "kernels.h"
namespace shotglass {
namespace portable {
namespace {
#include "lanes_portable.h"
#include "set.h"
}  // namespace
long supported() { return 1; }
extern constexpr Kernels KERNELS = made_of("portable", supported);
}  // namespace portable
}  // namespace shotglass
