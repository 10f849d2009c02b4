"""The number of threads that torch computes with: measured where a run begins, and kept by its
checkpoints.

torch's threads meet after every operation, and each that waits spins. Beside other work one of them
is always late: on two cores with a load of 3, two threads made 2 steps of a small network in a
second, and one thread 40. How busy a machine is no number of the system says well (a container sees
its host's load), so a moment of training is tried with each count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter

import torch
from torch import Tensor

from shotglass.machine.processors import available_processors

TRIED = 0.25  # seconds of each count, twice
PREFERRED = 1.25  # so many times as fast must fewer threads be, since sums differ with the count
ROWS = 256

Rate = Callable[[int], float]


def choose_threads(width: int) -> int:
    """Returns all threads that torch would take, or fewer where these train a network of ``width``
    faster now."""
    most = min(torch.get_num_threads(), available_processors())
    return fastest(counts(most), lambda threads: _steps_a_second(threads, width))


def counts(most: int) -> list[int]:
    """``most``, half of it, and so on to 1."""
    return [most >> halvings for halvings in range(most.bit_length())]


def fastest(counts: Sequence[int], rate: Rate) -> int:
    """Returns the fastest of ``counts``, the most first: each is tried twice, in turns, and its
    better rate counts. Fewer threads are taken only where they are ``PREFERRED`` times as fast as
    more."""
    if len(counts) == 1:
        return counts[0]
    rates = [{count: rate(count) for count in counts} for _ in range(2)]
    best, *fewer = counts
    for count in fewer:
        if max(r[count] for r in rates) > PREFERRED * max(r[best] for r in rates):
            best = count
    return best


def _steps_a_second(threads: int, width: int) -> float:
    """Returns the steps a second of a feed-forward network, forward and back. torch keeps the count
    afterwards."""
    torch.set_num_threads(threads)
    inputs, up, down = torch.ones(ROWS, width), torch.ones(width, 4 * width), torch.ones(width)
    weights = [up.requires_grad_(), down.requires_grad_()]
    _step(inputs, weights)
    steps, begin = 0, perf_counter()
    while (seconds := perf_counter() - begin) < TRIED:
        _step(inputs, weights)
        steps += 1
    return steps / seconds


def _step(inputs: Tensor, weights: Sequence[Tensor]) -> None:
    up, scale = weights
    hidden = torch.nn.functional.gelu(inputs @ up) @ up.T
    torch.nn.functional.layer_norm(hidden * scale, (len(scale),)).sum().backward()  # type: ignore[no-untyped-call]
