"""Runs a folder's graphs against one another on a text; a graph that strays is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shotglass.architecture import ModelConfig
from shotglass.contract import GraphEntry, GraphKind
from shotglass.errors import ImportFailed
from shotglass.text.tokenizer import Tokenizer

from ..progress import Report
from .graph_runs import ExplainRun, MaskedRun, NativeRun, PortableRun
from .rounding import Limit, agreement

_WINDOW = 256  # tokens seen at once
_TOKENS = 2048  # compared in all
_STEPS = 8  # tokens of the first window that are also run one by one
TEXT = "parity_text.txt"
TEXT_NAME = "Lewis Carroll, Alice's Adventures in Wonderland, chapter I (1865, public domain)"

Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Tolerances:
    """What a model may stray and still be accepted."""

    fp32_logits: float = 1e-3  # largest |difference| between two graphs that compute in fp32
    mean_kl: float = 0.02  # nats, 8-bit against fp32
    top1: float = 0.94  # share of positions with the same likeliest token
    fp16_kl: float = 1e-3  # nats, fp16 against fp32
    int4_kl: float = 0.3  # nats, 4-bit blocks against fp32
    int4_top1: float = 0.7
    reading_kl: float = 0.02  # nats, of the graph that reads prompts; beyond, it is left out
    web_kl: float = 1e-3  # nats, of the graph that browsers run; beyond, it is left out

    def allow_reading(self, measured: Mapping[str, Any]) -> bool:
        """``measured``: ``Agreement.to_json`` of that graph."""
        return bool(measured["mean_kl_nats"] <= self.reading_kl)

    def allow_web(self, measured: Mapping[str, Any]) -> bool:
        return bool(measured["mean_kl_nats"] <= self.web_kl)


@dataclass(frozen=True)
class Findings:
    """What was measured, for the manifest."""

    parity: dict[str, Any]
    quality: dict[str, Any]


def check_agreement(
    folder: Path,
    config: ModelConfig,
    graphs: Mapping[GraphKind, GraphEntry],
    tolerances: Tolerances,
    report: Report,
) -> Findings:
    """Compare ``graphs``, by kind, on the parity text. Raises ImportFailed above a tolerance.

    Graphs that compute in fp32 must give the same logits on its first tokens. What rounds to 8
    bits or to fp16 may only predict much the same, on more of them.
    """
    windows = parity_windows(folder / "tokenizer.json", config)
    report("Checking fp32 graphs", 0.0)
    differences = _differences(folder, config, graphs, windows[0])
    for kind, difference in differences.items():
        _refuse_difference(graphs[kind].file, difference, tolerances.fp32_logits)
    measured = {"text": named_text(), "tokens": len(windows[0]), "window": len(windows[0])}
    parity = measured | {
        "graphs": list(dict.fromkeys([*differences, "portable"])),
        "max_logit_difference": float(f"{max(differences.values()):.3g}"),
    }
    quality: dict[str, Any] = {}
    for kind in (kind for kind, entry in graphs.items() if _rounds(kind, entry)):
        limit = _limit(kind, tolerances)
        found = agreement(folder, config, graphs[kind].file, limit, windows, report)
        told = {"tokens": found.positions, "against": "portable"}
        quality[kind] = measured | told | found.to_json()
    return Findings(parity, quality)


def _rounds(kind: GraphKind, entry: GraphEntry) -> bool:
    return kind in ("reading", "web") or (kind.startswith("native") and not entry.exact)


def named_text() -> dict[str, str]:
    """The parity text by name and digest."""
    return {"name": TEXT_NAME, "sha256": sha256(_text()).hexdigest()}


def _text() -> bytes:
    return resources.files(__package__).joinpath(TEXT).read_bytes()


def parity_windows(tokenizer: Path, config: ModelConfig) -> list[Ids]:
    """The parity text in pieces; raises ImportFailed where the tokenizer is another model's."""
    return list(_windows(tokenizer, config, _text().decode()))


def _windows(tokenizer: Path, config: ModelConfig, text: str) -> Iterator[Ids]:
    """At least one, and all of one length. A tokenizer that knows few of the text's words gives
    few ids: they are repeated, then, and where there is none, all of the vocabulary is."""
    ids = np.array(Tokenizer.load(tokenizer).encode(text), np.int64)
    size = min(_WINDOW, config.context)
    if len(ids) < size:
        ids = np.resize(ids if len(ids) else np.arange(config.vocabulary), size)
    if ids.max() >= config.vocabulary:
        raise ImportFailed(
            f"The tokenizer gives the id {ids.max()}; the model knows {config.vocabulary} tokens: "
            "they do not belong together."
        )
    for start in range(0, min(len(ids), _TOKENS) - size + 1, size):
        yield ids[start : start + size]


def _differences(
    folder: Path, config: ModelConfig, graphs: Mapping[GraphKind, GraphEntry], ids: Ids
) -> dict[GraphKind, float]:
    """By graph, the largest difference in a logit of what must be equal."""
    path = folder / graphs["portable"].file
    if config.bidirectional:
        return {"portable": _masked_difference(path, ids)}
    portable = PortableRun(path, config)
    differences: dict[GraphKind, float] = {}
    for kind, entry in graphs.items():
        if kind.startswith("native") and entry.exact:
            native = NativeRun(folder / entry.file, config)
            differences[kind] = _native_difference(portable, native, ids)
        elif kind == "explain":
            explain = ExplainRun(folder / entry.file)
            differences[kind] = _explain_difference(portable, explain, ids)
    return differences


def _refuse_difference(file: str, difference: float, most: float) -> None:
    if not difference <= most:
        raise ImportFailed(
            f"{file} strays from portable.onnx by {difference:.3g} in a logit; at most "
            f"{most:g} was expected: the weights overflow, or a graph is wrong."
        )


def _masked_difference(path: Path, ids: Ids) -> float:
    """A text alone, and with padding behind it."""
    run, tokens = MaskedRun(path), len(ids) - len(ids) // 4
    alone = run.logits(ids[:tokens])
    return float(np.abs(alone - run.logits(ids[:tokens], len(ids) // 4)).max())


def _native_difference(portable: PortableRun, native: NativeRun, ids: Ids) -> float:
    """The text in one piece, and again with its last tokens one by one."""
    cuts = [0, *range(max(1, len(ids) - _STEPS), len(ids) + 1)]
    whole = portable.logits(ids)
    others = (portable.logits(ids, cuts), native.logits(ids), native.logits(ids, cuts))
    return max(float(np.abs(whole - other).max()) for other in others)


def _explain_difference(portable: PortableRun, explain: ExplainRun, ids: Ids) -> float:
    """The text's logits, and its last row again as the lens reads the last layer."""
    whole, last = portable.logits(ids), len(ids) - 1
    found = explain.outputs(ids, ["logits", "lens"], [last])
    pairs = (found["logits"][0], whole), (found["lens"][0, -1], whole[last])
    return max(float(np.abs(one - other).max()) for one, other in pairs)


def _limit(kind: GraphKind, tolerances: Tolerances) -> Limit:
    if kind == "native-fp16":
        return Limit("fp16", tolerances.fp16_kl)
    if kind == "reading":
        return Limit("8-bit reading")
    if kind == "web":
        return Limit("fp16 weights")
    return Limit("8-bit", tolerances.mean_kl, tolerances.top1)
