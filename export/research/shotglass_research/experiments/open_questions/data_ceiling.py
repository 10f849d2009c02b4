"""Lesson 29: what is left when there is no more text: read it again, or read one's own samples.

Repetition after Muennighoff et al. 2023 (up to four epochs are nearly as good as new text, for
models of billions of parameters); generations of models on their own samples after Shumailov et al.
2024 (they collapse) and Gerstgrasser et al. 2024 (not where the samples join the text).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from shotglass_export.data.folder import DataFolder
from shotglass_export.data.packing import prose_batch

from ..architecture.small_runs import Size, held_windows, nats
from ..experiment import Context, Experiment, Findings, sources_of
from ..points import difference, over_seeds
from ..result import Outcome, Point, Series
from .own_samples import own_samples

if TYPE_CHECKING:
    from shotglass_export.models.transformer import Transformer

RECIPE = "scaling"  # its text
EPOCHS, TOY_EPOCHS = (1, 2, 4, 8, 16), (1, 2)
JUDGED = 4
HARMLESS = 0.05  # nats a token by which repetition may be worse and still be called as good
READ = Size(layers=4, width=64, length=128, rows=16, steps=240)
GENERATION = Size(layers=4, width=64, length=64, rows=16, steps=160)
TOY = Size(layers=1, width=16, length=16, rows=2, steps=4)
GENERATIONS, TOY_GENERATIONS = 4, 1
KINDS = ("replaced", "joined")  # a generation's samples: instead of all before, or beside it
HELD_ROWS = 24  # of each source

Ids = NDArray[np.int64]
Rows = Callable[[int], Ids]  # of a step: (rows, length + 1)


def run(context: Context) -> Findings:
    folder = context.corpus(RECIPE)
    repeated = _repetitions(context, folder)
    generations = {kind: _generations(context, folder, kind) for kind in KINDS}
    series = (*_repeated_series(repeated), *_generation_series(generations))
    read = len(repeated) * READ.tokens + 2 * (GENERATIONS + 1) * GENERATION.tokens
    return Findings(
        outcome=_judge(series),
        n=len(context.seeds),
        series=series,
        tokens=len(context.seeds) * read,
        data=sources_of(folder),
    )


def trained(
    context: Context, folder: DataFolder, size: Size, seed: int, rows_of: Rows
) -> Transformer:
    """A GPT-2 of ``size`` after its steps on what ``rows_of`` gives."""
    import torch
    from torch.nn.functional import cross_entropy

    from shotglass_export.models import build
    from shotglass_export.training.optimiser import adamw, learning_rate, set_rate

    context.begin_torch(seed)
    model, recipe = build(size.shape(folder, size.length)), size.recipe
    optimiser = adamw(model, recipe)
    for step in range(size.steps):
        ids = torch.from_numpy(rows_of(step))
        set_rate(optimiser, learning_rate(recipe, step))
        optimiser.zero_grad()
        loss = cross_entropy(model(ids[:, :-1]).flatten(0, 1), ids[:, 1:].flatten())
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), recipe.clip)
        optimiser.step()
    return model.eval()


def _held_loss(model: Transformer, folder: DataFolder, size: Size) -> float:
    return float(nats(model, held_windows(folder, size.length, HELD_ROWS)).mean())


# --- the same text again ---


def _repetitions(context: Context, folder: DataFolder) -> dict[int, list[float]]:
    found: dict[int, list[float]] = {}
    for epochs in TOY_EPOCHS if context.smoke else EPOCHS:
        context.report("Reading again", epochs / EPOCHS[-1])
        loss_of = partial(_repeated, context, folder, epochs)
        found[epochs] = [
            context.kept(f"epochs-{epochs}-{seed}", partial(loss_of, seed))
            for seed in context.seeds
        ]
    return found


def _repeated(context: Context, folder: DataFolder, epochs: int, seed: int) -> float:
    """Always as many steps; of ``epochs`` as many different ones as make one of them."""
    size = TOY if context.smoke else READ
    different = size.steps // epochs
    model = trained(
        context, folder, size, seed,
        lambda step: prose_batch(folder, seed, step % different, size.rows, size.length),
    )  # fmt: skip
    return _held_loss(model, folder, size)


def _repeated_series(found: dict[int, list[float]]) -> tuple[Series, ...]:
    more = [epochs for epochs in found if epochs > 1]
    return (
        Series(
            "loss-by-epochs", "epochs", "nats",
            tuple(over_seeds(float(epochs), losses) for epochs, losses in found.items()),
        ),
        Series(
            "cost-by-epochs", "epochs", "nats",
            tuple(difference(float(epochs), found[epochs], found[1]) for epochs in more),
        ),
    )  # fmt: skip


# --- generations on their own samples ---


@dataclass(frozen=True)
class Pool:
    """Rows (N, length + 1) that a generation is trained on, in an order of the seed's."""

    rows: Ids
    seed: int

    def batch(self, step: int, size: int) -> Ids:
        chosen = np.random.default_rng((self.seed, step)).choice(len(self.rows), size)
        picked: Ids = self.rows[chosen]
        return picked


def _generations(context: Context, folder: DataFolder, kind: str) -> list[list[float]]:
    """By seed: the held-out loss of the first model, trained on text, and of each after it."""
    found = []
    for seed in context.seeds:
        context.report(f"Generations, {kind}", seed / len(context.seeds))
        key = f"generations-{kind}-{seed}"
        found.append(context.kept(key, partial(_line, context, folder, kind, seed)))
    return found


def _line(context: Context, folder: DataFolder, kind: str, seed: int) -> list[float]:
    size = TOY if context.smoke else GENERATION
    many = size.steps * size.rows
    steps = [prose_batch(folder, seed, step, size.rows, size.length) for step in range(size.steps)]
    rows, losses = np.concatenate(steps), []
    last = TOY_GENERATIONS if context.smoke else GENERATIONS
    for generation in range(last + 1):
        mixed = 100 * seed + generation
        pool = Pool(rows, mixed)
        model = trained(context, folder, size, seed, partial(pool.batch, size=size.rows))
        losses.append(_held_loss(model, folder, size))
        if generation == last:
            break
        starts = rows[np.random.default_rng(mixed).choice(len(rows), many), 0]
        own = own_samples(model, starts, size.length, mixed)
        rows = own if kind == "replaced" else np.concatenate([rows, own])
    return losses


def _generation_series(found: dict[str, list[list[float]]]) -> tuple[Series, ...]:
    return tuple(
        Series(f"loss-{kind}", "generation", "nats", tuple(_by_generation(lines)))
        for kind, lines in found.items()
    )


def _by_generation(lines: Sequence[Sequence[float]]) -> Iterator[Point]:
    for generation, losses in enumerate(zip(*lines, strict=True)):
        yield over_seeds(float(generation), losses)


def _judge(series: Sequence[Series]) -> Outcome:
    costs = {
        point.x: point for one in series if one.name == "cost-by-epochs" for point in one.points
    }
    low, high = costs.get(float(JUDGED), Point(float(JUDGED), HARMLESS)).ends
    return "held" if high < HARMLESS else "refuted" if low > HARMLESS else "null"


def _holds(findings: Findings) -> bool:
    found = {one.name: one.points for one in findings.series}
    same = [found[f"loss-{kind}"][0].y for kind in KINDS]
    return abs(same[0] - same[1]) < 1e-6 and all(point.y > 0 for point in found["loss-by-epochs"])


EXPERIMENT = Experiment(
    lesson="ceiling",
    question="When there is no more text, how much is reading it again worth, and how much reading "
    "one's own samples?",
    hypothesis="Four epochs of a quarter of the text are as good as one epoch of all of it.",
    rule=f"It held if, over three paired seeds (Student's t), {JUDGED} epochs over a quarter of "
    f"{READ.tokens:,} tokens cost less than {HARMLESS} nats a token of held-out text more than one "
    "epoch over all, with the whole interval. It is refuted if the whole interval is above "
    f"{HARMLESS}. Generations on own samples are shown without a rule.",
    null=f"The interval holds {HARMLESS} nats.",
    counted="seeds a condition",
    seeds=(1, 2, 3),
    minutes=30,
    run=run,
    invariant="The first generation is the same whatever becomes of its samples.",
    holds=_holds,
)
