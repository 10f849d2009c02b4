"""Whether this processor's products of 8-bit whole numbers are exact.

Processors without an instruction for it (x86 before VNNI) add products in pairs of 16 bits, which
overflow: then graphs in whole numbers predict something else than they should.
"""

from __future__ import annotations

from base64 import b64decode
from functools import cache
from pathlib import Path

import numpy as np

from .session import AnyArray, run_once

# One node, c = MatMulInteger(a (R, K) uint8, b (K, N) int8), opset 21; the runtime has no onnx to
# write it with, and a test does so again.
MODEL = b64decode(
    "CAo6aQoYCgFhCgFiEgFjIg1NYXRNdWxJbnRlZ2VyEghwcm9kdWN0c1oVCgFhEhAKDggCEgoKAxIBUgoDEgFLWhUK"
    "AWISEAoOCAMSCgoDEgFLCgMSAU5iFQoBYxIQCg4IBhIKCgMSAVIKAxIBTkIECgAQFQ=="
)
ROWS = (1, 2, 3, 4, 8, 16)  # kernels differ with the number of rows
INNER, OUTER = 64, 32


@cache
def products_are_exact() -> bool:
    """The largest products that there are, against numpy's."""
    b = np.full((INNER, OUTER), 127, np.int8)
    b[:, 1::2] = -128
    return all(_exact(np.full((rows, INNER), 255, np.uint8), b) for rows in ROWS)


def _exact(a: AnyArray, b: AnyArray) -> bool:
    found = run_once(MODEL, "products", Path(), {"a": a, "b": b}, threads=1)["c"]
    return np.array_equal(found, a.astype(np.int32) @ b.astype(np.int32))
