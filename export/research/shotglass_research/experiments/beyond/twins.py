"""A GPT and its masked twin in torch: what each gives a token that is hidden from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from shotglass_export.data.folder import DataFolder
from shotglass_export.places import default_models
from shotglass_export.recipe import SPECIAL_TOKENS

from ..result import Data

if TYPE_CHECKING:
    from shotglass_export.models.transformer import Transformer

MASK = SPECIAL_TOKENS.index("<|mask|>")
LEFT, RIGHT = 64, 32  # tokens around a gap
AT_ONCE = 32  # rows that are read at a time

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]


def house_network(id: str) -> tuple[Transformer, Data]:
    """A house model with the weights that ship.

    Raises ModelNotFound, ModelFolderError.
    """
    import torch

    from shotglass.engine import Library, default_roots
    from shotglass_export.formats.source import Source
    from shotglass_export.models.transformer import Transformer

    folder = Library((default_models(), *default_roots())).folder(id).path
    source = Source.open(folder)
    network = Transformer(source.config)
    read = {name: np.array(source.weights[name], np.float32) for name, _ in
            network.named_parameters()}  # fmt: skip
    network.load_state_dict({name: torch.from_numpy(weight) for name, weight in read.items()})
    about = source.manifest
    file = next(name for name in about.files if name.startswith("weights"))
    data = Data(about.name, about.files[file].sha256, about.licence, f"model {id}")
    return network.eval(), data


@dataclass(frozen=True)
class Gaps:
    """``ids`` (N, LEFT + 1 + RIGHT) of held-out text; what is asked is the token after ``LEFT``.
    ``documents`` (N,) says which of them are from one document."""

    ids: Ids
    documents: Ids

    @property
    def targets(self) -> Ids:
        return self.ids[:, LEFT]


def held_gaps(folder: DataFolder, most: int) -> Gaps:
    """Up to ``most`` gaps a held-out document, evenly over it; none of a document too short."""
    rows, documents, number = [], [], 0
    for held in folder.held.values():
        for start, end in zip(held.offsets[:-1], held.offsets[1:] - 1, strict=True):
            number += 1
            last = end - LEFT - 1 - RIGHT
            for at in (
                np.unique(np.linspace(start, last, most).astype(int)) if last >= start else ()
            ):
                rows.append(np.asarray(held.tokens[at : at + LEFT + 1 + RIGHT], np.int64))
                documents.append(number)
    return Gaps(np.stack(rows), np.array(documents))


def left_nats(network: Transformer, gaps: Gaps, left: int = LEFT) -> Floats:
    """(N,): -log p of each gap's token by a GPT that reads the ``left`` tokens before it."""
    return _nats(network, gaps.ids[:, LEFT - left : LEFT], left - 1, gaps.targets)


def filled_nats(network: Transformer, gaps: Gaps, right: int, left: int = LEFT) -> Floats:
    """(N,): the same by a masked model, which reads ``right`` tokens after the gap besides."""
    shown = gaps.ids[:, LEFT - left : LEFT + 1 + right].copy()
    shown[:, left] = MASK
    return _nats(network, shown, left, gaps.targets)


def distribution(network: Transformer, ids: Sequence[int], at: int) -> Floats:
    """(V,): the probabilities that a network gives at place ``at`` of one text."""
    import torch

    with torch.no_grad():
        states = network.hidden(torch.tensor([list(ids)]))[:, at]
        found: Floats = network.head(states)[0].double().softmax(0).numpy()
    return found


def _nats(network: Transformer, shown: Ids, at: int, targets: Ids) -> Floats:
    import torch
    from torch.nn.functional import cross_entropy

    found = []
    with torch.no_grad():
        for part in _parts(len(shown)):
            logits = network.head(network.hidden(torch.from_numpy(shown[part]))[:, at])
            right = torch.from_numpy(targets[part])
            found.append(cross_entropy(logits.double(), right, reduction="none").numpy())
    return np.concatenate(found)


def _parts(count: int) -> Iterator[slice]:
    for first in range(0, count, AT_ONCE):
        yield slice(first, min(first + AT_ONCE, count))


def mean_states(network: Transformer, texts: Sequence[Sequence[int]]) -> Floats:
    """(N, 2 D): the mean over each text's tokens of the stream half-way up, and at the top.

    Texts of one length are read together, since a masked model would see what pads them.
    """
    import torch

    lengths = np.array([len(text) for text in texts])
    found = np.zeros((len(texts), 2 * network.config.width))
    with torch.no_grad():
        for length in np.unique(lengths):
            places = np.flatnonzero(lengths == length)
            for part in _parts(len(places)):
                ids = torch.tensor([list(texts[place]) for place in places[part]])
                x, kept = network.embed(ids), []
                for number, block in enumerate(network.layers, 1):
                    x = block(x, network.rotary)
                    if number in (len(network.layers) // 2, len(network.layers)):
                        kept.append(x.mean(1))
                found[places[part]] = torch.cat(kept[-2:], dim=1).double().numpy()
    return found
