"""Changes read against the tokens of a prompt: every place checked, states and means read off
their texts, and all of it put together as what goes into a graph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from ...architecture import ModelConfig
from ...errors import InvalidRequest
from ..masked_model import MaskedModel
from ..model import Engine
from ..runtime.interventions import NO_INTERVENTIONS, Interventions
from ..runtime.token_changes import (
    EdgeCut,
    Place,
    ResidualPatch,
    ResidualShift,
)
from .attention import Head, cut, head, head_arrays, require_small
from .changes import MOST_CHANGES, AttentionCut, Change, HeadOff, StatePatch, Steering
from .states import patch, shift
from .text_reader import Ids, MeanOf, TextReader, token_of

_AT = "/interventions"

K = TypeVar("K")
V = TypeVar("V")


def resolve(
    engine: Engine | MaskedModel, changes: Sequence[Change], ids: Sequence[int]
) -> Interventions:
    """Reads ``changes`` against the prompt ``ids``, whose tokens they name.

    Raises InvalidRequest with the place in ``/interventions`` for more changes or texts than may
    be, a layer, head, token or place that is not there, a vector of another length or with numbers
    that are too large, a head that is switched off or a state that is replaced twice, and cuts that
    would need too much memory; and as ``Capture.run`` does.
    """
    if not changes:
        return NO_INTERVENTIONS
    if len(changes) > MOST_CHANGES:
        raise InvalidRequest(
            f"There are {len(changes):,} interventions; {MOST_CHANGES:,} at most were expected.",
            pointer=_AT,
        )
    reader = TextReader(engine)
    parts = _Parts(engine.manifest.architecture, tuple(ids), reader)
    for index, change in enumerate(changes):
        parts.add(change, f"{_AT}/{index}")
    require_small(parts.cuts, parts.config, _AT)
    reader.read()
    return Interventions(
        **head_arrays(parts.heads, parts.config, reader),
        patches=tuple(each() for each in parts.patches.values()),
        shifts=tuple(each() for each in parts.shifts),
        cuts=tuple(parts.cuts),
    )


@dataclass(frozen=True)
class _Parts:
    """The parts of the changes that have been read so far; states and means are still to be read
    off texts."""

    config: ModelConfig
    ids: Ids
    reader: TextReader
    heads: dict[Head, MeanOf | None] = field(default_factory=dict)
    cuts: list[EdgeCut] = field(default_factory=list)
    patches: dict[tuple[Place, int], Callable[[], ResidualPatch]] = field(default_factory=dict)
    shifts: list[Callable[[], ResidualShift]] = field(default_factory=list)

    def add(self, change: Change, at: str) -> None:
        """``at``: the pointer of the change. Raises InvalidRequest."""
        config, tokens = self.config, len(self.ids)
        match change:
            case HeadOff():
                key = change.layer, change.head
                _add(self.heads, key, head(change, config, self.ids, self.reader, at), f"{at}/head")
            case AttentionCut():
                self.cuts.append(cut(change, config, tokens, at))
            case StatePatch():
                token = token_of(change.token, tokens, f"{at}/token")
                state = patch(change, config, token, self.reader, at)
                _add(self.patches, (change.place, token), state, f"{at}/token")
            case Steering():
                self.shifts.append(shift(change, config, tokens, self.reader, at))


def _add(changed: dict[K, V], key: K, value: V, pointer: str) -> None:
    """Raises InvalidRequest for what is changed already."""
    if key in changed:
        raise InvalidRequest("This is changed twice; change it once.", pointer=pointer)
    changed[key] = value
