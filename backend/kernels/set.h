// Everything that is computed, of the instruction set whose lanes have been included: in a namespace of its own, without a
// function of the standard library, since the linker would keep one copy of such a function for all instruction sets.
#include "rows.h"
#include "product.h"
#include "blocks.h"
#include "attention.h"

// A constant of the compiler's: nothing of an instruction set may run when the library is loaded, where the processor may
// not have it.
static constexpr Kernels made_of(const char* name, long (*supported)()) {
  return {name, supported, product, round_row, block_product, norm, activate, append, attend};
}
