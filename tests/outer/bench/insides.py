"""How long a token takes that is written under interventions, and how long a readout of all layers.

    python -m outer.bench.insides [MODEL ...]

Prints medians with quartiles, in milliseconds, of rounds that take turns: a token as the server
writes it in fp32, one by the explain graph unchanged, and one under a steering vector that is added
at every token; and the lens on the last token of the prompt, with the graph loaded anew each time.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from time import perf_counter

import numpy as np

from shotglass.decoding import DecodingSettings
from shotglass.engine import ExplainOptions, Library, default_roots
from shotglass.engine.interventions.changes import Steering
from shotglass.engine.runtime.token_changes import Place
from shotglass.engine.tasks import Runner
from shotglass.events import Event, Token

PROMPT = "Once upon a time there was a little"
ROUNDS, WRITTEN = 15, 24
SETTINGS = DecodingSettings(temperature=0, max_tokens=WRITTEN)


def a_token(events: Iterator[Event]) -> float:
    """Seconds, from the first token that is written to the last, by their number."""
    times = [perf_counter() for event in events if isinstance(event, Token)]
    return (times[-1] - times[0]) / (len(times) - 1)


def a_readout(runner: Runner) -> float:
    last = len(runner.encode(PROMPT)) - 1
    began = perf_counter()
    runner.explain(PROMPT, ExplainOptions(surprisal=False, lens=last))
    return perf_counter() - began


def measured(model: str) -> None:
    runner = Runner.open(Library(default_roots()).folder(model), precision="fp32", threads=2)
    width = runner.manifest.architecture.width
    tokens = len(runner.encode(PROMPT))
    steering = Steering(Place(0), np.full(width, 1e-3).tolist())
    ways: dict[str, Callable[[], float]] = {
        "a token": lambda: a_token(runner.generate(PROMPT, SETTINGS)),
        "by the explain graph": lambda: a_token(runner.generate(PROMPT, SETTINGS, [])),
        "steered": lambda: a_token(runner.generate(PROMPT, SETTINGS, [steering])),
        f"the lens of {tokens} tokens": lambda: a_readout(runner),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for round in range(ROUNDS + 1):
        for name, way in ways.items():
            took = way()
            if round:  # the first warms up
                seconds[name].append(took)
    runner.close()
    for name, each in seconds.items():
        low, median, high = (1000 * np.quantile(each, share) for share in (0.25, 0.5, 0.75))
        print(f"{model}, {name}: {median:.2f} ms [{low:.2f}, {high:.2f}], {ROUNDS} rounds")


if __name__ == "__main__":
    for name in sys.argv[1:] or ["house-gpt2", "smollm2-135m"]:
        measured(name)
