"""The conditions of a plan, one by one: which examples, in which order, with which answers and in
which template. Neighbours begin alike, so that what they share is computed once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from ...prompting import Shot
from .formats import Stem, template_of
from .plan import Labels, Plan
from .randomness import DRAW, NAMED, REPLACED, WRONG, chosen, dealt, orders, permutation
from .rules import NAMES


@dataclass(frozen=True)
class Example:
    """An example as it is shown: its answer may be a wrong one, a name, or missing."""

    input: str
    output: str


@dataclass(frozen=True)
class Condition:
    """``draw`` and ``order`` count from 0; ``shots`` as they are shown; ``names``: pairs of a label
    and the name that stands for it, where there are any."""

    id: str
    k: int
    draw: int
    order: int
    labels: Labels
    format: str
    template: str
    shots: tuple[Example, ...]
    names: tuple[tuple[str, str], ...] = ()

    def named(self, label: str) -> str:
        return dict(self.names).get(label, label)


@dataclass(frozen=True)
class LabelledPrompt:
    """A prompt of a condition, read at ``labels``; ``right`` says which of them is the answer."""

    text: str
    labels: tuple[str, ...]
    right: int


def conditions_of(plan: Plan) -> tuple[Condition, ...]:
    """Returns each condition of the plan once: without examples there is one draw and one order,
    and no answer can be wrong."""
    varied, conditions = plan.conditions, dict[str, Condition]()
    for name, labels, draw in product(varied.formats, varied.labels, range(varied.draws)):
        for k in sorted(varied.k):
            for condition in _orders(plan, k, draw, labels, name):
                conditions.setdefault(condition.id, condition)
    return tuple(conditions.values())


def prompts_of(
    plan: Plan, condition: Condition
) -> tuple[list[LabelledPrompt], list[LabelledPrompt]]:
    """Returns the prompts of a condition: one for each item, in order, and the content-free ones,
    one after another for each different list of labels (see ``label_sets``), whose ``right`` means
    nothing. Raises InvalidRequest where a prompt would end in a space."""
    shots = tuple(Shot(shot.input, shot.output, "") for shot in condition.shots)  # none reasons
    stem = Stem.of(plan.prompt, condition.template, shots)

    def asking(input: str, labels: tuple[str, ...], right: int) -> LabelledPrompt:
        return LabelledPrompt(stem.asking(input), tuple(map(condition.named, labels)), right)

    questions = ((item, plan.labels_of(item)) for item in plan.questions)
    items = [asking(item.input, labels, labels.index(item.expected)) for item, labels in questions]
    free = [
        asking(input, labels, 0)
        for labels in label_sets(plan)
        for input in plan.conditions.content_free
    ]
    return items, free


def label_sets(plan: Plan) -> tuple[tuple[str, ...], ...]:
    """The different lists of labels that items are read at, in order of their first item."""
    return tuple(dict.fromkeys(plan.labels_of(item) for item in plan.questions))


def digest(prompts: list[LabelledPrompt]) -> str:
    """SHA-256 of all prompts of a condition and of the labels that they are read at."""
    sha256 = hashlib.sha256()
    for prompt in prompts:
        text = repr((prompt.text, prompt.labels, prompt.right))
        sha256.update(text.encode("utf-8", "surrogatepass"))
    return sha256.hexdigest()


def _orders(plan: Plan, k: int, draw: int, labels: Labels, name: str) -> Iterator[Condition]:
    template = template_of(name, plan.prompt.template)
    names = _names(plan, draw if k else 0) if labels == "names" else ()
    shots = _answered(plan, _drawn(plan, draw, k), draw, labels, dict(names))
    for number, order in enumerate(orders(plan.seed, draw, k, plan.conditions.orders)):
        shown = tuple(Example(shots[place].input, shots[place].output) for place in order)
        kind = labels if k or labels == "names" else 1.0
        values = (k, draw if k else 0, number, kind, name)
        yield Condition(_id(plan, *values), *values, template, shown, names)


def _id(plan: Plan, k: int, draw: int, order: int, labels: Labels, name: str) -> str:
    """Returns an id that names what is varied and no more; formats are named by their place."""
    varied = plan.conditions
    parts = [f"k={k}"]
    parts += [f"draw={draw + 1}"] if varied.draws > 1 else []
    parts += [f"order={order + 1}"] if varied.orders > 1 else []
    parts += [f"labels={labels}"] if len(varied.labels) > 1 else []
    parts += [f"format={varied.formats.index(name) + 1}"] if len(varied.formats) > 1 else []
    return " ".join(parts)


def _drawn(plan: Plan, draw: int, k: int) -> list[Shot]:
    """The first k of a draw, so that fewer examples are some of the same."""
    examples = plan.examples
    if plan.conditions.draws == 1 and not plan.pool:
        return list(examples[:k])
    order = permutation(plan.seed, DRAW + draw, len(examples))
    if plan.balanced:
        order = dealt(order, [shot.output for shot in examples])
    return [examples[place] for place in order[:k]]


def _answered(
    plan: Plan, shots: list[Shot], draw: int, labels: Labels, names: dict[str, str]
) -> list[Shot]:
    if labels == "none":
        return [replace(shot, output="") for shot in shots]
    if labels == "names":
        return [replace(shot, output=names[shot.output]) for shot in shots]
    assert not isinstance(labels, str)
    count = len(shots) - round(labels * len(shots))
    answered = list(shots)
    for place in permutation(plan.seed, WRONG + draw, len(shots))[:count]:
        others = [label for label in plan.labels if label != shots[place].output]
        other = others[chosen(plan.seed, REPLACED + draw, place, len(others))]
        answered[place] = replace(shots[place], output=other)
    return answered


def _names(plan: Plan, draw: int) -> tuple[tuple[str, str], ...]:
    """Random ones; a label's space before it stays."""
    order = permutation(plan.seed, NAMED + draw, len(NAMES))
    pairs = zip(plan.labels, order, strict=False)
    return tuple(
        (label, label[: len(label) - len(label.lstrip())] + NAMES[place]) for label, place in pairs
    )
