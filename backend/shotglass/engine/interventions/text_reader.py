"""Other texts of a request: their tokens, and states of the residual stream and means of heads that
are read off them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import InvalidRequest
from ..masked_model import MaskedModel
from ..model import Engine
from ..runtime.explain_graph import LONGEST
from ..runtime.session import Floats
from ..runtime.token_changes import Place
from .changes import MOST_TEXTS, PromptState

Ids = tuple[int, ...]


@dataclass(frozen=True)
class StateOf:
    """The residual stream (D,) at a token of a text."""

    ids: Ids
    place: Place
    token: int


@dataclass(frozen=True)
class MeanOf:
    """The mean output of a layer's heads over all tokens of some texts (H, d)."""

    texts: tuple[Ids, ...]
    layer: int


class TextReader:
    """First everything is asked for, then ``read`` runs each text once, unchanged."""

    def __init__(self, engine: Engine | MaskedModel) -> None:
        self._engine = engine
        self._texts: dict[str, Ids] = {}
        self._names: dict[Ids, set[str]] = defaultdict(set)  # the outputs that are needed of each
        self.states: dict[StateOf, Floats] = {}
        self.means: dict[MeanOf, Floats] = {}

    def text(self, prompt: str, pointer: str) -> Ids:
        """The tokens of a text. Raises InvalidRequest for one that cannot be read, is too long, or
        is one more than may be."""
        if prompt not in self._texts:
            if len(self._texts) == MOST_TEXTS:
                raise InvalidRequest(
                    f"The interventions name more than {MOST_TEXTS} texts; {MOST_TEXTS} at most "
                    "were expected.",
                    pointer=pointer,
                )
            try:
                ids = tuple(self._engine.encode(prompt))
            except InvalidRequest as error:
                error.pointer = pointer
                raise
            most = min(self._engine.context, LONGEST)
            if len(ids) > most:
                raise InvalidRequest(
                    f"The text is {len(ids)} tokens; {most} at most were expected.",
                    pointer=pointer,
                )
            self._texts[prompt] = ids
        return self._texts[prompt]

    def state(self, of: PromptState, place: Place, at: tuple[str, str]) -> StateOf:
        """A state that ``read`` is to read. ``at``: the pointers of its prompt and its token.
        Raises InvalidRequest."""
        ids = self.text(of.prompt, at[0])
        state = StateOf(ids, place, token_of(of.token, len(ids), at[1]))
        self._names[ids].add(place.output)
        self.states[state] = np.empty(0, np.float32)
        return state

    def mean(self, texts: Sequence[Ids], layer: int) -> MeanOf:
        """A mean that ``read`` is to compute."""
        mean = MeanOf(tuple(texts), layer)
        for ids in texts:
            self._names[ids].add(f"heads.{layer}")
        self.means[mean] = np.empty(0, np.float32)
        return mean

    def read(self) -> None:
        """Raises as ``Capture.run`` does."""
        sums: dict[tuple[Ids, int], Floats] = {}
        for ids, names in self._names.items():
            outputs = self._engine.capture.run(ids, names)
            for state in self.states:
                if state.ids == ids:
                    self.states[state] = outputs[state.place.output][0, state.token].copy()
            for layer in {mean.layer for mean in self.means if ids in mean.texts}:
                sums[ids, layer] = outputs[f"heads.{layer}"][0].sum(axis=1)
        for mean in self.means:
            total = np.sum([sums[ids, mean.layer] for ids in mean.texts], axis=0)
            self.means[mean] = total / np.float32(sum(map(len, mean.texts)))


def token_of(token: int, tokens: int, pointer: str, further: int = 0) -> int:
    """A token from 0 of one that may be counted from the end; ``further``: how many behind the last
    one it may be. Raises InvalidRequest."""
    if not -tokens <= token < tokens + further:
        raise InvalidRequest(
            f"There is no token {token}: the text has the tokens 0 to {tokens - 1}, from its end "
            f"-1 to {-tokens}.",
            pointer=pointer,
        )
    return token + tokens if token < 0 else token
