"""Lesson 25, beside a rival that reads question and answer together: the rule was written before
the run.

The classifiers of ``onemodel.py`` count pieces of words, and cannot relate an answer to its
question. Here house-bert, pre-trained as it ships, is fine-tuned whole on the same few labelled
items of each task. It has read English alone, 14 million tokens of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial

from shotglass_export.data.folder import open_tokenizer
from shotglass_export.formats.source import Source
from shotglass_export.places import default_models

from ...gallery.task import measured_ids
from ..beyond.twins import house_network
from ..experiment import Context, Experiment, Findings
from ..in_context.onemodel import VERDICTS, K, Task, _data_of_verdicts, _is_ahead, _judge, _read
from ..points import over_seeds
from ..result import Point, Series
from .fine_tuned_answers import Item, fine_tune, share_right

RIVAL = "house-bert"
LABELS = (K, 128)
STEPS, TOY_STEPS = 40, 1
TOY_TASKS, TOY_TESTED = 1, 4
RATE = 3e-4  # as in ``ladder.py``

Tuned = Mapping[str, Mapping[int, Point]]  # the share of right answers by task and labels


def run(context: Context) -> Findings:
    recorded = json.loads(VERDICTS.read_text("utf-8"))
    ids = measured_ids()[: TOY_TASKS if context.smoke else None]
    tasks = [_read(id, recorded) for id in ids]
    tuned: dict[str, dict[int, Point]] = {}
    for place, task in enumerate(tasks):
        context.report(f"Fine-tuning for {task.id}", place / len(tasks))
        items = _items(task)
        tuned[task.id] = {
            size: over_seeds(task.id, [
                context.kept(f"{task.id}-{size}-{seed}",
                             partial(_right, context, task, items, size, seed))
                for seed in context.seeds
            ])
            for size in LABELS
        }  # fmt: skip
    return Findings(
        outcome=_judge(_ahead(tasks, tuned, K)),
        n=len(tasks),
        series=(
            Series("prompted", "task", "share", tuple(task.prompted for task in tasks)),
            *(Series(f"tuned-{size}", "task", "share",
                     tuple(tuned[task.id][size] for task in tasks)) for size in LABELS),
            Series("chance", "task", "share", tuple(Point(t.id, t.chance) for t in tasks)),
            Series("ahead", "labels", "count",
                   tuple(Point(str(size), float(sum(_ahead(tasks, tuned, size))))
                         for size in LABELS)),
        ),
        data=(*(task.data for task in tasks), _data_of_verdicts(recorded), house_network(RIVAL)[1]),
    )  # fmt: skip


def _items(task: Task) -> list[Item]:
    """Each question beside each of its answers, the text that the classifiers read."""
    from shotglass.engine import Library, default_roots

    folder = Library((default_models(), *default_roots())).folder(RIVAL).path
    tokenizer = open_tokenizer(Source.open(folder).tokenizer)
    return [
        Item(tuple(tuple(tokenizer.encode(f"{question}\n{one}").ids) for one in answers), right)
        for question, answers, right in zip(task.inputs, task.answers, task.right, strict=True)
    ]


def _right(context: Context, task: Task, items: Sequence[Item], size: int, seed: int) -> float:
    """The share of right answers to all other items, of a network fine-tuned on ``size`` of them:
    those that the classifier of this seed was trained on."""
    train, test = _split(task, size, seed)
    context.begin_torch(seed)
    network, _ = house_network(RIVAL)
    steps, most = (TOY_STEPS, TOY_TESTED) if context.smoke else (STEPS, None)
    head = fine_tune(network, [items[place] for place in train], steps, RATE)
    return share_right(network, head, [items[place] for place in test[:most]])


def _split(task: Task, size: int, seed: int) -> tuple[list[int], list[int]]:
    """As ``onemodel.py`` draws them."""
    from sklearn.model_selection import ShuffleSplit, StratifiedShuffleSplit

    kind = StratifiedShuffleSplit if task.shared else ShuffleSplit
    train, test = next(kind(1, train_size=size, random_state=seed).split(task.inputs, task.right))
    return train.tolist(), test.tolist()


def _ahead(tasks: Sequence[Task], tuned: Tuned, size: int) -> list[bool]:
    return [_is_ahead(task.prompted, tuned[task.id][size]) for task in tasks]


def _holds(findings: Findings) -> bool:
    by_name = {series.name: series.points for series in findings.series}
    shares = [p.y for name in by_name if name != "ahead" for p in by_name[name]]
    return all(0 <= share <= 1 for share in shares) and all(
        0 <= point.y <= findings.n for point in by_name["ahead"]
    )


EXPERIMENT = Experiment(
    lesson="onemodel-tuned",
    question="Is one model that is shown eight examples in its prompt ahead of a pre-trained "
    "network of its own for each task that reads question and answer together, fine-tuned on eight "
    "labelled items?",
    hypothesis="In most of the gallery's ten tasks SmolLM2, shown eight examples, is right more "
    "often than house-bert, fine-tuned on eight labels.",
    rule="Written after the result of the experiment onemodel was known, whose TF-IDF classifiers "
    "SmolLM2 is ahead of in six of ten tasks; no network was fine-tuned on these items then. Of "
    "each task the first set of examples counts. House-bert is fine-tuned whole, by 40 steps at a "
    "rate of 3e-4 chosen beforehand, on eight labelled items drawn anew with each of three seeds "
    "(those of the first three classifiers), and tested on all others. The prompted model is ahead "
    "in a task if the lower end of its recorded 95 % interval (Wilson's) lies above the mean share "
    "of right answers of the three networks. It held if it is ahead in more than half of the "
    "tasks. It is refuted if it is ahead in fewer than half of them. With 128 labels the same is "
    "reported, and judges nothing.",
    null="It is ahead in exactly half of the tasks.",
    counted="tasks",
    seeds=(1, 2, 3),
    minutes=14,
    run=run,
    invariant="Every share is from 0 to 1, and the prompted model is ahead in no more tasks than "
    "there are.",
    holds=_holds,
)
