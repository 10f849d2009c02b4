"""Lesson 25: one prompted model against a classifier of its own for each of ten tasks.

The prompted model is SmolLM2 after eight examples, as recorded for the gallery; the classifiers
read TF-IDF and are trained from nothing on the same kind of items.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from ...gallery.task import (
    GALLERY,
    Entry,
    Item,
    ItemFile,
    items_path,
    measured_ids,
    read_entry,
)
from ..experiment import Context, Experiment, Findings
from ..points import over_seeds
from ..result import Data, Outcome, Point, Series, Table

K = 8  # examples before the question, and fewest labels of a classifier
LABELS, TOY_LABELS = (8, 16, 32, 64, 128), (8, 128)
VERDICTS = GALLERY / "verdicts.json"
LEAST = 200  # items of a task


@dataclass(frozen=True)
class Task:
    """The first set of examples of a gallery task: ``answers`` of each item in one order, and which
    of them is ``right``. ``shared``: all items have the same answers."""

    id: str
    inputs: tuple[str, ...]
    answers: tuple[tuple[str, ...], ...]
    right: tuple[int, ...]
    shared: bool
    prompted: Point  # SmolLM2's share of right answers, with its recorded interval
    data: Data

    @property
    def chance(self) -> float:
        return float(np.mean([1 / len(answers) for answers in self.answers]))


def run(context: Context) -> Findings:
    recorded = json.loads(VERDICTS.read_text("utf-8"))
    tasks = [_read(id, recorded) for id in measured_ids()]
    sizes = TOY_LABELS if context.smoke else LABELS
    found: dict[str, dict[int, Point]] = {}
    for place, task in enumerate(tasks):
        context.report(f"Training classifiers of {task.id}", place / len(tasks))
        found[task.id] = {
            size: over_seeds(task.id, [
                context.kept(f"{task.id}-{size}-{seed}", partial(_right, task, size, seed))
                for seed in context.seeds
            ])
            for size in sizes
        }  # fmt: skip
    ahead = [_is_ahead(task.prompted, found[task.id][K]) for task in tasks]
    return Findings(
        outcome=_judge(ahead),
        n=len(tasks),
        series=(
            Series("prompted", "task", "share", tuple(task.prompted for task in tasks)),
            *(Series(f"classifier-{size}", "task", "share",
                     tuple(found[task.id][size] for task in tasks)) for size in sizes),
            Series("chance", "task", "share", tuple(Point(t.id, t.chance) for t in tasks)),
            Series("counts", "tasks", "count", tuple(_counts(tasks, found, ahead))),
        ),
        tables=(_needed(tasks, found),),
        data=(*(task.data for task in tasks), _data_of_verdicts(recorded)),
    )  # fmt: skip


def _read(id: str, recorded: Mapping[str, Any]) -> Task:
    entry, file = read_entry(id), ItemFile.read(items_path(id))
    name = entry.sets[0]
    answers = [_answers(entry, item, name) for item in file.items]
    return Task(
        id,
        tuple(item.input for item in file.items),
        tuple(answers),
        tuple(a.index(i.expected[name]) for a, i in zip(answers, file.items, strict=True)),
        shared=len(set(answers)) == 1,
        prompted=_prompted(id, name, recorded, len(answers)),
        data=Data(id, _sha256(items_path(id).read_bytes()), file.licence, file.source),
    )


def _answers(entry: Entry, item: Item, name: str) -> tuple[str, ...]:
    """Sorted, so that the place of an answer tells nothing."""
    return tuple(sorted(label.text for label in entry.asking(item, name).labels))


def _prompted(id: str, name: str, recorded: Mapping[str, Any], n: int) -> Point:
    task = next(one for one in recorded["tasks"] if one["id"] == id)
    assert task["n"] == n, f"{id} has {n} items; its verdict is of {task['n']}."
    found = next(one for one in task["sets"] if one["set"] == name)
    share, low, high = next(at["right"] for at in found["by_k"] if at["k"] == K)
    return Point(id, share, low, high, n)


def _right(task: Task, size: int, seed: int) -> float:
    """The share of right answers to all other items, of a classifier of ``size`` of them."""
    from sklearn.model_selection import ShuffleSplit, StratifiedShuffleSplit

    split = StratifiedShuffleSplit if task.shared else ShuffleSplit
    parts = split(1, train_size=size, random_state=seed).split(task.inputs, task.right)
    train, test = next(parts)
    guess = _of_inputs if task.shared else _of_answers
    guessed = guess(task, train.tolist(), test.tolist())
    return float(np.mean([g == task.right[i] for g, i in zip(guessed, test, strict=True)]))


def _of_inputs(task: Task, train: Sequence[int], test: Sequence[int]) -> list[int]:
    """The answer's place from the input's TF-IDF: where all items have the same answers."""
    model = _classifier()
    model.fit([task.inputs[i] for i in train], [task.right[i] for i in train])
    found: list[int] = model.predict([task.inputs[i] for i in test]).tolist()
    return found


def _of_answers(task: Task, train: Sequence[int], test: Sequence[int]) -> list[int]:
    """The answer that looks most like a right one, beside its input: where each item has its
    own."""
    model = _classifier()
    is_right = [place == task.right[i] for i in train for place in range(len(task.answers[i]))]
    model.fit(_pairs(task, train), is_right)
    scores = model.decision_function(_pairs(task, test))
    ends = np.cumsum([len(task.answers[i]) for i in test])
    return [int(np.argmax(own)) for own in np.split(scores, ends[:-1])]


def _pairs(task: Task, items: Sequence[int]) -> list[str]:
    """Each item's input beside each of its answers."""
    return [f"{task.inputs[i]}\n{answer}" for i in items for answer in task.answers[i]]


def _classifier() -> Any:
    """Words and pairs of them, and one to four characters within a word, as TF-IDF; scikit-learn's
    logistic regression as it is."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    words = TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"\S+", lowercase=False)
    letters = TfidfVectorizer(ngram_range=(1, 4), analyzer="char_wb", lowercase=False)
    return make_pipeline(make_union(words, letters), LogisticRegression(max_iter=1000))


def _is_ahead(prompted: Point, classifier: Point) -> bool:
    """The prompted model: its interval lies above the classifiers' mean."""
    return prompted.low is not None and prompted.low > classifier.y


def _labels(task: Task, found: Mapping[int, Point]) -> int | None:
    """The fewest labels whose classifiers are as often right as the prompted model, if any are."""
    return next((size for size, point in found.items() if point.y >= task.prompted.y), None)


def _needed(tasks: Sequence[Task], found: Mapping[str, Mapping[int, Point]]) -> Table:
    rows = [(task.id, task.prompted.y, found[task.id][K].y, _labels(task, found[task.id]))
            for task in tasks]  # fmt: skip
    columns = ("task", "prompted, right", "classifier, right", "labels to equal it")
    return Table("needed", columns, tuple(rows))


def _counts(
    tasks: Sequence[Task], found: Mapping[str, Mapping[int, Point]], ahead: Sequence[bool]
) -> list[Point]:
    labels = [_labels(task, found[task.id]) for task in tasks]
    return [
        Point("prompted ahead", float(sum(ahead))),
        Point("eight suffice", float(sum(size == K for size in labels))),
        Point("more suffice", float(sum(size is not None and size > K for size in labels))),
        Point("none suffice", float(sum(size is None for size in labels))),
    ]


def _judge(ahead: Sequence[bool]) -> Outcome:
    twice = 2 * sum(ahead)
    return "held" if twice > len(ahead) else "refuted" if twice < len(ahead) else "null"


def _data_of_verdicts(recorded: Mapping[str, Any]) -> Data:
    model = recorded["model"]
    name = f"{model['name']}, {model['precision']}: right answers, recorded {recorded['recorded']}"
    return Data(name, _sha256(VERDICTS.read_bytes()), "Apache-2.0", "web/src/gallery/verdicts.json")


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _holds(findings: Findings) -> bool:
    found = {series.name: series.points for series in findings.series}
    whole = all((point.n or 0) >= LEAST for point in found["prompted"])
    tasks = sum(point.y for point in found["counts"] if point.x != "prompted ahead")
    return whole and tasks == findings.n


EXPERIMENT = Experiment(
    lesson="onemodel",
    question="How many labelled examples does a classifier of its own for each task need to be "
    "right as often as one model that is shown eight of them in its prompt?",
    hypothesis="In most of the gallery's ten tasks SmolLM2, shown eight examples, is right more "
    "often than a TF-IDF classifier that is trained on eight labels.",
    rule="Of each task the first set of examples counts. The prompted model is ahead in a task if "
    "the lower end of its recorded 95 % interval (Wilson's) lies above the mean share of right "
    "answers of twenty classifiers, each trained on eight labelled items drawn anew and tested on "
    "all others. It held if it is ahead in more than half of the tasks. It is refuted if it is "
    "ahead in fewer than half of them.",
    null="It is ahead in exactly half of the tasks.",
    counted="tasks",
    seeds=tuple(range(1, 21)),
    minutes=2,
    run=run,
    invariant="Every task has at least 200 items, all of which the prompted model was asked, and "
    "each task is counted once.",
    holds=_holds,
)
