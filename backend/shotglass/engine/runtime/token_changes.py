"""Changes inside a model at single tokens: a state of the residual stream replaced, a vector added
to it, attention of some tokens to others cut; and how arrays that are put into a model are checked.

A text may be read in parts: ``past`` tokens of it before, ``tokens`` of it now. Letters: S tokens
that are read now, T all tokens up to the last of them, H heads, D width.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...architecture import ModelConfig
from ...errors import InvalidRequest
from .session import AnyArray, Floats

MOST = 1e9  # of any number that is put into a model: what follows of it stays finite
HIDDEN = float(np.finfo(np.float32).min)  # of a score, as the model's own mask has it
POINTER = "/interventions"


@dataclass(frozen=True)
class Place:
    """A place where the residual stream is changed: what ``layer`` reads, layer L being what the
    last one leaves, or, with ``middle``, what its feed-forward part reads, which is what its
    attention leaves."""

    layer: int
    middle: bool = False

    @property
    def output(self) -> str:
        """The name of the output that shows it."""
        return f"{'middle' if self.middle else 'hidden'}_states.{self.layer}"

    def input(self, kind: str) -> str:
        """The name of the input for a kind of change: rows, patch or shift."""
        return f"{'middle' if self.middle else 'residual'}_{kind}.{self.layer}"


@dataclass(frozen=True, eq=False)
class ResidualPatch:
    """``state`` (D,) in the place of the residual stream at ``token``: of ``hidden_states.layer``,
    or behind that layer's attention. Of two at one token the last one counts.

    Meng et al. 2022, arXiv:2202.05262 (there a state that is "restored")."""

    layer: int
    token: int
    state: Floats
    middle: bool = False


@dataclass(frozen=True, eq=False)
class ResidualShift:
    """``vector`` (D,) added to the residual stream at the ``tokens``, else at every token from
    ``start`` on; after what patches put there. Turner et al. 2023, arXiv:2308.10248."""

    layer: int
    vector: Floats
    start: int = 0
    tokens: tuple[int, ...] | None = None
    middle: bool = False

    def rows(self, past: int, tokens: int) -> slice | list[int]:
        """Returns which of the tokens are among those that are read now."""
        if self.tokens is None:
            return slice(max(self.start - past, 0), None)
        return [token - past for token in self.tokens if past <= token < tokens]


@dataclass(frozen=True)
class EdgeCut:
    """The tokens ``queries``, every other one where there are none named, no longer see ``keys``;
    in all layers and all heads but where one is named."""

    keys: tuple[int, ...]
    queries: tuple[int, ...] | None = None
    layer: int | None = None
    head: int | None = None


def patch_feeds(
    patches: Sequence[ResidualPatch], config: ModelConfig, past: int, tokens: int
) -> dict[str, AnyArray]:
    """Rows (N, 2), text and token, and states (N, D) of each place that is patched."""
    states: dict[Place, dict[int, Floats]] = {}
    for patch in patches:
        require_layer("residual_patch", patch.layer, config.layers - patch.middle)
        state = checked_array("residual_patch/state", patch.state, {"width": config.width})
        own = states.setdefault(Place(patch.layer, patch.middle), {})
        if past <= patch.token < tokens:
            own[patch.token - past] = state
    feeds: dict[str, AnyArray] = {}
    for place, own in states.items():
        rows = np.array([[0, token] for token in own], np.int64)
        feeds[place.input("rows")] = rows.reshape(-1, 2)
        feeds[place.input("patch")] = np.array(list(own.values()), np.float32).reshape(
            -1, config.width
        )
    return feeds


def shift_feeds(
    shifts: Sequence[ResidualShift], config: ModelConfig, past: int, tokens: int
) -> dict[str, AnyArray]:
    """Returns what is added at each place, (S, D)."""
    feeds: dict[str, AnyArray] = {}
    for shift in shifts:
        require_layer("residual_shift", shift.layer, config.layers - shift.middle)
        vector = checked_array("residual_shift/vector", shift.vector, {"width": config.width})
        name = Place(shift.layer, shift.middle).input("shift")
        added = feeds.setdefault(name, np.zeros((tokens - past, config.width), np.float32))
        added[shift.rows(past, tokens)] += vector
    return feeds


def cut_feeds(
    cuts: Sequence[EdgeCut], config: ModelConfig, past: int, tokens: int
) -> dict[str, AnyArray]:
    """``attention_bias.i`` (1 or H, S, T) of each layer; layers that are cut alike share one."""
    made: dict[tuple[int, ...], Floats] = {}
    feeds: dict[str, AnyArray] = {}
    for layer, own in cuts_by_layer(cuts, config).items():
        if own not in made:
            made[own] = _bias([cuts[index] for index in own], config, past, tokens)
        feeds[f"attention_bias.{layer}"] = made[own]
    return feeds


def cuts_by_layer(cuts: Sequence[EdgeCut], config: ModelConfig) -> dict[int, tuple[int, ...]]:
    """Returns which of the cuts act in each layer, for the layers that have any."""
    own = {
        layer: tuple(i for i, cut in enumerate(cuts) if cut.layer in (None, layer))
        for layer in range(config.layers)
    }
    return {layer: indices for layer, indices in own.items() if indices}


def _bias(cuts: Sequence[EdgeCut], config: ModelConfig, past: int, tokens: int) -> Floats:
    heads = config.heads if any(cut.head is not None for cut in cuts) else 1
    bias = np.zeros((heads, tokens - past, tokens), np.float32)
    for cut in cuts:
        own = bias if cut.head is None else bias[cut.head : cut.head + 1]
        keys = [key for key in cut.keys if key < tokens]
        queries = range(past, tokens) if cut.queries is None else cut.queries
        for query in queries:
            if past <= query < tokens:
                own[:, query - past, [key for key in keys if key != query]] = HIDDEN
    return bias


def require_layer(name: str, layer: int, most: int) -> None:
    """Raises InvalidRequest for a layer that is not from 0 to ``most``."""
    require_within(name, "layer", layer, most)


def require_within(name: str, field: str, value: int, most: int) -> None:
    """Raises InvalidRequest for a value that is not from 0 to ``most``."""
    if not 0 <= value <= most:
        raise refused(
            f"{name}/{field}",
            f"{name} is at {field} {value}; one from 0 to {most} was expected.",
        )


def checked_array(
    name: str, value: npt.ArrayLike, sizes: Mapping[str, int], least: float = -MOST
) -> Floats:
    """``value`` as float32 of these sizes, each number from ``least`` to MOST. Raises
    InvalidRequest."""
    given = np.asarray(value)
    if given.dtype.kind not in "fiub":
        raise refused(name, f"{name} is {given.dtype}; numbers were expected.")
    with np.errstate(over="ignore"):  # they are refused below
        array: Floats = given.astype(np.float32)
    if array.shape != tuple(sizes.values()):
        raise refused(
            name,
            f"{name} has the shape {array.shape}; {tuple(sizes.values())} was expected "
            f"({' x '.join(sizes)}).",
        )
    odd = array[~((array >= least) & (array <= MOST))]
    if odd.size:
        raise refused(
            name, f"{name} holds {odd[0]}; numbers from {least:g} to {MOST:g} were expected."
        )
    return array


def refused(field: str, sentence: str) -> InvalidRequest:
    return InvalidRequest(sentence, pointer=f"{POINTER}/{field}")
