"""A prompt as tokens: where its examples and their answers stand, and the labels it is read at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ...errors import ContextLengthExceeded
from ...events import Piece
from ...prompting import Lane, Query, Shot, render
from ..batching.cancellation import CancellationToken
from ..measurement.plan import Plan, PlanItem
from ..model import Engine
from ..runtime.explain_graph import LONGEST
from ..strategies.scoring import EncodedLabels

Tokens = tuple[int, int]  # the first, and the one behind the last; equal for none


@dataclass(frozen=True)
class ReadPrompt:
    """``ids`` (S,); ``labels``: the tokens of each, ``right``: which is expected. ``examples`` and
    ``answers``: the tokens of each example, and of its answer.

    The first token of a text belongs to no example: many heads attend to it whatever it is
    (Xiao et al. 2023, arXiv:2309.17453, attention sinks), so that hiding it would measure that.
    """

    ids: tuple[int, ...]
    labels: tuple[tuple[int, ...], ...]
    right: int
    examples: tuple[Tokens, ...]
    answers: tuple[Tokens, ...]

    @property
    def last(self) -> int:
        """The token after which the answer is read."""
        return len(self.ids) - 1

    @property
    def stems(self) -> tuple[tuple[int, ...], ...]:
        """Returns what has to be appended to the prompt to read every token of every label, one run
        each."""
        begun = sorted({label[:-1] for label in self.labels})
        return tuple(
            stem
            for stem in begun
            if not any(stem != other and stem == other[: len(stem)] for other in begun)
        )

    @property
    def runs(self) -> int:
        return len(self.stems)

    @property
    def expecting(self) -> ReadPrompt:
        """The same, read at the expected label alone."""
        return replace(self, labels=(self.labels[self.right],), right=0)


def read_prompts(
    engine: Engine,
    task: Plan,
    pairs: Iterable[tuple[Sequence[Shot], PlanItem]],
    cancelled: CancellationToken,
) -> list[ReadPrompt]:
    """Reads pairs of examples and an item as prompts. Raises as ``read_prompt`` does, and Cancelled
    between two of them."""
    prompts = []
    for shots, item in pairs:
        cancelled.require()
        prompts.append(read_prompt(engine, task, shots, item))
    return prompts


def read_prompt(engine: Engine, task: Plan, shots: Sequence[Shot], item: PlanItem) -> ReadPrompt:
    """Raises ContextLengthExceeded, LabelConflict, InvalidRequest."""
    query = Query(item.input, item.expected)
    prompt = replace(task.prompt, shot_sets={"": tuple(shots)}, query=query, items=())
    rendered = render(prompt, Lane("", "", tuple(range(len(shots)))))
    labels = task.labels_of(item)
    ids = engine.encode(rendered.text)
    encoded = EncodedLabels.after(engine.tokenizer, rendered.text, labels)
    _require_room(engine, ids, encoded.longest)
    pieces = engine.prompts.pieces(rendered.text)
    answers, examples = [], []
    for shot in range(len(shots)):
        spans = [span for span in rendered.spans if span.shot == shot]
        answer = next((span for span in spans if span.field == "output"), spans[-1])
        examples.append(_tokens(pieces, spans[0].start, spans[-1].end, overlapping=False))
        answers.append(_tokens(pieces, answer.start, answer.end, overlapping=True))
    return ReadPrompt(
        tuple(ids), encoded.ids, labels.index(item.expected), tuple(examples), tuple(answers)
    )


def _require_room(engine: Engine, ids: Sequence[int], label: int) -> None:
    engine.require_room(ids, label)
    over = len(ids) + label - LONGEST
    if over > 0:
        raise ContextLengthExceeded(
            f"A prompt with its answer is {over} tokens over the {LONGEST} whose inside can be "
            "looked at: take fewer or shorter examples.",
            over_by=over,
            pointer="/k",
        )


def _tokens(pieces: Sequence[Piece], start: int, end: int, overlapping: bool) -> Tokens:
    """Returns the tokens that begin in a stretch of the text or, if ``overlapping``, are partly in
    it."""
    places = [
        place
        for place, piece in enumerate(pieces)
        if place and not piece.special and piece.start < end
        if (piece.end > start if overlapping else piece.start >= start)
    ]
    return (places[0], places[-1] + 1) if places else (0, 0)
