"""Lesson 23: does a network learn to learn from its context, and are our model's heads such heads?

Items and labels as in Chan et al. 2022 and Reddy 2023 (``labelled_items``). To find a label in its
context takes a head that looks one token back and one above it that finds the like (Olsson et al.
2022, "In-context Learning and Induction Heads"), so two layers where one does not do.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ..experiment import Context, Experiment, Findings
from ..installed_models import installed_model
from ..points import difference, over_seeds
from ..result import Data, Outcome, Point, Series
from .fitting import Schedule, drawn, fit, small_gpt
from .house_heads import Figures, draw_task, lexicon_of, measure
from .labelled_items import Classes, Contexts, draw_classes, draw_novel

if TYPE_CHECKING:
    from torch import Tensor, nn

LABELS, OWN, INPUTS = 8, 128, 16  # 1024 classes of items in 16 dimensions
SHOWN, QUERIES = 2, 6  # of a context
WIDTH = 64
TOKENS = 2 * (SHOWN + QUERIES) - 1
TRAINING = Schedule(steps=500, rows=64, length=TOKENS, rate=3e-3)
TOY = Schedule(steps=4, rows=4, length=TOKENS)
LAYERS, BURSTINESS = (1, 2), (0.0, 0.5, 1.0)
EVERY = 25  # steps between two looks
TESTED, TOY_TESTED = 1000, 20  # contexts
LARGER = {"layers": 5.0, "position": 10.0, "embedding": 5.0}  # than GPT-2's first weights
TASKS, QUESTIONS, DRAWS = 8, 20, 2  # of house-gpt2
TASK_SEED = 0
SETS = ("prefix", "answers", "previous", "random")

Looks = list[list[float]]  # [step, novel, weights] at each look


def run(context: Context) -> Findings:
    looks = {
        (layers, bursts): [_looks(context, layers, bursts, seed) for seed in context.seeds]
        for layers in LAYERS
        for bursts in BURSTINESS
    }
    heads, model = _heads(context)
    one, two = ([run[-1][1] for run in looks[layers, 1.0]] for layers in LAYERS)
    gap = difference("two layers less one", two, one)
    points = [_classes(seed).points for seed in context.seeds]
    schedule = TOY if context.smoke else TRAINING
    return Findings(
        outcome=_judge(gap),
        n=len(context.seeds) * (TOY_TESTED if context.smoke else TESTED),
        series=(
            *(_curve(layers, looks[layers, 1.0]) for layers in LAYERS),
            *(_ends(name, place, layers, looks)
              for place, name in ((1, "novel"), (2, "weights")) for layers in LAYERS),
            Series("gap", "networks", "share", (gap,)),
            *_of_heads(heads),
        ),
        data=(drawn("items of classes", *points), model),
        tokens=len(context.seeds) * len(looks) * schedule.tokens,
    )  # fmt: skip


def _classes(seed: int) -> Classes:
    return draw_classes(np.random.default_rng([seed, 0]), LABELS, OWN, INPUTS)


# --- small networks ---


def _looks(context: Context, layers: int, burstiness: float, seed: int) -> Looks:
    context.report(f"Training {layers} layers at burstiness {burstiness:g}, seed {seed}", 0.0)
    key = f"seed-{seed}-layers-{layers}-burstiness-{burstiness:g}"
    return context.kept(key, partial(_trained, context, layers, burstiness, seed))


def _trained(context: Context, layers: int, burstiness: float, seed: int) -> Looks:
    """Trains a network and looks, as it goes on, how often it is right on classes of one context
    alone, and on known ones that the context does not show."""
    from torch.nn.functional import cross_entropy

    context.begin_torch(seed)
    model, classes = reader(layers), _classes(seed)
    schedule, count = (TOY, TOY_TESTED) if context.smoke else (TRAINING, TESTED)
    novel = draw_novel(np.random.default_rng([seed, 1]), count, SHOWN, LABELS, INPUTS)
    known = classes.contexts(np.random.default_rng([seed, 2]), count, SHOWN, 1, 0.0)
    looks: Looks = []

    def look(step: int) -> None:
        looks.append([float(step), _right(model, novel), _right(model, known)])

    def loss(step: int) -> Tensor:
        if step % EVERY == 0:
            look(step)
        rng = np.random.default_rng([seed, 3, step])
        drawn = classes.contexts(rng, schedule.rows, SHOWN, QUERIES, burstiness)
        items, labels = _tensors(drawn)
        return cross_entropy(model(items, labels).flatten(0, 1), labels[:, SHOWN:].flatten())

    fit(model, schedule, loss)
    look(schedule.steps)
    return looks


def reader(layers: int) -> nn.Module:
    """Items (N, S + Q, INPUTS) and labels (N, S + Q) in, one token each and in turns; logits
    (N, Q, LABELS) out, of the labels of the asked items, each read before it stands there.

    GPT-2's first weights are for a width of 768 and hold a narrow network back for long, so these
    are ``LARGER``.
    """
    import torch

    class Reader(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.read_in = torch.nn.Linear(INPUTS, WIDTH)
            self.gpt = small_gpt(LABELS, TOKENS, layers, WIDTH)
            with torch.no_grad():
                for name, weight in self.gpt.named_parameters():
                    if weight.ndim == 2:
                        weight.mul_(LARGER[name.split(".")[0]])

        def forward(self, items: Tensor, labels: Tensor) -> Tensor:
            pairs = torch.stack([self.read_in(items), self.gpt.embedding(labels)], 2)
            stream = pairs.flatten(1, 2)[:, :-1]
            assert self.gpt.position is not None
            stream = stream + self.gpt.position.weight[: stream.shape[1]]
            for block in self.gpt.layers:
                stream = block(stream, None)
            logits: Tensor = self.gpt.head(self.gpt.read(stream[:, 2 * SHOWN :: 2]))
            return logits

    return Reader()


def _right(model: nn.Module, contexts: Contexts) -> float:
    """The share of contexts whose first asked item gets its label."""
    import torch

    items, labels = _tensors(contexts)
    with torch.no_grad():
        return float((model(items, labels)[:, 0].argmax(-1) == labels[:, SHOWN]).float().mean())


def _tensors(contexts: Contexts) -> tuple[Tensor, Tensor]:
    import torch

    return torch.from_numpy(contexts.items), torch.from_numpy(contexts.labels)


# --- the heads of house-gpt2 ---


def _heads(context: Context) -> tuple[list[Figures], Data]:
    """Of each task what ``house_heads.measure`` tells."""
    lexicon, count = lexicon_of(context), 1 if context.smoke else TASKS
    questions, draws = (2, 1) if context.smoke else (QUESTIONS, DRAWS)
    found = []
    with installed_model("house-gpt2") as (model, data):
        for number in range(count):
            context.report("Switching off heads", number / count)
            plan = draw_task(lexicon, TASK_SEED, number, questions)
            found.append(context.kept(f"task-{number}", partial(measure, model, plan, draws)))  # type: ignore[arg-type]
    return found, data


def _of_heads(found: Sequence[Figures]) -> Sequence[Series]:
    """Means over tasks with Student's t; prefix matching from the highest score on."""
    matching = sorted(
        (y for name, y in found[0].items() if name.startswith("prefix")), reverse=True
    )
    ranks = (Point(float(rank + 1), y) for rank, y in enumerate(matching))

    def over_tasks(x: str, name: str) -> Point:
        return over_seeds(x, [one[name] for one in found])

    return [
        Series("matching", "head", "share", tuple(ranks)),
        Series("answered", "heads", "share", (over_tasks("all heads", "right"),)),
        Series("switched off", "heads", "count", (Point("heads", found[0]["heads"]),)),
        *(Series(f"off-{how}", "heads off", "share",
                 tuple(over_tasks(by, f"{how} {by}") for by in SETS)) for how in ("zero", "mean")),
        *(Series(f"beside-{how}", "heads off", "share",
                 tuple(over_tasks(by, f"{how} {by} less random") for by in SETS[:-1]))
          for how in ("zero", "mean")),
    ]  # fmt: skip


# --- the findings ---


def _curve(layers: int, runs: Sequence[Looks]) -> Series:
    """Novel classes over training, with burstiness 1."""
    points = (
        over_seeds(looks[0][0], [novel for _, novel, _ in looks])
        for looks in zip(*runs, strict=True)
    )
    return Series(f"learning-{layers}", "steps", "share", tuple(points))


def _ends(
    name: str, place: int, layers: int, looks: dict[tuple[int, float], list[Looks]]
) -> Series:
    points = (
        over_seeds(bursts, [run[-1][place] for run in looks[layers, bursts]])
        for bursts in BURSTINESS
    )
    return Series(f"{name}-{layers}", "burstiness", "share", tuple(points))


def _judge(gap: Point) -> Outcome:
    low, high = gap.ends
    return "held" if low > 0 else "refuted" if high < 0 else "null"


def _holds(findings: Findings) -> bool:
    found = {s.name: s.points for s in findings.series}
    shares = (p.y for s in findings.series if not s.name.startswith(("gap", "off", "beside", "sw"))
              for p in s.points)  # fmt: skip
    same = all(
        found[f"learning-{layers}"][-1].y == found[f"novel-{layers}"][-1].y for layers in LAYERS
    )
    return same and all(0 <= share <= 1 for share in shares)


EXPERIMENT = Experiment(
    lesson="meta",
    question="Does a small transformer, whose contexts show the class that they ask for, learn to "
    "find the label of classes that it never saw? Does that take two layers? And does our "
    "house-gpt2 learn from examples by heads of that kind?",
    hypothesis="Two layers learn to read the label off the context, since one head can look a "
    "token back and one above it find the like; one layer cannot, and guesses among the labels "
    "that are shown.",
    rule="Networks are trained with burstiness 1: every asked item is of a class that its context "
    "shows. On contexts of classes that no training holds, whose labels the context alone tells, "
    "the share of right answers of two layers, less that of one. It held if the 95 % interval over "
    "three seeds (Student's t) is above 0. It is refuted if the whole interval is below 0. Of "
    "house-gpt2 the reading is stated here too: its examples are read by induction heads if "
    "switching off its three heads of highest prefix matching costs more right answers than as "
    "many random heads, with the whole 95 % interval over eight tasks (Student's t) below 0, both "
    "where a head that is off gives zero and where it gives its mean.",
    null="The interval holds 0; of house-gpt2, that over tasks is not below 0: then nothing shows "
    "that its heads are induction heads. Burstiness 0 and 0.5 and the other rankings judge "
    "nothing.",
    counted="contexts of new classes",
    seeds=(1, 2, 3),
    minutes=10,
    run=run,
    invariant="The last look of each network is its figure with burstiness 1, and every share is "
    "from 0 to 1.",
    holds=_holds,
)
