"""Lesson 13: does the language model's loss help when GPT-1's way of fine-tuning is followed?

Two tasks, written as GPT-1 writes them. Acceptability, one text: whether two words of a sentence
were swapped. Entailment, two texts: whether the second noun is a kind of the first ("An oak" $ "A
tree"). Nouns and their kinds come in fours: oak is a tree and trout is a fish, oak is a fish and
trout is a tree are not. So each text occurs as often on the right side as on the wrong one, and who
sees only one of the two texts cannot tell. No noun that is asked about is among the labelled ones;
house-prose has read of nearly all of them, in sentences made from the same WordNet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from shotglass_export.data.episodes.splitting import divided
from shotglass_export.data.packages import get, members
from shotglass_export.data.sources.taxonomy import SOURCES as TAXONOMY
from shotglass_export.data.sources.taxonomy import stated_nouns
from shotglass_export.places import default_packages

from ..background.ladder import classifier
from ..experiment import Context, Experiment, Findings, sources_of
from ..fine_tuned import House, Plan, fine_tune, part_of, predicted, surprisals
from ..points import difference, over_seeds
from ..result import Outcome, Point, Series
from ..sentences import Parts, Sentence, drawn

if TYPE_CHECKING:
    from shotglass_export.models.fine_tuning import Labelled
    from shotglass_export.models.transformer import Transformer

TASKS = ("order", "entailment")
COUNTS = {"pretrained": (100, 300, 1000, 3000), "scratch": (100, 300, 1000)}
EPOCHS = {100: 6, 300: 3, 1000: 2, 3000: 1}
RATES = {"pretrained": 3e-4, "scratch": 1e-3}
LAMBDAS = (0.0, 0.5)  # GPT-1, section 4.1: 0.5
MOST_TOKENS = 16  # of a sentence
TESTED = {"order": 30, "entailment": 200}  # pairs of each source; fours
TOGETHER = {"order": 2, "entailment": 4}  # examples that stay in one batch
READ = 1000  # labels after which the language model is looked at
KINDS = ("animal", "artifact", "person", "plant")  # of nouns that take an article
FEWEST, MOST = 20, 800  # nouns of a kind
TOY_COUNTS, TOY_TESTED = {"pretrained": (20,), "scratch": (20,)}, {"order": 1, "entailment": 4}
TOY_NOUNS = {
    "animal": ("dog", "cat", "horse", "cow", "sheep", "mouse"),
    "plant": ("oak", "rose", "elm", "fern", "lily", "daisy"),
    "person": ("king", "sailor", "nurse", "judge", "thief", "clerk"),
}

Kinds = Mapping[str, frozenset[str]]  # of each noun, the names of all that it is a kind of


@dataclass(frozen=True)
class Task:
    """``draws``: of each seed, the most labelled examples. ``seconds``: of these the second texts,
    and of the tested ones under None; nothing where an example has one text."""

    name: str
    draws: Mapping[int, Labelled]
    test: Labelled
    seconds: Mapping[int | None, list[str]]


def run(context: Context) -> Findings:
    folder, house = context.corpus(), House.open()
    counts = TOY_COUNTS if context.smoke else COUNTS
    parts = Parts.read(context, folder, house.tokenizer)
    read = [one.ids for one in _short(context, parts.test)]
    tasks = [_order(context, house, parts), _entailment(context, house)]
    shares = {
        (task.name, start, weight, count): [
            _tuned(context, house, task, start, weight, count, seed, read) for seed in context.seeds
        ]
        for task, start, weight in product(tasks, RATES, LAMBDAS)
        for count in counts[start]
    }
    series = [*_shares(shares), *_gains(shares), *_nats(house, shares, read)]
    series.append(_second_alone(tasks[1], counts["pretrained"]))
    tested = sum(len(task.test.labels) for task in tasks)
    tokens = sum(int(draw.lengths.sum()) for task in tasks for draw in task.draws.values())
    outcome = _judged(next(one for one in series if one.name == "lambda-gain").points[0])
    return Findings(outcome, tested, tuple(series), (*sources_of(folder), house.data), (), tokens)


# --- the two tasks ---


def _short(context: Context, sentences: Sequence[Sentence]) -> list[Sentence]:
    most = max(len(one.ids) for one in sentences) if context.smoke else MOST_TOKENS
    return [one for one in sentences if len(one.ids) <= most]


def _order(context: Context, house: House, parts: Parts) -> Task:
    def labelled(sentences: Sequence[Sentence], a_source: int, seed: int) -> Labelled:
        from shotglass_export.models.fine_tuning import Labelled

        found, classes = drawn("order", _short(context, sentences), a_source, house.tokenizer, seed)
        return Labelled.of([house.marks.classification(one.ids) for one in found], classes)

    most = (TOY_COUNTS if context.smoke else COUNTS)["pretrained"][-1] // 10
    tested = (TOY_TESTED if context.smoke else TESTED)["order"]
    draws = {seed: labelled(parts.train, most, seed) for seed in context.seeds}
    return Task("order", draws, labelled(parts.test, tested, 0), {})


def _entailment(context: Context, house: House) -> Task:
    from shotglass_export.models.fine_tuning import Labelled

    kinds = _toy_kinds() if context.smoke else read_kinds()
    nouns = divided(kinds)
    if context.smoke:  # too few for a split by hash
        nouns = {"train": list(kinds)[::2], "held": list(kinds)[1::2]}
    most = (TOY_COUNTS if context.smoke else COUNTS)["pretrained"][-1] // 4
    tested = (TOY_TESTED if context.smoke else TESTED)["entailment"]
    fours: dict[int | None, list[tuple[str, str]]] = {
        seed: drawn_fours({noun: kinds[noun] for noun in nouns["train"]}, most, seed)
        for seed in context.seeds
    }
    fours[None] = drawn_fours({noun: kinds[noun] for noun in nouns["held"]}, tested, 0)
    made = {}
    for key, pairs in fours.items():
        texts = [house.marks.entailment(*(house.tokenizer.encode(t).ids for t in p)) for p in pairs]
        made[key] = Labelled.of(texts, [1, 0] * (len(pairs) // 2))
    seconds = {key: [second for _, second in pairs] for key, pairs in fours.items()}
    draws = {key: found for key, found in made.items() if key is not None}
    return Task("entailment", draws, made[None], seconds)


def read_kinds() -> Kinds:
    """From WordNet's package: nouns in their first sense, and the first name of each meaning above.
    Kinds of fewer than 20 nouns or more than 800 are left out."""
    (source,) = TAXONOMY
    meanings, nouns = stated_nouns(members(get(source.package, default_packages()).path))
    above: dict[str, list[str]] = {}
    for noun, offset in nouns.items():
        if meanings[offset].kind in KINDS:
            above[noun] = []
            while (offset := meanings[offset].parent) in meanings:
                above[noun] += meanings[offset].words[:1]
    names, sizes = np.unique(
        [name for found in above.values() for name in found], return_counts=True
    )
    fitting = {str(name) for name, size in zip(names, sizes, strict=True) if FEWEST <= size <= MOST}
    return {noun: frozenset(fitting.intersection(found)) for noun, found in above.items()}


def _toy_kinds() -> Kinds:
    return {noun: frozenset([kind]) for kind, nouns in TOY_NOUNS.items() for noun in nouns}


def drawn_fours(kinds: Kinds, count: int, seed: int) -> list[tuple[str, str]]:
    """Texts in pairs, four after four: right and wrong of one noun, right and wrong of another."""
    generator = np.random.default_rng(seed)
    below: dict[str, list[str]] = {}
    for noun, names in kinds.items():
        for name in sorted(names):
            below.setdefault(name, []).append(noun)
    names_of = sorted(below)
    found: list[tuple[str, str]] = []
    while len(found) < 4 * count:
        one, other = generator.choice(len(names_of), 2, replace=False)
        kind, else_kind = names_of[one], names_of[other]
        mine = [noun for noun in below[kind] if else_kind not in {*kinds[noun], noun}]
        others = [noun for noun in below[else_kind] if kind not in {*kinds[noun], noun}]
        if mine and others:
            noun, another = (side[generator.integers(len(side))] for side in (mine, others))
            pairs = [(noun, kind), (noun, else_kind), (another, else_kind), (another, kind)]
            found += [(with_article(a), with_article(b)) for a, b in pairs]
    return found


def with_article(noun: str) -> str:
    return f"{'An' if noun[0] in 'aeiou' else 'A'} {noun}"


# --- fine-tuned, and what came of it ---


def _tuned(
    context: Context,
    house: House,
    task: Task,
    start: str,
    weight: float,
    count: int,
    seed: int,
    read: Sequence[Sequence[int]],
) -> dict[str, float]:
    """The share right of the tested examples, and nats a token of held-out sentences."""

    def train() -> dict[str, float]:
        from shotglass_export.models.fine_tuning import TaskHead

        context.begin_torch(seed)
        network = house.network(pretrained=start == "pretrained")
        head = TaskHead(house.config.width, 2)
        plan = Plan(RATES[start], EPOCHS.get(count, 1), TOGETHER[task.name])
        fine_tune(network, head, part_of(task.draws[seed], range(count)), plan, seed, weight)
        right = np.array(predicted(network, head, task.test)) == task.test.labels.numpy()
        return {"right": float(right.mean()), "nats": _nats_of(network, read)}

    key = f"{task.name}-{start}-{weight}-{count}-seed-{seed}"
    context.report(key, 0.5)
    return context.kept(key, train)


def _nats_of(network: Transformer, read: Sequence[Sequence[int]]) -> float:
    return float(np.concatenate(surprisals(network, read)).mean())


Shares = Mapping[tuple[str, str, float, int], list[dict[str, float]]]


def _of(shares: Shares, task: str, start: str, weight: float) -> dict[int, list[float]]:
    """By number of labels, the share right of each seed."""
    return {
        count: [one["right"] for one in found]
        for (*key, count), found in shares.items()
        if key == [task, start, weight]
    }


def _shares(shares: Shares) -> Iterator[Series]:
    for task, start, weight in product(TASKS, RATES, LAMBDAS):
        points = [over_seeds(float(n), y) for n, y in _of(shares, task, start, weight).items()]
        yield Series(f"{task}-{start}-{weight:g}", "labels", "share", tuple(points))


def _gains(shares: Shares) -> Iterator[Series]:
    """With lambda less without it: by number of labels, and of each seed the mean over the numbers
    of labels and both tasks, pre-trained."""
    each = []
    for task, start in product(TASKS, RATES):
        without, added = (_of(shares, task, start, weight) for weight in LAMBDAS)
        points = [difference(float(n), added[n], without[n]) for n in added]
        yield Series(f"{task}-{start}-gain", "labels", "share", tuple(points))
        if start == "pretrained":
            each += [np.subtract(added[n], without[n]) for n in added]
    yield Series("lambda-gain", "tasks", "share", (over_seeds("both", np.mean(each, axis=0)),))


def _nats(house: House, shares: Shares, read: Sequence[Sequence[int]]) -> Iterator[Series]:
    """What fine-tuning leaves of the language model, after the most labels that are looked at."""
    before = _nats_of(house.network(pretrained=True), read)
    for task in TASKS:
        points = [Point("before", before)]
        for weight in LAMBDAS:
            looked = [n for *key, n in shares if key == [task, "pretrained", weight] and n <= READ]
            found = shares[task, "pretrained", weight, max(looked)]
            points.append(over_seeds(f"lambda {weight:g}", [one["nats"] for one in found]))
        yield Series(f"{task}-nats", "lambda", "nats", tuple(points))


def _second_alone(task: Task, counts: Sequence[int]) -> Series:
    """The share right of a bag of words that is given the second text alone."""

    def right(seed: int, count: int) -> float:
        model = classifier("counts", 1.0)
        model.fit(task.seconds[seed][:count], task.draws[seed].labels[:count].tolist())
        share: float = model.score(task.seconds[None], task.test.labels.tolist())
        return share

    points = (over_seeds(float(n), [right(seed, n) for seed in task.draws]) for n in counts)
    return Series("entailment-second-alone", "labels", "share", tuple(points))


def _judged(gain: Point) -> Outcome:
    if gain.low is None or gain.high is None or gain.low <= 0 <= gain.high:
        return "null"
    return "held" if gain.low > 0 else "refuted"


def _holds(findings: Findings) -> bool:
    alone: Any = next(one for one in findings.series if one.name == "entailment-second-alone")
    return all(abs(point.y - 0.5) < 1e-9 for point in alone.points)


EXPERIMENT = Experiment(
    lesson="finetuning",
    question="Does the language model's loss beside the task's (lambda 0.5) make a fine-tuned GPT "
    "right more often?",
    hypothesis="It does: with lambda 0.5 the pre-trained network is right more often than with "
    "lambda 0, over 100 to 3,000 labels of two tasks.",
    rule="It held if the share right with lambda 0.5 less the share right with lambda 0, the mean "
    "over 100, 300, 1,000 and 3,000 labels and both tasks, pre-trained, is above 0: the whole 95 % "
    "interval over three seeds (t). It is refuted if the whole interval is below 0.",
    null="The interval holds 0: lambda does nothing that three seeds can tell, as in the paper's "
    "own ablation (74.7 with it, 75.0 without).",
    counted="held-out examples of both tasks",
    seeds=(1, 2, 3),
    minutes=20,
    run=run,
    invariant="A bag of words that sees the second text alone gets half of the entailments right.",
    holds=_holds,
)
