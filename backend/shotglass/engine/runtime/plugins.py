"""onnxruntime's plug-in execution providers: packages beside it, each with a library of its own.

None is a dependency. One that is asked for by name is registered with onnxruntime, if it is
installed and finds a device of its own; what it computes is compared with the CPU before it answers
(``engine/self_check.py``). Source: onnxruntime.ai/docs/execution-providers/plugin-ep-libraries.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

import onnxruntime as ort

from ...errors import DeviceUnfit, MissingExtra

PluginName = Literal["webgpu", "openvino", "mlx", "tensorrt-rtx"]
_F32 = '{"CPU": {"INFERENCE_PRECISION_HINT": "f32"}, "GPU": {"INFERENCE_PRECISION_HINT": "f32"}}'


@dataclass(frozen=True)
class Plugin:
    """``library``: the function of ``module`` that gives the library's path. ``provider``: the name
    that onnxruntime has for it. ``kinds``: of the devices that it may run on, the best first.
    ``platforms``: where its package installs, and what it needs there, for people."""

    package: str
    module: str
    library: str
    provider: str
    kinds: Sequence[str]
    platforms: str
    licence: str
    options: Mapping[str, str] = field(default_factory=dict)


PLUGINS: dict[str, Plugin] = {
    "webgpu": Plugin(
        "onnxruntime-ep-webgpu",
        "onnxruntime_ep_webgpu",
        "get_library_path",
        "WebGpuExecutionProvider",
        ("GPU",),
        "Windows, Linux with a Vulkan loader, or macOS on Apple silicon, with a graphics card",
        "MIT",
    ),
    "openvino": Plugin(
        "onnxruntime-ep-openvino",
        "onnxruntime_ep_openvino",
        "get_library_path",
        "OpenVINOExecutionProvider",
        ("GPU", "NPU", "CPU"),
        "Windows or Linux on x86-64, with a processor or graphics card that OpenVINO knows",
        "MIT",
        # Where a processor has bfloat16, OpenVINO rounds to it without being asked.
        {"load_config": _F32},
    ),
    "mlx": Plugin(
        "onnxruntime-ep-mlx",
        "onnxruntime_ep_mlx",
        "library_path",
        "MLXExecutionProvider",
        ("GPU",),
        "macOS 14 or newer on Apple silicon",
        "MIT",
    ),
    "tensorrt-rtx": Plugin(
        "onnxruntime-ep-nv-tensorrt-rtx",
        "onnxruntime_ep_nv_tensorrt_rtx",
        "get_library_path",
        "NvTensorRTRTXExecutionProvider",
        ("GPU",),
        "Windows or Linux, with an NVIDIA RTX card (Ampere or newer)",
        "Apache-2.0; the libraries in it are NVIDIA's",
    ),
}


def plugin_devices(name: str) -> list[Any]:
    """onnxruntime's devices of the plug-in ``name``: those of the best kind that is there.

    Raises MissingExtra where it is not installed, and DeviceUnfit where onnxruntime does not take
    it, or it has no device here.
    """
    plugin = PLUGINS[name]
    if not _devices(plugin):
        _register(name)
    devices = _devices(plugin)
    for kind in plugin.kinds:
        if alike := [device for device in devices if device.device.type.name == kind]:
            return alike[:1]
    raise DeviceUnfit(
        f"--provider {name} finds no device: {' or '.join(plugin.kinds)} was expected "
        f"({plugin.platforms}). Take --provider cpu, which needs none."
    )


def add_plugin(options: ort.SessionOptions, name: str) -> None:
    """Lets ``options`` run on the plug-in ``name``. Raises as ``plugin_devices`` does."""
    options.add_provider_for_devices(plugin_devices(name), dict(PLUGINS[name].options))


def _devices(plugin: Plugin) -> list[Any]:
    return [device for device in ort.get_ep_devices() if device.ep_name == plugin.provider]


@cache
def _register(name: str) -> None:
    """Registers the plug-in once, since onnxruntime keeps it for as long as the process lives."""
    plugin = PLUGINS[name]
    try:
        module = importlib.import_module(plugin.module)
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"--provider {name} needs a package that is not installed: "
            f"pip install {plugin.package}. It runs on {plugin.platforms}. "
            "Or take --provider cpu, which needs none."
        ) from error
    try:
        ort.register_execution_provider_library(name, getattr(module, plugin.library)())
    except Exception as error:  # onnxruntime raises a dozen unrelated classes
        raise DeviceUnfit(
            f"--provider {name}: onnxruntime does not take the library of {plugin.package} "
            f"({str(error).strip()[:300]}). It runs on {plugin.platforms}. "
            "Or take --provider cpu, which needs none."
        ) from error
