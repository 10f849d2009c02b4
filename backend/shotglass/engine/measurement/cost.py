"""The cost of a plan on this machine, estimated from some of its prompts.

Of some conditions some prompts are encoded, which gives tokens and what they share; of one
condition some prompts are read against the clock. The longest prompts are encoded too, so that a
plan that does not fit the context is refused before it begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from statistics import fmean
from time import perf_counter
from typing import TypeVar

from ...errors import ContextLengthExceeded
from ..runs.cost import estimated_seconds
from ..runtime.prefix_cache import common_prefix
from ..strategies.scoring import EncodedLabels
from .conditions import Condition, LabelledPrompt, label_sets, prompts_of
from .events import Cost
from .plan import Plan

CONDITIONS = 24  # looked at
PROMPTS = 6  # of each
TIMED = 12
SHOWN = 40  # characters of an item that is too long

T = TypeVar("T")
Encode = Callable[[LabelledPrompt], tuple[list[int], EncodedLabels]]
Read = Callable[[Sequence[LabelledPrompt]], Iterator[object]]


def cost_of(plan: Plan, conditions: Sequence[Condition], encode: Encode, read: Read) -> Cost:
    """``encode`` gives a prompt's tokens, and raises ContextLengthExceeded; ``read`` reads prompts
    and yields something for each as it comes."""
    longest = max(
        conditions,
        key=lambda condition: sum(len(shot.input) + len(shot.output) for shot in condition.shots),
    )
    _require_fitting(plan, longest, encode)
    chosen = _spaced(conditions, CONDITIONS)
    each = len(plan.questions) + len(label_sets(plan)) * len(plan.conditions.content_free)
    prompts, scale = each * len(conditions), len(conditions) / len(chosen)
    length = computed = 0.0  # tokens of a prompt of each chosen condition; of all that are computed
    for condition in chosen:
        items, _ = prompts_of(plan, condition)
        tokens = [encode(item)[0] for item in _spaced(items, PROMPTS)]
        mean = sum(map(len, tokens)) / len(tokens)
        shared = min((common_prefix(a, b) for a, b in pairwise(tokens)), default=0)
        length += mean
        computed += shared + each * (mean - shared)
    items, free = prompts_of(plan, chosen[len(chosen) // 2])
    times = _timed(read(_spaced(items, TIMED)))
    seconds = estimated_seconds(times, len(conditions), len(plan.questions) * len(conditions))
    if free:  # prompts that come again with other labels
        timed = _timed(read(_spaced(free, TIMED)))
        seconds += len(conditions) * len(free) * fmean(timed)
    return Cost(prompts, round(scale * each * length), round(scale * computed), seconds)


def _timed(steps: Iterator[object]) -> list[float]:
    """Returns how many seconds each prompt took."""
    clock = [perf_counter()]
    clock.extend(perf_counter() for _ in steps)
    return [after - before for before, after in pairwise(clock)]


def _require_fitting(plan: Plan, condition: Condition, encode: Encode) -> None:
    items, free = prompts_of(plan, condition)
    longest = sorted(items + free, key=lambda prompt: len(prompt.text.encode()), reverse=True)
    for prompt in longest[:PROMPTS]:
        try:
            encode(prompt)
        except ContextLengthExceeded as error:
            item = max((item.input for item in plan.items), key=len)
            error.detail = (
                f"Condition {condition.id!r} does not fit: {error.detail} The longest item has "
                f"{len(item)} characters and begins {item[:SHOWN]!r}: leave it out, or show fewer "
                "examples."
            )
            error.args = (error.detail,)
            error.pointer = "/conditions/k"
            raise


def _spaced(values: Sequence[T], most: int) -> list[T]:
    """Returns at most ``count`` of them, evenly spaced."""
    count = min(most, len(values))
    return [values[place * len(values) // count] for place in range(count)]
