"""What the bits of an answer depend on besides the request, as one short word."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..contract import TOKENIZER, GraphEntry, Manifest
from .runtime.session import RUNTIME

SAMPLER = "philox4x32-10, inverse cdf, 1"  # counts up when the same draw would choose otherwise
_READ_BY_RUNTIME = ("ORT_", "MLAS_")  # variables by which onnxruntime chooses its kernels


def fingerprint(
    manifest: Manifest, graph: GraphEntry, threads: int, provider: str, guess: bool = False
) -> str:
    """ "fp_" and 16 hex digits: the files that run, the runtime and the variables that it reads,
    the processor, where the graph runs and on how many threads, the sampler, and whether what
    follows is guessed (``guess``)."""
    names = sorted({graph.file, *graph.weights, TOKENIZER})
    digests = [manifest.files[name].sha256 for name in names]
    runs = [RUNTIME, _variables(os.environ), _processor(), provider, threads, guess]
    text = json.dumps([digests, runs, SAMPLER])
    return f"fp_{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _variables(environment: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(
        item for item in environment.items() if item[0].upper().startswith(_READ_BY_RUNTIME)
    )


def _processor() -> list[Any]:
    """Its kind, and the vector instructions that numpy finds: kernels differ with them."""
    told = np.show_config(mode="dicts") or {}
    return [platform.machine(), told.get("SIMD Extensions", {}).get("found", [])]
