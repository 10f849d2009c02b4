"""Runs a folder's graphs against one another on a text; a graph that strays is refused, and one
that rounds what it computes may stray so far and no further."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shotglass.architecture import ModelConfig
from shotglass.contract import TOKENIZER, GraphEntry, GraphKind
from shotglass.errors import ImportFailed
from shotglass.text.tokenizer import Tokenizer

from ...progress import Report
from .agreement import Agreement
from .graph_runs import ExplainRun, MaskedNativeRun, MaskedRun, NativeRun, PortableRun

_WINDOW = 256  # tokens seen at once
_TOKENS = 2048  # compared in all
_STEPS = 8  # tokens of the first window that are also run one by one
TEXT = "parity_text.txt"
TEXT_NAME = "Lewis Carroll, Alice's Adventures in Wonderland, chapter I (1865, public domain)"

Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Tolerances:
    """The largest differences with which a model is still accepted."""

    fp32_logits: float = 1e-3  # largest |difference| between two graphs that compute in fp32
    mean_kl: float = 0.02  # nats, 8-bit against fp32
    top1: float = 0.94  # share of positions with the same likeliest token
    fp16_kl: float = 1e-3  # nats, fp16 against fp32
    int4_kl: float = 0.2  # nats, 4-bit blocks against fp32
    int4_top1: float = 0.7
    web_kl: float = 1e-3  # nats, of the graph that browsers run


def check_parity(
    folder: Path,
    config: ModelConfig,
    graphs: Mapping[GraphKind, GraphEntry],
    tolerances: Tolerances,
    report: Report,
) -> dict[str, Any]:
    """Compares ``graphs``, by kind, which all compute in fp32, on the first tokens of the parity
    text and returns what was measured. Raises ImportFailed above the tolerance."""
    ids = parity_windows(folder / TOKENIZER, config)[0]
    report("Checking fp32 graphs", 0.0)
    differences = _differences(folder, config, graphs, ids)
    for kind, difference in differences.items():
        if not difference <= tolerances.fp32_logits:
            raise ImportFailed(
                f"{graphs[kind].file} strays from portable.onnx by {difference:.3g} in a logit; at "
                f"most {tolerances.fp32_logits:g} was expected: the weights overflow, or a graph "
                "is wrong."
            )
    return {
        **_measured(ids),
        "graphs": list(dict.fromkeys([*differences, "portable"])),
        "max_logit_difference": float(f"{max(differences.values()):.3g}"),
    }


def check_rounding(
    source: Path,
    config: ModelConfig,
    kind: GraphKind,
    graph: Path,
    tolerances: Tolerances,
    report: Report,
) -> dict[str, Any]:
    """Compares ``graph``, which rounds, with the portable one of the model folder ``source`` on the
    parity text and returns what was measured. Raises ImportFailed above a tolerance."""
    windows = parity_windows(source / TOKENIZER, config)
    limit = {
        "native-fp16": Limit("fp16", tolerances.fp16_kl, rounding=True),
        "web": Limit("fp16", tolerances.web_kl),
    }.get(kind, Limit("8-bit", tolerances.mean_kl, tolerances.top1))
    measured = agreement(source / "portable.onnx", config, graph, limit, windows, report)
    facts = {"tokens": measured.positions, "against": "portable"}
    return _measured(windows[0]) | facts | measured.to_json()


def _measured(ids: Ids) -> dict[str, Any]:
    return {"text": named_text(), "tokens": len(ids), "window": len(ids)}


def named_text() -> dict[str, str]:
    """Returns the parity text by name and digest."""
    return {"name": TEXT_NAME, "sha256": sha256(_text()).hexdigest()}


def _text() -> bytes:
    return resources.files(__package__).joinpath(TEXT).read_bytes()


def parity_windows(tokenizer: Path, config: ModelConfig) -> list[Ids]:
    """Returns the parity text in pieces: at least one, and all of one length. A tokenizer that
    knows few of the text's words gives few ids, which are then repeated; where there are none, all
    of the vocabulary is taken. Raises ImportFailed where the tokenizer is another model's."""
    ids = np.array(Tokenizer.load(tokenizer).encode(_text().decode()), np.int64)
    size = min(_WINDOW, config.context)
    if len(ids) < size:
        ids = np.resize(ids if len(ids) else np.arange(config.vocabulary), size)
    if ids.max() >= config.vocabulary:
        raise ImportFailed(
            f"The tokenizer gives the id {ids.max()}; the model knows {config.vocabulary} tokens: "
            "they do not belong together."
        )
    starts = range(0, min(len(ids), _TOKENS) - size + 1, size)
    return [ids[start : start + size] for start in starts]


def _differences(
    folder: Path, config: ModelConfig, graphs: Mapping[GraphKind, GraphEntry], ids: Ids
) -> dict[GraphKind, float]:
    """Returns by graph the largest difference in a logit of what must be equal."""
    path = folder / graphs["portable"].file
    if config.bidirectional:
        return dict(_masked_differences(folder, graphs, ids))
    portable = PortableRun(path, config)
    differences: dict[GraphKind, float] = {}
    for kind, entry in graphs.items():
        if kind.startswith("native") and entry.exact:
            native = NativeRun(folder / entry.file)
            # The text in one piece, and again with its last tokens one by one.
            cuts = [0, *range(max(1, len(ids) - _STEPS), len(ids) + 1)]
            whole = portable.logits(ids)
            others = (portable.logits(ids, cuts), native.logits(ids), native.logits(ids, cuts))
            differences[kind] = max(float(np.abs(whole - other).max()) for other in others)
        elif kind == "explain":
            explain = ExplainRun(folder / entry.file)
            differences[kind] = _explain_difference(portable, explain, ids)
    return differences


def _masked_differences(
    folder: Path, graphs: Mapping[GraphKind, GraphEntry], ids: Ids
) -> Iterator[tuple[GraphKind, float]]:
    """A text alone, and with padding behind it; and as the other graphs read it."""
    run, tokens = MaskedRun(folder / graphs["portable"].file), len(ids) - len(ids) // 4
    alone = run.logits(ids[:tokens])
    yield "portable", float(np.abs(alone - run.logits(ids[:tokens], len(ids) // 4)).max())
    for kind, entry in graphs.items():
        if kind.startswith("native"):
            native = MaskedNativeRun(folder / entry.file)
            yield kind, float(np.abs(run.logits(ids) - native.logits(ids)).max())
        elif kind == "explain":
            yield kind, _explain_difference(run, ExplainRun(folder / entry.file), ids)


def _explain_difference(portable: PortableRun | MaskedRun, explain: ExplainRun, ids: Ids) -> float:
    """The text's logits, and its last row again as the lens reads the last layer."""
    whole, last = portable.logits(ids), len(ids) - 1
    outputs = explain.outputs(ids, ["logits", "lens"], [last])
    pairs = (outputs["logits"][0], whole), (outputs["lens"][0, -1], whole[last])
    return max(float(np.abs(first - second).max()) for first, second in pairs)


@dataclass(frozen=True)
class Limit:
    """The limit for a graph of ``bits``: nats, and the least share of likeliest tokens kept.
    ``rounding``: it rounds what it computes too, as a GPU does."""

    bits: str
    mean_kl: float
    top1: float = 0.0
    rounding: bool = False


def agreement(
    portable: Path,
    config: ModelConfig,
    graph: Path,
    limit: Limit,
    windows: Sequence[NDArray[np.int64]],
    report: Report,
) -> Agreement:
    """Returns the agreement of the native ``graph`` with ``portable``, both on the CPU, over
    ``windows`` (S,).

    Raises ImportFailed beyond ``limit``.
    """
    reference = PortableRun(portable, config)
    native = NativeRun(graph, rounding=limit.rounding)
    measured = Agreement()
    for index, ids in enumerate(windows):
        report("Comparing predictions", index / len(windows))
        measured.add(ids, reference.logits(ids), native.logits(ids))
    bits = limit.bits
    if not measured.mean_kl <= limit.mean_kl:
        raise ImportFailed(
            f"The {bits} graph strays from fp32 by a mean KL of {measured.mean_kl:.4f} nats; at "
            f"most {limit.mean_kl:g} was expected: this model does not bear {bits} weights."
        )
    if not measured.top1 >= limit.top1:
        raise ImportFailed(
            f"The {bits} graph agrees with fp32 on {measured.top1:.1%} of the likeliest tokens; at "
            f"least {limit.top1:.0%} was expected: this model does not bear {bits} weights."
        )
    return measured
