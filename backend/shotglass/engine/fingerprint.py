"""What the bits of an answer depend on besides the request, as one short word."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from ..contract import TOKENIZER, GraphEntry, Manifest
from .session import RUNTIME

SAMPLER = "philox4x32-10, inverse cdf, 1"  # counts up when the same draw would choose otherwise


def fingerprint(
    manifest: Manifest, graphs: Sequence[GraphEntry], threads: int, provider: str
) -> str:
    """ "fp_" and 16 hex digits: the files that run, the runtime, where it runs them and on how many
    threads, the sampler."""
    files = {name for graph in graphs for name in (graph.file, *graph.weights)}
    names = sorted({*files, TOKENIZER})
    digests = [manifest.files[name].sha256 for name in names]
    text = json.dumps([digests, RUNTIME, provider, threads, SAMPLER])
    return f"fp_{hashlib.sha256(text.encode()).hexdigest()[:16]}"
