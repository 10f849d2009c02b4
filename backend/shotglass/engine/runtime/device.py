"""A device's memory, as onnxruntime hands it out and copies within it and to the host: numpy cannot
reach such memory.

Copies are made by a graph of Identity nodes on the device: n runs of fp16 numbers, "from.0" ... to
"to.0" ..., all of one length. It is written as protobuf by hand
(protobuf.dev/programming-guides/encoding), since the runtime does without the ``onnx`` package;
field numbers are those of onnx.proto.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np
import onnxruntime as ort

from ...contract import IR_VERSION, OPSET, TensorSpec
from .graph_edits.onnx_messages import (
    GRAPH_INPUT,
    GRAPH_OUTPUT,
    MODEL_GRAPH,
    message,
    node,
    number,
    tensor,
)

CUDA = "CUDAExecutionProvider"
PROVIDERS = {"cpu": ["CPUExecutionProvider"], "cuda": [CUDA, "CPUExecutionProvider"]}


@dataclass(frozen=True)
class Block:
    """fp16 numbers of ``shape`` at ``address`` of a device; ``owner`` keeps them alive."""

    shape: tuple[int, ...]
    address: int
    owner: Any = field(repr=False)


@dataclass(frozen=True)
class MemoryRun:
    """Neighbouring fp16 numbers begin at each of ``addresses``."""

    device: str
    addresses: Sequence[int]


class Device:
    """``kind``: "cuda", or "cpu" to try the same code where there is no GPU."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._copiers: dict[int, ort.InferenceSession] = {}

    def zeros(self, shape: tuple[int, ...]) -> Block:
        """Zeros, not what lay there before: a masked NaN times 0 is still NaN."""
        owner = ort.OrtValue.ortvalue_from_shape_and_type(list(shape), np.float16, self.kind, 0)
        owner.update_inplace(np.zeros(shape, np.float16))
        return Block(shape, owner.data_ptr(), owner)

    def move(self, source: MemoryRun, target: MemoryRun, numbers: int) -> None:
        """Copy ``numbers`` from each address of ``source`` to its partner in ``target``. Both are
        on this device or the host; it has been done when this returns."""
        binding = self._copier(len(source.addresses)).io_binding()
        run = np.float16, [numbers]
        for i, (start, end) in enumerate(zip(source.addresses, target.addresses, strict=True)):
            binding.bind_input(f"from.{i}", source.device, 0, *run, start)
            binding.bind_output(f"to.{i}", target.device, 0, *run, end)
        self._copier(len(source.addresses)).run_with_iobinding(binding)

    def _copier(self, count: int) -> ort.InferenceSession:
        if count not in self._copiers:
            self._copiers[count] = _copier(self.kind, count)
        return self._copiers[count]


def has_cuda() -> bool:
    """Whether the installed package knows CUDA; not whether there is a GPU."""
    return CUDA in ort.get_available_providers()


def cuda_fault() -> str:
    """Returns why CUDA does not start here, in onnxruntime's words, or an empty text. It is tried,
    since onnxruntime takes the CPU without a message where a driver or a library is missing."""
    with redirect_stdout(sys.stderr):  # it prints what it cannot load
        ort.preload_dlls()  # CUDA and cuDNN of pip's nvidia packages, where they are installed
        try:
            device = Device("cuda")
            block = device.zeros((8,))
            whole = MemoryRun("cuda", [block.address])
            device.move(whole, whole, prod(block.shape))
        except Exception as error:  # onnxruntime raises a dozen unrelated classes
            return str(error).strip().rstrip(".") or type(error).__name__
    return ""


def _copier(kind: str, count: int) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(
        identities(count), options, providers=PROVIDERS[kind], enable_fallback=0
    )
    if session.get_providers()[0] != PROVIDERS[kind][0]:
        raise RuntimeError(f"onnxruntime took {session.get_providers()[0]} instead.")
    return session


def identities(count: int) -> bytes:
    """The model: ``count`` Identity nodes side by side."""
    sources, targets = (
        [TensorSpec(f"{end}.{i}", "float16", ("N",)) for i in range(count)]
        for end in ("from", "to")
    )
    graph = [
        *(node("Identity", [a.name], b.name) for a, b in zip(sources, targets, strict=True)),
        message(2, b"identities"),
        *(tensor(GRAPH_INPUT, spec) for spec in sources),
        *(tensor(GRAPH_OUTPUT, spec) for spec in targets),
    ]
    opset = message(8, number(2, OPSET))
    return number(1, IR_VERSION) + opset + message(MODEL_GRAPH, b"".join(graph))
