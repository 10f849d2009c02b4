"""Sampling: each sequence's next token is chosen from what the model predicts after the last, until
an end token (EOS), a stop string or the greatest length ends its text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...decoding import (
    DecodingSettings,
    Prediction,
    choose,
    forced,
    predict,
    without,
)
from ...events import Reason
from ...text import StopStrings, TextStream
from ..batching.messages import Ended, Sampled
from ..batching.sequence import TokenSequence
from ..batching.strategy import DecodingContext, Strategy
from ..runtime.session import Logits
from .grammars import Grammar, Matcher


class Sampling(Strategy):
    """``settings.n`` samples of each prompt.

    ``forced`` are the first tokens of every sample, taken one at a time as sampled ones are; what
    would end a text ends none of them. ``min_tokens``: nothing ends a text before it has that many,
    nor is an end token chosen; ``ignore_stop_tokens``: no end token ever ends one. ``grammar``: the
    settings' constraint, compiled; with it neither of these is given.
    """

    def __init__(
        self,
        settings: DecodingSettings,
        *,
        forced: Sequence[int] = (),
        min_tokens: int = 0,
        ignore_stop_tokens: bool = False,
        grammar: Grammar | None = None,
    ) -> None:
        self.settings, self.samples = settings, settings.n
        self.forced, self._min_tokens = forced, min_tokens
        self._ignore_stop_tokens = ignore_stop_tokens
        self._grammar, self._texts = grammar, dict[TokenSequence, _Text]()

    def begin(
        self, sequence: TokenSequence, prediction: Prediction, context: DecodingContext
    ) -> None:
        matcher = self._grammar.matcher() if self._grammar else None
        self._texts[sequence] = _Text(self.settings, self._min_tokens, matcher)
        self.take(sequence, prediction, context)

    def step(
        self,
        sequences: Sequence[TokenSequence],
        logits: Sequence[Logits],
        context: DecodingContext,
    ) -> None:
        for sequence, row in zip(sequences, logits, strict=True):
            self.take(sequence, predict(row), context)

    def take(
        self, sequence: TokenSequence, prediction: Prediction, context: DecodingContext
    ) -> bool:
        """Append the next token and report it; whether the sequence has ended with it."""
        step, end_tokens, text = sequence.step, context.end_tokens, self._texts[sequence]
        if step < len(self.forced):
            choice, end_tokens = forced(prediction, self.forced[step]), frozenset()
        elif step < self._min_tokens:
            allowed = without(prediction, end_tokens)
            choice = choose(allowed, self.settings, sequence.sample, step, sequence.history)
            choice = replace(choice, prediction=prediction)  # the model's own is reported
        else:
            history = sequence.history
            mask = text.matcher.allowed() if text.matcher else None
            choice = choose(prediction, self.settings, sequence.sample, step, history, mask)
        sequence.step, sequence.last_id = step + 1, choice.id
        sequence.history.append(choice.id)
        piece = context.tokenizer.token_bytes(choice.id)
        ends = choice.id in end_tokens and not self._ignore_stop_tokens
        if text.matcher:
            text.removed_nats -= choice.allowed_logprob
            text.matcher.advance(choice.id)
        certain = text.push(piece, sequence.step, ends)
        job, prompt, sample = sequence.job, sequence.prompt, sequence.sample
        context.reports.append((job, Sampled(prompt, sample, step, choice, certain)))
        if text.reason is None:
            return False
        nats = text.removed_nats if text.matcher else None
        ended = Ended(prompt, sample, text.reason, text.whole, sequence.step, nats)
        context.reports.append((job, ended))
        context.batch.release(sequence)
        del self._texts[sequence]
        return True


class _Text:
    """A sample's text as far as it is certain. ``reason``: why it has ended, None while it goes on.
    ``matcher``: of what it is held to; ``removed_nats``: what that has taken from the model so far.

    Withheld are halves of characters, and what may yet become a stop string.
    """

    def __init__(
        self, settings: DecodingSettings, min_tokens: int, matcher: Matcher | None
    ) -> None:
        self.whole = ""
        self.matcher, self.removed_nats = matcher, 0.0
        self.reason: Reason | None = None
        self._max_tokens, self._min_tokens = settings.max_tokens, min_tokens
        self._characters, self._stops = TextStream(), StopStrings(settings.stop)

    def push(self, piece: bytes, step: int, ends: bool) -> str:
        """The text that token ``step`` (1 is the first) makes certain; an end token, which
        ``ends`` it, is not part of it."""
        full = step == self._max_tokens
        if ends:
            text = self._ending()
        else:
            text = self._characters.push(piece)
            if step > self._min_tokens:
                text = self._stops.push(text)
            if full:
                text += self._ending()
        self.whole += text
        if self._stops.hit is not None:
            self.reason = "stop_text"
        elif ends or full:
            self.reason = "stop_token" if ends else "length"
        return text

    def _ending(self) -> str:
        """Returns the text that was withheld: half characters as U+FFFD, and the possible beginning
        of a stop string."""
        rest = self._stops.push(self._characters.flush())
        return rest if self._stops.hit is not None else rest + self._stops.flush()
