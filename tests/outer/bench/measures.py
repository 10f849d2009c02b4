"""What is measured of every peer, each a number of seconds; one call measures it once."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from peers.process import PeerProcess
from texts import Texts

PROMPT, TOKENS = 128, 64  # of decoding
PREFIX, REST = 300, 8  # tokens that requests share, and that are each one's own
SAMPLES, LANE_TOKENS = 4, 48
SHOTS, QUESTION, QUESTIONS, ORDERS = 160, 12, 64, 2  # Measure: tokens of 8 examples, of a question
BATCHES = (1, 4, 8)
PREFILLS = (128, 512)
Measure = Callable[[PeerProcess, Texts], float]


def decode(peer: PeerProcess, texts: Texts, batch: int) -> float:
    """Seconds a step of ``batch`` rows, after the first: by the peer's own clock, or, where rows
    begin one after another, the whole run less a run of one token."""
    made = peer.generate([texts.prompt(PROMPT) for _ in range(batch)], TOKENS)
    first = made.first
    if first is None:
        others = [texts.prompt(PROMPT) for _ in range(batch)]
        first = peer.generate(others, 1).seconds
    return (made.seconds - first) / (TOKENS - 1)


def first_token(peer: PeerProcess, texts: Texts, tokens: int) -> float:
    """Seconds from a prompt that nothing knows to the first token after it."""
    return peer.generate([texts.prompt(tokens)], 1).seconds


def shared_first_token(peer: PeerProcess, texts: Texts) -> float:
    """The same where the beginning is known. Raises Unsupported."""
    prefix = texts.prompt(PREFIX)
    peer.remember(prefix)
    return peer.generate([prefix + texts.prompt(REST)], 1).seconds


def lanes(peer: PeerProcess, texts: Texts) -> float:
    """Seconds a token, all of them counted, of three lanes' samples drawn at once."""
    prompts = texts.lanes()
    made = peer.generate(prompts, LANE_TOKENS, SAMPLES)
    return made.seconds / (LANE_TOKENS * SAMPLES * len(prompts))


def one_alone(peer: PeerProcess, texts: Texts) -> float:
    """Seconds a token, reading included, of one sample of the longest lane."""
    return peer.generate(texts.lanes()[-1:], LANE_TOKENS).seconds / LANE_TOKENS


def questions(peer: PeerProcess, texts: Texts) -> float:
    """Seconds a prompt of Measure's plan of orders: after each order of the examples, which is
    read too, every question gets one token. Raises Unsupported."""
    clock = time.perf_counter()
    for _ in range(ORDERS):
        shots = texts.prompt(SHOTS)
        peer.remember(shots)
        peer.generate([shots + texts.prompt(QUESTION) for _ in range(QUESTIONS)], 1)
    return (time.perf_counter() - clock) / (ORDERS * QUESTIONS)


MEASURES: dict[str, Measure] = {
    **{f"decode {batch}": partial(decode, batch=batch) for batch in BATCHES},
    **{f"prefill {tokens}": partial(first_token, tokens=tokens) for tokens in PREFILLS},
    "cold": partial(first_token, tokens=PREFIX + REST),
    "shared": shared_first_token,
    "lanes": lanes,
    "one alone": one_alone,
    "questions": questions,
}


def warm_up(peer: PeerProcess, texts: Texts) -> None:
    """A few tokens, so that what follows finds memory and threads as a busy peer has them."""
    peer.generate([texts.prompt(16)], 4)
