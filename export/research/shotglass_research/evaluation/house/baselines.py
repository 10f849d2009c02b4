"""Baselines: answers that take no learning from examples. Each scores the labels of one query.

Ties are shared out: one of two best labels is worth half a right answer, so that no baseline is
weakened by an arbitrary choice. ``nearest`` compares a model's own input embeddings: what it knows
of a word before any layer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto
from onnx.external_data_helper import ExternalDataInfo

from shotglass.contract import TOKENIZER
from shotglass.engine import ModelFolder
from shotglass.engine.strategies.scoring import EncodedLabels
from shotglass.errors import ModelFolderError
from shotglass.text import Tokenizer
from shotglass_export.data.episodes import Question, render

Baseline = Callable[[Question, int], Sequence[float]]  # (question, k) -> a score a label
Embed = Callable[[str], NDArray[np.float64]]  # a text -> (D,)
SAME = 1e-9  # scores closer than this are a tie


class LanguageModel(Protocol):
    """Anything that says how probable tokens are after others, as the n-gram models do."""

    def logprob(self, context: Sequence[int], continuation: Sequence[int]) -> float:
        """Nats of all of ``continuation``."""


def credit(scores: Sequence[float], answer: int) -> float:
    """1 when the answer's score is the best alone, 1/t when t labels share the best, else 0.

    >>> credit([2.0, 2.0, 1.0], 0)
    0.5
    """
    best = max(scores)
    winners = [place for place, score in enumerate(scores) if best - score < SAME]
    return 1 / len(winners) if answer in winners else 0.0


def majority(question: Question, k: int) -> Sequence[float]:
    """How often each label was an example's answer, as text: outputs of a rule never are."""
    outputs = [shot.output for shot in question.shots[:k]]
    return [float(outputs.count(label)) for label in question.labels]


def copy_last(question: Question, k: int) -> Sequence[float]:
    """The last example's answer; nothing in particular where there is none."""
    last = question.shots[k - 1].output if k else ""
    return [float(label == last) for label in question.labels]


def nearest(embed: Embed) -> Baseline:
    """The answer of the example whose input is most like the query's, by the cosine of what
    ``embed`` makes of them; of several equally near ones, each."""

    def score(question: Question, k: int) -> Sequence[float]:
        if k == 0:
            return [0.0] * len(question.labels)
        query = _unit(embed(question.query.input))
        likeness = [float(query @ _unit(embed(s.input))) for s in question.shots[:k]]
        near = [s.output for s, x in zip(question.shots, likeness, strict=False)
                if max(likeness) - x < SAME]  # fmt: skip
        return [float(near.count(label)) for label in question.labels]

    return score


def language_model(model: LanguageModel, tokenizer: Tokenizer) -> Baseline:
    """How probable each label is after the very prompt that the model is given."""

    def score(question: Question, k: int) -> Sequence[float]:
        prompt = render(question, k)
        ids = tokenizer.encode(prompt)
        labels = EncodedLabels.after(tokenizer, prompt, question.labels)
        return [model.logprob(ids, label) for label in labels.ids]

    return score


def _unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    return vector / max(float(np.linalg.norm(vector)), 1e-12)


NAME = "embedding.weight"  # as ``architecture.weight_shapes`` calls it
_TYPES: dict[int, str] = {TensorProto.FLOAT: "<f4", TensorProto.FLOAT16: "<f2"}


@dataclass(frozen=True)
class InputEmbedding:
    """``table`` (V, D)."""

    table: NDArray[np.floating]
    tokenizer: Tokenizer

    @classmethod
    def of(cls, folder: ModelFolder) -> InputEmbedding:
        """From the portable graph, whose weights are exact. Raises ModelFolderError."""
        manifest = folder.manifest
        if "portable" not in manifest.graphs:
            raise ModelFolderError(f"{manifest.id} has no portable graph: import it again.")
        graph = onnx.load(folder.file(manifest.graphs["portable"].file), load_external_data=False)
        for tensor in graph.graph.initializer:
            if tensor.name == NAME and tensor.data_type in _TYPES:
                return cls(_mapped(folder, tensor), Tokenizer.load(folder.file(TOKENIZER)))
        raise ModelFolderError(f"{manifest.id}'s portable graph has no float tensor {NAME}.")

    def __call__(self, text: str) -> NDArray[np.float64]:
        """(D,): the mean over the tokens of ``text`` as it stands within a line."""
        ids = self.tokenizer.encode(f" {text}")
        mean: NDArray[np.float64] = self.table[ids].astype(np.float64).mean(axis=0)
        return mean


def _mapped(folder: ModelFolder, tensor: TensorProto) -> NDArray[np.floating]:
    place = ExternalDataInfo(tensor)
    dtype = np.dtype(_TYPES[tensor.data_type])
    file = folder.file(place.location)
    return np.memmap(file, dtype, "r", place.offset or 0, tuple(tensor.dims))
