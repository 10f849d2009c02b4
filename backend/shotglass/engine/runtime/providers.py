"""The provider and the graph that a model runs by: the CPU, a GPU that onnxruntime reaches, or the
device of a plug-in."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache, partial
from typing import Literal, get_args

from ...architecture import ModelConfig
from ...contract import GraphEntry, Manifest
from ...errors import (
    GraphNotMade,
    InvalidRequest,
    MissingExtra,
    ModelFolderError,
    PrecisionNotOffered,
    WrongTask,
)
from ...precisions import Computed, Offer, Precision, addition_fault, offers
from . import device
from .kv_cache import DevicePool, HostPool, SlotPool
from .plugins import PLUGINS, PluginName, plugin_devices

LOG = logging.getLogger("shotglass.engine")
Provider = Literal["auto", "cpu", "cuda", PluginName]
ResolvedProvider = Literal["cpu", "cuda", PluginName]
PROVIDER_HELP = (
    "cuda computes in fp16 on a GPU; auto does where it can. "
    f"{', '.join(PLUGINS)}: plug-ins of onnxruntime, compared with the CPU before they answer."
)
PoolMaker = Callable[[ModelConfig, int, int], SlotPool]

GPU_PACKAGE = "pip install 'onnxruntime-gpu[cuda,cudnn]'"
SWAP = f"pip uninstall -y onnxruntime && {GPU_PACKAGE}"


def require(provider: Provider, precision: Precision | None) -> None:
    """Raises InvalidRequest for a ``precision`` on a GPU, which has its own, and MissingExtra where
    ``provider`` cannot be had; for one of the plug-ins as ``plugin_devices`` does."""
    known = get_args(Provider)
    if provider not in known:
        raise InvalidRequest(f"There is no provider {provider!r}; {', '.join(known)} are known.")
    if provider in PLUGINS:
        plugin_devices(provider)
    if provider != "cuda":
        return
    if precision is not None:
        raise InvalidRequest(
            f"--provider cuda computes in fp16, and --precision is {precision}: leave --precision "
            "out, or take --provider cpu for fp32, which is exact, or int8."
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


def resolve_provider(
    provider: Provider, precision: Precision | None, manifest: Manifest
) -> ResolvedProvider:
    """ "auto" is a GPU where there is one, the model has the graph for it, and no ``precision`` is
    asked for. Raises as ``require`` does."""
    require(provider, precision)
    if provider != "auto":
        return provider
    if precision or "native-fp16" not in manifest.graphs or not device.has_cuda():
        return "cpu"
    if fault := _fault():
        _warn_once(fault)
        return "cpu"
    return "cuda"


def pool_maker(where: ResolvedProvider) -> PoolMaker:
    return partial(DevicePool, device=device.Device(where)) if where == "cuda" else HostPool


def computed(
    manifest: Manifest, precision: Precision | None = None, provider: Provider = "cpu"
) -> Computed:
    """Returns the precision that a model computes in on a server or command that was given
    ``precision`` for all models: fp32 if none was given, and fp16 on a GPU. A model that does not
    have it computes in the one it has.

    Raises as ``require`` does.
    """
    if manifest.task == "masked-lm":
        return "fp32"
    if resolve_provider(provider, precision, manifest) == "cuda":
        return "fp16"
    names = [offer.name for offer in offers(manifest)]
    name = precision or "fp32"
    return name if name in names or not names else names[0]


def graph_entry(
    manifest: Manifest, precision: Precision | None = None, where: ResolvedProvider = "cpu"
) -> GraphEntry:
    """The graph that generates; without a ``precision`` the exact one of the CPU.

    Raises WrongTask for a model that does not generate, PrecisionNotOffered, GraphNotMade, and
    ModelFolderError for a folder without a graph that it should have.
    """
    if manifest.task != "causal-lm":
        raise WrongTask(
            f"{manifest.id} is a {manifest.task} model: it fills gaps and does not generate text."
        )
    kind = "native-fp16" if where == "cuda" else offer(manifest, precision).kind
    if kind in manifest.graphs:
        return manifest.graphs[kind]
    raise ModelFolderError(
        f"{manifest.id} has no {kind} graph, which a GPU needs: add it with\n"
        f"  shotglass import {manifest.id} --add fp16\n"
        "or take --provider cpu."
    )


def offer(manifest: Manifest, precision: Precision | None) -> Offer:
    """The precision asked for, else the exact one where there is one; its graph has been made.

    Raises PrecisionNotOffered, GraphNotMade, and ModelFolderError for a folder without any.
    """
    offered: dict[str, Offer] = {offer.name: offer for offer in offers(manifest)}
    if not offered:
        raise ModelFolderError(f"{manifest.id} has no native graph: import it again.")
    chosen = offered.get(precision or computed(manifest))
    if chosen is None:
        why = addition_fault(manifest, "int8") if precision == "int8" else None
        why = why or f"{manifest.id} has no graph in {precision}."
        raise PrecisionNotOffered(
            f"{why} Ask for {' or '.join(offered)}, or for none.", pointer="/precision"
        )
    if not chosen.made:
        raise GraphNotMade(
            f"{manifest.id} has no 8-bit graph yet. POST /api/v1/models/{manifest.id}/graphs makes "
            f"it, and so does the command shotglass import {manifest.id} --add int8.",
            pointer="/precision",
        )
    return chosen


@cache
def _warn_once(fault: str) -> None:
    LOG.warning("CUDA does not start, so the CPU is taken: %s", fault)


@cache
def _fault() -> str:
    return device.cuda_fault()
