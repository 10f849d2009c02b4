"""Where a model runs, and by which of its graphs: the CPU, or a GPU that onnxruntime reaches."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache, partial
from typing import Literal

from ..architecture import ModelConfig
from ..contract import GraphEntry, GraphKind, Manifest
from ..errors import InvalidRequest, MissingExtra, ModelFolderError, WrongTask
from . import device
from .cache import HostPool, SlotPool
from .device_pool import DevicePool
from .products import products_are_exact

LOG = logging.getLogger("shotglass.engine")
Precision = Literal["int8", "fp32"]
Provider = Literal["auto", "cpu", "cuda"]
Chosen = Literal["cpu", "cuda"]
PoolMaker = Callable[[ModelConfig, int, int], SlotPool]

GPU_PACKAGE = "pip install 'onnxruntime-gpu[cuda,cudnn]'"
SWAP = f"pip uninstall -y onnxruntime && {GPU_PACKAGE}"


def require(provider: Provider, precision: Precision) -> None:
    """Raises InvalidRequest for fp32 on a GPU, MissingExtra where ``provider`` cannot be had."""
    if provider != "cuda":
        return
    if precision == "fp32":
        raise InvalidRequest(
            "--provider cuda computes in fp16, and --precision is fp32: leave --precision out, or "
            "take --provider cpu for exactness."
        )
    if not device.has_cuda():
        raise MissingExtra(
            "--provider cuda needs an onnxruntime with CUDA; the one installed has none. "
            "onnxruntime and onnxruntime-gpu share one module name, so that only one of them can "
            f"be installed: swap them with\n  {SWAP}"
        )
    if fault := _fault():
        raise MissingExtra(
            f"onnxruntime-gpu is installed, but CUDA does not start ({fault}). An NVIDIA driver "
            "was expected, and the CUDA and cuDNN libraries, which come with\n"
            f"  {GPU_PACKAGE}\n"
            "or take --provider cpu, which needs neither."
        )


def chosen(provider: Provider, precision: Precision, manifest: Manifest) -> Chosen:
    """ "auto" is a GPU where there is one, the model has the graph for it, and fp32 is not asked
    for. Raises as ``require`` does."""
    require(provider, precision)
    if provider != "auto":
        return provider
    if precision == "fp32" or "native-fp16" not in manifest.graphs or not device.has_cuda():
        return "cpu"
    if fault := _fault():
        LOG.warning("CUDA does not start, so the CPU is taken: %s", fault)
        return "cpu"
    return "cuda"


def pool_maker(where: Chosen) -> PoolMaker:
    return HostPool if where == "cpu" else partial(DevicePool, device=device.Device(where))


def graph_entry(manifest: Manifest, precision: Precision, where: Chosen = "cpu") -> GraphEntry:
    """The graph that generates. For fp32 that is the native one, where it is exact itself.

    Raises WrongTask for a model that does not generate, ModelFolderError for one without it.
    """
    if manifest.task != "causal-lm":
        raise WrongTask(
            f"{manifest.id} is a {manifest.task} model: it fills gaps and does not generate text."
        )
    kind = _kind(manifest, precision, where)
    if kind in manifest.graphs:
        return manifest.graphs[kind]
    if where == "cuda":
        raise ModelFolderError(
            f"{manifest.id} has no {kind} graph, which a GPU needs: write it with\n"
            f"  shotglass import {manifest.id} --fp16\n"
            "(or with the file or run that it was imported from in place of its name), or take "
            "--provider cpu."
        )
    raise ModelFolderError(f"{manifest.id} has no {kind} graph: import it again.")


def served_graphs(
    manifest: Manifest, precision: Precision, where: Chosen = "cpu"
) -> tuple[GraphEntry, ...]:
    """What writes, and what reads prompts where that is another graph. In 8 bits both are those in
    whole numbers, if the model has them and this processor can; else it is ``graph_entry``."""
    graph = graph_entry(manifest, precision, where)
    reads, writes = (manifest.graphs.get(kind) for kind in ("reading", "writing"))
    in_blocks = graph is manifest.graphs.get("native")
    if not in_blocks or not (reads or writes) or not products_are_exact():
        return (graph,)
    return (writes or graph, reads) if reads else (writes or graph,)


def _kind(manifest: Manifest, precision: Precision, where: Chosen) -> GraphKind:
    if where == "cuda":
        return "native-fp16"
    native = manifest.graphs.get("native")
    only = native is not None and native.exact and "native-fp32" not in manifest.graphs
    return "native" if precision == "int8" or only else "native-fp32"


@cache
def _fault() -> str:
    return device.cuda_fault()
