"""The machine a run finds: device, processes, compiler, the rate at which it multiplies matrices.

``trunk_flops`` and ``head_flops`` count the arithmetic of a token from the shapes.
"""

from __future__ import annotations

import os
import shutil
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from math import prod

import torch
import torch.distributed as dist
from torch import Tensor

from shotglass.architecture import ModelConfig, weight_shapes

from ..recipe import Precision

DTYPES = {"bf16": torch.bfloat16, "fp32": torch.float32}


@dataclass(frozen=True)
class Machine:
    """A process of ``processes``; torchrun's environment says which (``rank``)."""

    device: torch.device
    rank: int = 0
    processes: int = 1

    @classmethod
    def find(cls) -> Machine:
        """Joins the other processes if torchrun started this one: NCCL on GPUs, gloo else."""
        processes = int(os.environ.get("WORLD_SIZE", "1"))
        rank = int(os.environ.get("LOCAL_RANK", "0"))
        device = torch.device("cuda", rank) if torch.cuda.is_available() else torch.device("cpu")
        if device.type == "cuda":
            torch.cuda.set_device(device)
        if processes > 1:
            dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
            return cls(device, dist.get_rank(), processes)
        return cls(device)

    @property
    def first(self) -> bool:
        """Whether this process writes the files and speaks to the person."""
        return self.rank == 0

    @property
    def description(self) -> str:
        """ "cpu, 2 threads" or the name of the GPU, and how many processes share the work."""
        if self.device.type == "cuda":
            name = torch.cuda.get_device_name(self.device)
        else:
            threads = torch.get_num_threads()
            name = f"cpu, {threads} thread{'s' if threads > 1 else ''}"
        return name if self.processes == 1 else f"{self.processes} x {name}"

    def usable(self, precision: Precision) -> Precision:
        """fp32 where bf16 is asked for and the processor has no products of it."""
        return precision if has_bf16(self.device) else "fp32"

    def autocast(self, precision: Precision) -> AbstractContextManager[None]:
        """Matrix products in bf16 over fp32 weights, or everything in fp32."""
        bf16 = self.usable(precision) == "bf16"
        return torch.autocast(self.device.type, torch.bfloat16, enabled=bf16)

    def rows(self, batch: int) -> slice:
        """This process's part of a batch's rows."""
        return slice(batch * self.rank // self.processes, batch * (self.rank + 1) // self.processes)

    def sum(self, tensors: list[Tensor]) -> None:
        """Sums the tensors of every process, in place, as one message."""
        if self.processes == 1:
            return
        flat = torch.cat([tensor.flatten() for tensor in tensors])
        dist.all_reduce(flat)
        parts = torch.split(flat, [tensor.numel() for tensor in tensors])
        for tensor, part in zip(tensors, parts, strict=True):
            tensor.copy_(part.view_as(tensor))

    def any(self, here: bool) -> bool:
        """Whether it is so in one process at least."""
        if self.processes == 1:
            return here
        votes = torch.tensor(float(here), device=self.device)
        dist.all_reduce(votes)
        return bool(votes)

    def leave(self) -> None:
        if self.processes > 1:
            dist.destroy_process_group()


def be_deterministic(compiles: bool) -> None:
    """The same bits from the same numbers: no atomic sums; tiny numbers are 0, for speed.

    ``use_deterministic_algorithms`` tells the compiler too, and imports it for that (2.7 s); where
    nothing compiles, the setting beneath it does the same.
    """
    if compiles:
        torch.use_deterministic_algorithms(True)
    else:
        torch.set_deterministic_debug_mode("error")
    torch.utils.deterministic.fill_uninitialized_memory = False  # type: ignore[attr-defined]
    torch.set_flush_denormal(True)


_BF16 = ("avx512_bf16", "amx_bf16", "bf16", "sve_bf16")  # x86, and ARM's names


def has_bf16(device: torch.device) -> bool:
    """Whether the machine multiplies matrices in bf16; else torch computes each product in fp32,
    and slower.

    torch before 2.13 does not say what a CPU has: there it is taken to have it.
    """
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    look = getattr(torch.cpu, "get_capabilities", None)
    return look is None or any(look().get(name) for name in _BF16)


def can_compile(device: torch.device) -> bool:
    """``torch.compile`` writes C++ for a CPU, and Triton's kernels for a GPU."""
    named = os.environ.get("CXX")
    return device.type == "cuda" or any(
        shutil.which(name) for name in ([named] if named else ["g++", "clang++"])
    )


def ceiling(device: torch.device, precision: Precision, seconds: float = 1.0) -> float:
    """FLOP/s of a 2048 x 2048 matrix product, the best of as many as fit into ``seconds``."""
    size = 2048
    a = torch.ones(size, size, dtype=DTYPES[precision], device=device)
    best, end = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < end:
        begin = time.perf_counter()
        a @ a
        if device.type == "cuda":
            torch.cuda.synchronize()
        best = min(best, time.perf_counter() - begin)
    return 2 * size**3 / best


def trunk_flops(config: ModelConfig, length: int) -> float:
    """FLOPs of training on one token in a row of ``length``, without the head.

    6 for each weight of a matrix (2 forward, 4 backward; Kaplan et al. 2020, section 2.1), and the
    attention's two products over the tokens that are seen, on average: all of a row, half of it
    under the causal mask, at most the window.
    """
    matrices = sum(
        prod(shape)
        for name, shape in weight_shapes(config).items()
        if len(shape) == 2 and name.startswith("layers.")
    )
    attended = 0.0
    for layer in range(config.layers):
        window = min(config.window(layer) or length, length)
        seen = window * (window + 1) / 2 + (length - window) * window
        attended += length if config.bidirectional else seen / length
    return 6.0 * (matrices + 2 * config.query_width * attended)


def head_flops(config: ModelConfig) -> float:
    """FLOPs of training on one target: the table of the vocabulary, BERT's transform."""
    transform = config.width**2 if config.head_transform else 0
    return 6.0 * (config.vocabulary * config.width + transform)
