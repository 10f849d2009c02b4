"""Texts that a model wrote: token by token, or whole."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from ...decoding import DecodingSettings
from ...engine.asking import Changes
from ...engine.tool_calls import ToolCall
from ...errors import NotReady
from ...events import Done, End, Event, Piece, Reason, Start, Token
from ...run_file import ENDINGS, RunModel, written
from ...run_file.texts import written_run
from ..drawing.markup import Markup
from ..drawing.tokens import token_chip, token_rows
from .result import Result, Row

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Sample:
    """``text`` without the stop string; ``tokens`` with the distribution each was drawn from;
    ``reason``: why it ended; ``removed_nats``: -log of what a schema, regex or grammar left of the
    model's own probability, summed over the tokens; None without one. ``calls``: of ``tools``,
    which ``text`` is then without."""

    text: str
    reason: Reason
    tokens: tuple[Token, ...]
    removed_nats: float | None
    calls: tuple[ToolCall, ...] = ()

    @property
    def logprob(self) -> float:
        """The log-probability of all its tokens, in nats."""
        return math.fsum(token.logprob for token in self.tokens)


@dataclass(frozen=True)
class Continuation:
    """The text that was to be continued, and by which model. ``prompt`` is a text or token ids, and
    ``changes`` are those inside the model."""

    computed_by: RunModel
    prompt: str | tuple[int, ...]
    settings: DecodingSettings
    changes: Changes = None


@dataclass(frozen=True, repr=False)
class GenerateResult(Result):
    """``tokens``: those of the prompt. ``usage``: how many were read and written, and the time.
    ``question``: what was asked; ``events``: all as it came."""

    model: str
    prompt: str
    tokens: tuple[Piece, ...]
    samples: tuple[Sample, ...]
    usage: End
    question: Continuation = field(repr=False, compare=False)
    events: tuple[Event, ...] = field(default=(), repr=False, compare=False)

    def written_as(self, suffix: str) -> str | bytes:
        """``.shotglass`` too, the whole run, which the page opens and ``open_run`` reads, and
        ``.html``, a page that shows it by itself."""
        if suffix not in ENDINGS:
            return super().written_as(suffix)
        question = self.question
        run = written_run(
            question.computed_by,
            question.prompt,
            question.settings,
            self.events,
            question.changes,
        )
        return written(run, suffix)

    @property
    def text(self) -> str:
        """The text of the first sample."""
        return self.samples[0].text

    @property
    def calls(self) -> tuple[ToolCall, ...]:
        """The calls of the first sample to the ``tools`` of ``chat``, each with its name and its
        arguments, a JSON object as text."""
        return self.samples[0].calls

    @property
    def message(self) -> dict[str, Any]:
        """The first sample as a message of a conversation that goes on."""
        calls = [
            {"id": x.id, "type": "function", "function": {"name": x.name, "arguments": x.arguments}}
            for x in self.calls
        ]
        called = {"tool_calls": calls} if calls else {}
        return {"role": "assistant", "content": self.text, **called}

    def with_calls(self, read: Callable[[str], tuple[str, tuple[ToolCall, ...]]]) -> Self:
        """``read``: what of a text is text, and the calls in it."""
        samples: list[Sample] = []
        for sample in self.samples:
            text, calls = read(sample.text)
            samples.append(replace(sample, text=text, calls=calls))
        return replace(self, samples=tuple(samples))

    def __str__(self) -> str:
        return self.text

    def rows(self) -> list[Row]:
        """Returns a row for each token."""
        return [
            {"sample": at, **token_row(token)}
            for at, sample in enumerate(self.samples)
            for token in sample.tokens
        ]

    def to_numpy(self) -> NDArray[np.float64]:
        """Log-probabilities in nats (samples, tokens), NaN behind the end of the shorter ones."""
        longest = max(len(sample.tokens) for sample in self.samples)
        values = np.full((len(self.samples), longest), np.nan)
        for row, sample in zip(values, self.samples, strict=True):
            row[: len(sample.tokens)] = [token.logprob for token in sample.tokens]
        return values

    def _repr_html_(self) -> str:
        """Each sample's tokens, as dark as they were likely."""
        samples = [list(map(_chip, sample.tokens)) for sample in self.samples]
        return token_rows(self.prompt, samples, self.model)

    def draw(self, axes: Axes) -> None:
        """The probability of each token of the first sample."""
        tokens = self.samples[0].tokens
        axes.bar(range(len(tokens)), [math.exp(token.logprob) for token in tokens])
        axes.set_xticks(range(len(tokens)), [token.piece for token in tokens], rotation=90)
        axes.set_ylabel("probability")


def _chip(token: Token) -> Markup:
    p = math.exp(token.logprob)
    return token_chip(token.piece, p, f"probability {p:.4f}, rank {token.rank}")


def token_row(token: Token) -> Row:
    return {
        "index": token.index,
        "id": token.id,
        "piece": token.piece,
        "text": token.text,
        "logprob": token.logprob,
        "p": math.exp(token.logprob),
        "rank": token.rank,
        "entropy": token.distribution.entropy,
        "draw": token.draw,
        "removed_mass": token.removed_mass,
    }


def samples_of(events: Sequence[Event]) -> tuple[Sample, ...]:
    """Returns the samples of one lane that came to its end, from its events."""
    ends = sorted((event for event in events if isinstance(event, Done)), key=lambda e: e.sample)
    tokens = [event for event in events if isinstance(event, Token)]
    return tuple(
        Sample(
            end.text,
            end.reason,
            tuple(token for token in tokens if token.sample == end.sample),
            end.removed_nats,
        )
        for end in ends
    )


class TokenStream(Iterator[Token]):
    """Tokens as they are written; ``text`` of each is what it makes certain. Closing it, or leaving
    its ``with``, ends the run; ``result`` reads the rest of it."""

    def __init__(self, events: Iterator[Event], question: Continuation) -> None:
        self._events, self._read, self._question = events, list[Event](), question

    def __next__(self) -> Token:
        return next(event for event in self.events() if isinstance(event, Token))

    def events(self) -> Iterator[Event]:
        """Yields all events of the run as they come, as POST /api/v1/generate streams them."""
        for event in self._events:
            self._read.append(event)
            yield event

    def result(self) -> GenerateResult:
        """Returns all that was written. Raises NotReady where the stream was closed before its
        end."""
        self._read.extend(self._events)
        start = next((event for event in self._read if isinstance(event, Start)), None)
        end = next((event for event in self._read if isinstance(event, End)), None)
        if start is None or end is None:
            raise NotReady("The stream was closed before its end: ask again for the whole text.")
        samples = samples_of(self._read)
        rest = samples, end, self._question, tuple(self._read)
        return GenerateResult(start.model, start.prompt, start.tokens, *rest)

    def close(self) -> None:
        """Ends the run; what was written until then stays."""
        close_events(self._events)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def close_events(events: Iterable[Any]) -> None:
    """Ends the run whose events they are, where it can be ended."""
    with suppress(AttributeError):
        events.close()  # type: ignore[attr-defined]
