#include "kernels.h"

#include <cstring>

namespace shotglass {

#if defined(__x86_64__)
namespace avx512 { extern const Kernels KERNELS; }
namespace avx2 { extern const Kernels KERNELS; }
#elif defined(__aarch64__) && !defined(_MSC_VER)
namespace neon { extern const Kernels KERNELS; }
#endif
namespace portable { extern const Kernels KERNELS; }

// The widest first.
static const Kernels* const SETS[] = {
#if defined(__x86_64__)
    &avx512::KERNELS, &avx2::KERNELS,
#elif defined(__aarch64__) && !defined(_MSC_VER)
    &neon::KERNELS,
#endif
    &portable::KERNELS,
};

const Kernels* kernels_named(const char* name) {
  for (const Kernels* set : SETS)
    if (std::strcmp(set->name, name) == 0 && set->supported()) return set;
  return nullptr;
}

std::string supported_kernels() {
  std::string names;
  for (const Kernels* set : SETS)
    if (set->supported()) names += std::string(names.empty() ? "" : " ") + set->name;
  return names;
}

const Kernels* best_kernels() {
  for (const Kernels* set : SETS)
    if (set->supported()) return set;
  return nullptr;
}

long scratch_size(const Attention& a, long count, long keys) {
  const long rows = a.heads / a.groups * count, padded = (keys + PANEL - 1) / PANEL * PANEL;
  return rows * a.size + a.size * PANEL + rows * padded + rows + rows * a.size + 64;
}

}  // namespace shotglass
