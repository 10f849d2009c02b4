"""A format: the precisions that it has, and a plan of what is written at one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
import onnx
from numpy.typing import NDArray

from shotglass.contract import TensorSpec
from shotglass.errors import ExportFailed

from ..checkpoint import Floats
from ..progress import Report
from ..to_onnx.weights.store import Tensors
from .programs.program import Program
from .source import Source

Precision = Literal["fp32", "fp16", "int8", "int4"]
Ids = NDArray[np.int64]


class GraphRun(Protocol):
    """A graph in onnxruntime."""

    def logits(self, ids: Ids) -> Floats:
        """ids (S,) -> (S, V)."""


def no_texts(source: Source) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Plan:
    """What is written: a graph, a file of weights, the tokenizer, and ``texts`` by their names.
    Or, by ``write``, one file of another kind, which is called ``graph`` and ``weights`` both.

    ``storage``: which of ``to_onnx.store``'s files the weights are, whatever ``weights`` calls it.
    ``kind``: the graph's name in the manifest that goes along, if one does.
    ``run``: the graph in onnxruntime; ``cached`` if it is a ``graph_runs.CachedRun``.
    ``exact``: it computes what fp32 weights say, to the rounding of fp32.
    ``words``: what words of the README's programs stand for, besides those of every format.
    """

    graph: str
    weights: str
    storage: str
    precision: str
    run: Callable[[Path], GraphRun]
    build: Callable[[Tensors], onnx.ModelProto] | None = None
    write: Callable[[Source, Path, Report], None] | None = None
    inputs: Sequence[TensorSpec] = ()
    outputs: Sequence[TensorSpec] = ()
    cached: bool = True
    exact: bool = True
    kind: str = ""
    texts: Callable[[Source], Mapping[str, str]] = no_texts
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Format:
    """A way to take a model elsewhere. ``precisions``: those it has, the natural one first.
    ``programs``: what its README shows; ``purpose`` stands there, on cards and in the help."""

    name: str
    purpose: str
    precisions: tuple[Precision, ...]
    planned: Callable[[Source, Precision], Plan]
    programs: tuple[Program, ...]

    def plan(self, source: Source, precision: str | None) -> Plan:
        """Raises ExportFailed for a precision it has not, or a model that it cannot be made of."""
        chosen = next((p for p in self.precisions if p == precision), None)
        if precision is None:
            chosen = self.precisions[0]
        if chosen is None:
            raise ExportFailed(
                f"The format {self.name} is not made in {precision}; it comes in "
                f"{' or '.join(self.precisions)}."
            )
        return self.planned(source, chosen)
