"""Beam search: the hypotheses of one search, each in a slot that holds what it begins with.

Which hypotheses go on is ``decoding.advance``'s answer; here they get their caches, with as little
copying as possible: a hypothesis whose parent has no other child stays where the parent was. Of
several children one stays; the others take slots of hypotheses without children, or new ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...decoding import Beam, BeamSettings, Prediction, advance, predict
from ..batching.messages import BeamAdvanced
from ..batching.sequence import TokenSequence
from ..batching.strategy import DecodingContext, Strategy
from ..runtime.session import Logits
from .grammars import Grammar


class BeamSearch(Strategy):
    """A beam search after the one prompt of its job. The tokens ``forced`` are taken first, one at
    a time, and the tree begins after them. ``grammar`` is what each hypothesis is held to."""

    def __init__(
        self,
        settings: BeamSettings,
        stop_ids: Sequence[int],
        forced: Sequence[int] = (),
        grammar: Grammar | None = None,
    ) -> None:
        self.width = settings.width
        self._beam = Beam(settings, frozenset(stop_ids))
        self._forced = forced
        self._hypotheses: list[TokenSequence] = []  # in the order of the beam's ``live``
        self._matchers = [grammar.matcher()] if grammar else []  # in the same order

    def begin(
        self, sequence: TokenSequence, prediction: Prediction, context: DecodingContext
    ) -> None:
        self._go_on_with([sequence])
        self._advance([prediction], context)

    def step(
        self,
        sequences: Sequence[TokenSequence],
        logits: Sequence[Logits],
        context: DecodingContext,
    ) -> None:
        row_of = dict(zip(sequences, logits, strict=True))
        self._advance([predict(row_of[sequence]) for sequence in self._hypotheses], context)

    def _advance(self, predictions: Sequence[Prediction], context: DecodingContext) -> None:
        """``predictions``: one a hypothesis, in their order."""
        first = self._hypotheses[0]
        if first.step < len(self._forced):
            first.last_id = self._forced[first.step]
            first.step += 1
            return
        masks = [matcher.allowed() for matcher in self._matchers]
        self._beam = advance(self._beam, predictions, masks or None)
        context.reports.append((first.job, BeamAdvanced(first.prompt, self._beam)))
        if self._beam.done:
            for sequence in self._hypotheses:
                context.batch.release(sequence)
            return
        self._move_caches(context)
        if self._matchers:
            self._matchers = [
                self._matchers[parent].after(hypothesis.ids[-1])
                for parent, hypothesis in zip(self._beam.parents, self._beam.live, strict=True)
            ]
        for sequence, hypothesis in zip(self._hypotheses, self._beam.live, strict=True):
            sequence.last_id = hypothesis.ids[-1]

    def _go_on_with(self, hypotheses: list[TokenSequence]) -> None:
        self._hypotheses = hypotheses
        self.reserved = self.width - len(hypotheses)

    def _move_caches(self, context: DecodingContext) -> None:
        before, parents = self._hypotheses, self._beam.parents
        slots = assign_slots(len(before), parents)
        for source, target in slots.copies:  # both hold the prompt
            context.batch.overwrite(before[source], before[target], first=len(before[0].ids))
        self._go_on_with(
            [
                context.batch.fork(before[parent]) if index is None else before[index]
                for index, parent in zip(slots.indices, parents, strict=True)
            ]
        )
        for index in slots.released:
            context.batch.release(before[index])


@dataclass(frozen=True)
class SlotAssignment:
    """Indices of the hypotheses before a step. ``indices``: where each new hypothesis goes on,
    None for a slot to be added; ``copies``: pairs (from, to) among those; ``released``: those
    that are not needed any more."""

    indices: tuple[int | None, ...]
    copies: tuple[tuple[int, int], ...]
    released: tuple[int, ...]


def assign_slots(count: int, parents: Sequence[int]) -> SlotAssignment:
    """``parents[i]``: the hypothesis that hypothesis i continues, 0 <= it < ``count``.

    >>> assign_slots(3, [1, 1, 0])
    SlotAssignment(indices=(1, 2, 0), copies=((1, 2),), released=())
    """
    free = [index for index in range(count) if index not in parents]
    indices: list[int | None] = []
    copies = []
    for i, parent in enumerate(parents):
        if parent not in parents[:i]:
            indices.append(parent)
        elif free:
            copies.append((parent, free[0]))
            indices.append(free.pop(0))
        else:
            indices.append(None)
    return SlotAssignment(tuple(indices), tuple(copies), tuple(free))
