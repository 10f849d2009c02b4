"""The token that stands at each gap of a text, by a masked model (BERT): the whole distribution
there, and the probability of given candidates.

All gaps of a text are predicted at once and independently of one another: a distribution is that of
its gap while the other gaps of the text are still masked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from ...decoding import head, predict
from ...decoding.distribution import SHOWN, Logits
from ...errors import InvalidRequest, WrongTask, quoted
from ...events import Distribution, End, Piece
from ...text.masked_tokens import MARK
from ..batching.cancellation import NEVER, CancellationToken
from ..masked_model import MaskedModel
from ..runtime.session import RunCancellation, RunCancelled
from .task_events import Usage

MOST_GAPS = 256  # of all texts together


@dataclass(frozen=True)
class FillRequest:
    """A request to fill gaps. ``candidates`` are texts of one token each, whose log-probabilities
    are given at every gap; as labels do, they own their leading space. ``top`` is how many of the
    likeliest tokens are given. Where the request is ``single``, errors point at ``/text``, since
    that is where the one text stands."""

    texts: tuple[str, ...]
    candidates: tuple[str, ...] = ()
    top: int = SHOWN
    single: bool = False

    def pointer(self, index: int) -> str:
        return "/text" if self.single else f"/texts/{index}"


@dataclass(frozen=True)
class Candidate:
    """A token that may stand in a gap. ``logprob`` is in nats over the whole vocabulary, and rank 0
    is the likeliest token."""

    text: str
    id: int
    logprob: float
    p: float
    rank: int


@dataclass(frozen=True)
class Gap:
    """A gap of a text. ``token`` is its index in the tokens of the text; ``start`` and ``end`` are
    the place of its mark in the text, in code points."""

    token: int
    start: int
    end: int
    distribution: Distribution
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Filled:
    """A filled text has its tokens as the model reads them, and what stands at each of its gaps, in
    order."""

    text: str
    tokens: tuple[Piece, ...]
    gaps: tuple[Gap, ...]


def fill(
    model: MaskedModel, request: FillRequest, cancelled: CancellationToken = NEVER
) -> Iterator[Filled | End]:
    """Yields a Filled for each text, in order, then an End. Texts are run one by one, so the answer
    of each has the bits that it has alone. Once ``cancelled`` is set, the run in progress is
    stopped and nothing follows.

    Raises WrongTask for a model without a mask token, InvalidRequest for a text without a gap, too
    many gaps, or a candidate that is not one token, and ContextLengthExceeded, all before anything
    is run; NonFiniteLogits.
    """
    if model.prompts.mask is None:
        raise WrongTask(
            f"The tokenizer of {model.manifest.id} has no mask token, so that no gap can be "
            "marked: import the model with a tokenizer that has one.",
            pointer="/model",
        )
    usage = Usage()
    candidates = [
        (text, _single_token(model, text, f"/candidates/{index}"))
        for index, text in enumerate(request.candidates)
    ]
    texts = _tokens(model, request)
    cancellation = RunCancellation()
    with suppress(RunCancelled), cancelled.calling(cancellation.cancel):
        for text, tokens in zip(request.texts, texts, strict=True):
            ids = [piece.id for piece in tokens]
            masks = [index for index, id in enumerate(ids) if id == model.prompts.mask]
            rows = zip(masks, model.logits(ids, masks, cancellation), strict=True)
            gaps = (_gap(model, i, tokens[i], row, candidates, request.top) for i, row in rows)
            yield Filled(text, tokens, tuple(gaps))
            usage.read(len(tokens))
        yield usage.end()


def _tokens(model: MaskedModel, request: FillRequest) -> list[tuple[Piece, ...]]:
    """Returns the tokens of each text. Raises InvalidRequest, ContextLengthExceeded."""
    texts, total = [], 0
    for index, text in enumerate(request.texts):
        pointer = request.pointer(index)
        try:
            model.encode(text)
            tokens = model.prompts.pieces(text)
        except InvalidRequest as error:
            error.pointer = pointer
            raise
        model.require_room([piece.id for piece in tokens], 0, pointer)
        gaps = sum(piece.id == model.prompts.mask for piece in tokens)
        if not gaps:
            raise InvalidRequest(
                f"The text has no gap: write {MARK} where a token is to be filled in, as in "
                f'"The capital of {MARK} is Paris".',
                pointer=pointer,
            )
        total += gaps
        if total > MOST_GAPS:
            raise InvalidRequest(
                f"The texts up to this one have {total} gaps; {MOST_GAPS} at most were expected: "
                "fill fewer at once.",
                pointer=pointer,
            )
        texts.append(tokens)
    return texts


def _single_token(model: MaskedModel, text: str, pointer: str) -> int:
    tokenizer = model.tokenizer
    ids = tokenizer.encode(text)
    if tokenizer.unspelled(text) or set(ids) & set(tokenizer.special_names.values()):
        raise InvalidRequest(
            f"{model.manifest.id} has no token for the candidate {quoted(text)}: name another.",
            pointer=pointer,
        )
    if len(ids) == 1:
        return ids[0]
    names = " ".join(repr(tokenizer.token_text(id)) for id in ids[:8])
    spaced = len(tokenizer.encode(f" {text}")) == 1
    way = f'with a space before it, " {text}", it is one' if spaced else "name another"
    raise InvalidRequest(
        f"The candidate {quoted(text)} is {len(ids)} tokens for {model.manifest.id} ({names}), and "
        f"a gap holds one: {way}.",
        pointer=pointer,
    )


def _gap(
    model: MaskedModel,
    token: int,
    piece: Piece,
    logits: Logits,
    candidates: Sequence[tuple[str, int]],
    top: int,
) -> Gap:
    """The gap at ``token``, of which the model computed ``logits`` (V,)."""
    prediction, scored = predict(logits), []
    for text, id in candidates:
        logprob = prediction.logprob(id)
        scored.append(Candidate(text, id, logprob, float(np.exp(logprob)), prediction.rank(id)))
    shown = head(prediction, model.tokenizer.token_text, top)
    return Gap(token, piece.start, piece.end, shown, tuple(scored))
