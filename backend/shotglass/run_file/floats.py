"""float32 arrays of a run: little-endian, in base64."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray


def saved_array(values: NDArray[Any]) -> dict[str, Any]:
    data = base64.b64encode(np.ascontiguousarray(values, "<f4").tobytes()).decode()
    return {"shape": list(values.shape), "data": data}


def array_of(saved: Mapping[str, Any]) -> NDArray[np.float32]:
    """Of a run that ``form.read`` has read."""
    data = base64.b64decode(saved["data"])
    return np.frombuffer(data, "<f4").reshape(saved["shape"]).astype(np.float32)
