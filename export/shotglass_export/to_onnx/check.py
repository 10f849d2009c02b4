"""Runs a folder's graphs against one another on a text; a graph that strays is refused.

The only place of the exporter that knows onnxruntime.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from shotglass.architecture import ModelConfig
from shotglass.errors import ImportFailed
from shotglass.text.tokenizer import Tokenizer

from ..checkpoint import Floats
from ..progress import Report
from .agreement import Agreement

_WINDOW = 256  # tokens seen at once
_TOKENS = 2048  # compared in all
_STEPS = 8  # tokens of the first window that are also run one by one
TEXT = "parity_text.txt"
TEXT_NAME = "Lewis Carroll, Alice's Adventures in Wonderland, chapter I (1865, public domain)"


@dataclass(frozen=True)
class Tolerances:
    """What a model may stray and still be accepted."""

    fp32_logits: float = 1e-3  # largest |difference| between two fp32 graphs
    mean_kl: float = 0.02  # nats, 8-bit against fp32
    top1: float = 0.94  # share of positions with the same likeliest token


@dataclass(frozen=True)
class Findings:
    """What was measured, for the manifest."""

    parity: dict[str, Any]
    quality: dict[str, Any]


def check_agreement(
    folder: Path, config: ModelConfig, tolerances: Tolerances, report: Report
) -> Findings:
    """Compare the four graphs on the parity text. Raises ImportFailed above a tolerance."""
    text = resources.files(__package__).joinpath(TEXT).read_bytes()
    windows = list(_windows(folder, config, text.decode()))
    portable = PortableRun(folder / "portable.onnx", config)
    report("Checking fp32 graphs", 0.0)
    differences = {
        "native-fp32": _native_difference(folder, config, portable, windows[0]),
        "explain": _explain_difference(folder, portable, windows[0]),
    }
    for kind, difference in differences.items():
        _refuse_difference(kind, difference, tolerances.fp32_logits)
    agreement = _native_agreement(folder, config, portable, windows, report)
    _refuse_strays(agreement, tolerances)
    measured = {
        "text": {"name": TEXT_NAME, "sha256": sha256(text).hexdigest()},
        "tokens": agreement.positions,
        "window": len(windows[0]),
    }
    parity = measured | {
        "tokens": len(windows[0]),
        "graphs": [*differences, "portable"],
        "max_logit_difference": float(f"{max(differences.values()):.3g}"),
    }
    return Findings(parity, {"native": measured | {"against": "portable"} | agreement.to_json()})


def _windows(folder: Path, config: ModelConfig, text: str) -> Iterator[NDArray[np.int64]]:
    ids = np.array(Tokenizer.load(folder / "tokenizer.json").encode(text), np.int64)
    size = min(_WINDOW, config.context)
    if ids.max() >= config.vocabulary:
        raise ImportFailed(
            f"The tokenizer gives the id {ids.max()}; the model knows {config.vocabulary} tokens: "
            "they do not belong together."
        )
    for start in range(0, min(len(ids), _TOKENS) - size + 1, size):
        yield ids[start : start + size]


def _refuse_difference(kind: str, difference: float, most: float) -> None:
    if not difference <= most:
        raise ImportFailed(
            f"{kind}.onnx strays from portable.onnx by {difference:.3g} in a logit; at most "
            f"{most:g} was expected: the weights overflow, or a graph is wrong."
        )


def _native_difference(
    folder: Path, config: ModelConfig, portable: PortableRun, ids: NDArray[np.int64]
) -> float:
    """The first window in one piece, and again with its last tokens one by one."""
    cuts = [0, *range(max(1, len(ids) - _STEPS), len(ids) + 1)]
    whole = portable.logits(ids)
    native = NativeRun(folder / "native-fp32.onnx", config)
    others = (portable.logits(ids, cuts), native.logits(ids), native.logits(ids, cuts))
    return max(float(np.abs(whole - other).max()) for other in others)


def _explain_difference(folder: Path, portable: PortableRun, ids: NDArray[np.int64]) -> float:
    """The logits of the first window, and its last row again as the lens reads the last layer."""
    whole = portable.logits(ids)
    last = len(ids) - 1
    found = ExplainRun(folder / "explain.onnx").outputs(ids, ["logits", "lens"], [last])
    pairs = (found["logits"][0], whole), (found["lens"][0, -1], whole[last])
    return max(float(np.abs(one - other).max()) for one, other in pairs)


def _native_agreement(
    folder: Path,
    config: ModelConfig,
    portable: PortableRun,
    windows: Sequence[NDArray[np.int64]],
    report: Report,
) -> Agreement:
    native = NativeRun(folder / "native.onnx", config)
    agreement = Agreement()
    for index, ids in enumerate(windows):
        report("Checking 8-bit against fp32", index / len(windows))
        agreement.add(ids, portable.logits(ids), native.logits(ids))
    return agreement


def _refuse_strays(agreement: Agreement, tolerances: Tolerances) -> None:
    if not agreement.mean_kl <= tolerances.mean_kl:
        raise ImportFailed(
            f"The 8-bit graph strays from fp32 by a mean KL of {agreement.mean_kl:.4f} nats; at "
            f"most {tolerances.mean_kl:g} was expected: this model does not bear 8-bit weights."
        )
    if not agreement.top1 >= tolerances.top1:
        raise ImportFailed(
            f"The 8-bit graph agrees with fp32 on {agreement.top1:.1%} of the likeliest tokens; at "
            f"least {tolerances.top1:.0%} was expected: this model does not bear 8-bit weights."
        )


class PortableRun:
    """``portable.onnx`` in onnxruntime, batch 1."""

    def __init__(self, path: Path, config: ModelConfig) -> None:
        self._session, self._config = _session(path, prepack=False), config

    def logits(self, ids: NDArray[np.int64], cuts: Sequence[int] = ()) -> Floats:
        """ids (S,) -> (S, V), run in the pieces that ``cuts`` bounds, or in one."""
        shape = (1, self._config.kv_heads, 0, self._config.head_size)
        cache = {name: np.empty(shape, np.float32) for name in _cache_names(self._config)}
        found = []
        for start, end in pairwise(cuts or (0, len(ids))):
            logits, *present = self._session.run(None, self._feed(ids, start, end) | cache)
            cache = dict(zip(cache, present, strict=True))
            found.append(logits[0])
        return np.concatenate(found)

    def _feed(self, ids: NDArray[np.int64], start: int, end: int) -> dict[str, NDArray[Any]]:
        return {
            "input_ids": ids[None, start:end],
            "attention_mask": np.ones((1, end), np.int64),
            "position_ids": np.arange(start, end)[None],
        }


class NativeRun:
    """``native.onnx`` in onnxruntime, batch 1, its cache bound in place."""

    def __init__(self, path: Path, config: ModelConfig) -> None:
        # Packed as it will be when served: 8-bit blocks that are not take another code path.
        self._session, self._config = _session(path, prepack=True), config

    def logits(self, ids: NDArray[np.int64], cuts: Sequence[int] = ()) -> Floats:
        """ids (S,) -> (S, V), run in the pieces that ``cuts`` bounds, or in one."""
        shape = (1, self._config.kv_heads, len(ids), self._config.head_size)
        binding = self._session.io_binding()
        for past in _cache_names(self._config):
            buffer = ort.OrtValue.ortvalue_from_numpy(np.zeros(shape, np.float32))
            binding.bind_ortvalue_input(past, buffer)
            binding.bind_ortvalue_output(past.replace("past_key_values", "present"), buffer)
        pieces = pairwise(cuts or (0, len(ids)))
        return np.concatenate([self._run(binding, ids, start, end) for start, end in pieces])

    def _run(self, binding: Any, ids: NDArray[np.int64], start: int, end: int) -> Floats:
        feed = {
            "input_ids": ids[None, start:end],
            "seqlens_k": np.array([end - 1], np.int32),
            "total_sequence_length": np.array(end, np.int32),
            "logits_rows": np.arange(end - start),
        }
        if self._config.positions == "learned":
            feed["position_ids"] = np.arange(start, end)[None]
        for name, value in feed.items():
            binding.bind_cpu_input(name, np.ascontiguousarray(value))
        binding.bind_output("logits")
        self._session.run_with_iobinding(binding)
        logits: Floats = binding.get_outputs()[-1].numpy()
        return logits


class ExplainRun:
    """``explain.onnx`` in onnxruntime, batch 1."""

    def __init__(self, path: Path) -> None:
        self._session = _session(path, prepack=False)

    def outputs(
        self, ids: NDArray[np.int64], names: Sequence[str], lens_rows: Sequence[int] = ()
    ) -> dict[str, Floats]:
        """ids (S,) -> the outputs of ``contract.explain_outputs`` named, with their batch axis."""
        feed = {"input_ids": ids[None], "lens_rows": np.array(lens_rows, np.int64)}
        return dict(zip(names, self._session.run(list(names), feed), strict=True))


def _cache_names(config: ModelConfig) -> list[str]:
    return [
        f"past_key_values.{layer}.{part}"
        for layer in range(config.layers)
        for part in ("key", "value")
    ]


def _session(path: Path, *, prepack: bool) -> ort.InferenceSession:
    """Without ``prepack`` weights stay mapped from the file, which halves the memory."""
    options = ort.SessionOptions()
    if not prepack:
        options.add_session_config_entry("session.disable_prepacking", "1")
    return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
