"""``shotglass train`` beside nanoGPT, by turns on one machine; writes docs/benchmarks/training.md.

    python training.py /path/to/nanoGPT [--rounds 7] [--shape readme] [--shape house]

nanoGPT is a checkout of github.com/karpathy/nanoGPT, kept outside this repository and not changed:
it runs in a folder of links to it. Both train on the same random tokens. All run from the start to
where they are warm, one after the other; then each has a turn in every round, the others stopped,
so that a busy moment of the machine meets all alike. A turn's figure is seconds a step; reported
are medians over rounds, and medians of the rounds' ratios.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import statistics
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from machine import processor
from paused import Paused, times
from training_sides import SHAPES, Shape, Side, nanogpt, shotglass

RESULTS = Path(__file__).parents[3] / "docs" / "benchmarks" / "training.md"
WARM = 6  # steps before the first turn
LEAST = 4  # steps of a turn


@dataclass(frozen=True)
class Figures:
    """Seconds a step, one for each round, by side; ``loads``: the machine's at the end of each."""

    seconds: Mapping[str, list[float]]
    loads: list[float]

    def median(self, side: str) -> float:
        return statistics.median(self.seconds[side])

    def ratio(self, slow: str, fast: str) -> tuple[float, float, float]:
        """Median, smallest and largest of the rounds' ratios."""
        pairs = zip(self.seconds[slow], self.seconds[fast], strict=True)
        ratios = [a / b for a, b in pairs]
        return statistics.median(ratios), min(ratios), max(ratios)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("nanogpt", type=Path, help="a checkout of karpathy/nanoGPT")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=5.0, help="of a turn, at least")
    parser.add_argument("--shape", action="append", choices=SHAPES, help="all if left out")
    parser.add_argument("--write", action="store_true", help=f"put the report into {RESULTS.name}")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Asked to end."))  # and end what was started
    if not (asked.nanogpt / "train.py").is_file():
        sys.exit(
            f"There is no nanoGPT in {asked.nanogpt}: git clone it there, outside this folder."
        )
    parts = []
    for name in asked.shape or SHAPES:
        shape = SHAPES[name]
        figures = measured(asked.nanogpt, shape, asked.rounds, asked.seconds)
        parts.append(section(name, shape, figures))
        print(parts[-1], flush=True)
    if asked.write:
        RESULTS.write_text("\n\n".join([preface(asked.rounds), *parts]) + "\n")


def measured(checkout: Path, shape: Shape, rounds: int, seconds: float) -> Figures:
    with TemporaryDirectory() as scratch, ExitStack() as stack:
        sides = [*nanogpt(checkout, shape, Path(scratch)), *shotglass(shape, Path(scratch))]
        running = {}
        for side in sides:
            process = Paused(side.command, side.folder, side.lines, side.environment)
            stack.callback(process.end)
            process.start(lambda text, side=side: len(times(text, side.pattern)) >= WARM)  # type: ignore[misc]
            running[side.name] = process
            print(f"{side.name} is warm", flush=True)
        found: dict[str, list[float]] = {side.name: [] for side in sides}
        loads = []
        for round_ in range(rounds):
            for side in sides if round_ % 2 else reversed(sides):
                text = running[side.name].turn(seconds, _enough(side))
                found[side.name].append(side.seconds(times(text, side.pattern)))
            loads.append(os.getloadavg()[0])
            told = "  ".join(f"{name}: {1000 * of[-1]:.1f} ms" for name, of in found.items())
            print(f"round {round_ + 1}/{rounds}  {told}  load {loads[-1]:.1f}", flush=True)
        return Figures(found, loads)


def _enough(side: Side) -> Callable[[str], bool]:
    return lambda text: len(times(text, side.pattern)) > LEAST


def preface(rounds: int) -> str:
    return f"""# Training, measured on {date.today()}

{processor()}, {os.cpu_count()} cores, {torch.get_num_threads()} threads each; Python
{platform.python_version()}, torch {torch.__version__}. `shotglass train` beside nanoGPT, by turns,
{rounds} rounds. Made by `tests/outer/bench/training.py`, which says how."""


def section(name: str, shape: Shape, figures: Figures) -> str:
    """Against each of nanoGPT's sides: how many times as fast, with the rounds' extremes."""
    peers = [side for side in figures.seconds if side.startswith("nanoGPT")]
    rows = []
    for side in figures.seconds:
        seconds = figures.median(side)
        pace = f"{shape.batch * shape.length / seconds:,.0f}"
        times = [
            "{:.2f} ({:.2f} to {:.2f})".format(*figures.ratio(peer, side))
            if side not in peers
            else f"{figures.median(peer) / seconds:.2f}"
            for peer in peers
        ]
        rows.append(f"| {' | '.join([side, f'{1000 * seconds:.1f} ms', pace, *times])} |")
    head = ["", "a step", "tokens/s", *(f"times {peer}" for peer in peers)]
    loads = f"{min(figures.loads):.1f} to {max(figures.loads):.1f}"
    return "\n".join(
        [
            f"**{name}**: {shape}; the machine's load {loads}.",
            "",
            f"| {' | '.join(head)} |",
            "|---" * len(head) + "|",
            *rows,
        ]
    )


if __name__ == "__main__":
    main()
