"""The limits of a plan, checked before anything is computed. Each refusal names the field."""

from __future__ import annotations

from collections.abc import Sequence
from math import factorial
from typing import TYPE_CHECKING

from ...errors import InvalidRequest
from ...prompting import Template
from ...prompting.prompt import MAX_LABELS
from .formats import template_of

if TYPE_CHECKING:
    from .plan import Conditions, Labels, Plan, PlanItem

MOST_ITEMS = 1_000  # of a run that is one record; more are cut into shards (``engine/sharded``)
MOST_IN_SHARDS = 1_000_000
MOST_READINGS = 200_000
MOST_LABEL_READINGS = 1_000_000
MOST_CONDITIONS = 2_000
MOST_CHARACTERS = 32_000_000  # of the examples of all conditions, and of one condition's prompts
MOST_SHOTS = 64  # before one question
MOST_DRAWS = 64
MOST_ORDERS = 120
MOST_LEVELS = 16  # of k, labels, formats and content-free inputs each
MAX_SEED = 2**53 - 1
MOST_HEADS = 1024  # switched off
NAMES = (
    "foo", "bar", "baz", "qux", "zib", "mog", "dax", "wug", "fep", "lim", "nar", "tok", "vex",
    "pum", "gol", "rid",
)  # fmt: skip


def check_plan(plan: Plan) -> None:
    """Raises InvalidRequest for the first rule that is broken."""
    _check_conditions(plan.conditions)
    _check_numbers(plan)
    _check_formats(plan)
    _check_items(plan)
    _check_examples(plan)
    _check_labels(plan)
    _check_number_of_conditions(plan)
    _check_heads(plan)


def _refuse(what: str, expected: str, pointer: str) -> InvalidRequest:
    return InvalidRequest(f"{what}; {expected}.", pointer=pointer)


def _check_conditions(conditions: Conditions) -> None:
    for name in ("k", "labels", "formats", "content_free"):
        levels: Sequence[object] = getattr(conditions, name)
        least = 0 if name == "content_free" else 1
        if not least <= len(levels) <= MOST_LEVELS or len(set(levels)) < len(levels):
            raise _refuse(
                f"{name} has {len(levels)} values, {len(set(levels))} of them different",
                f"{least} to {MOST_LEVELS} different ones were expected",
                f"/conditions/{name}",
            )
    bounds = (
        ("k", max(conditions.k), 0, MOST_SHOTS), ("k", min(conditions.k), 0, MOST_SHOTS),
        ("draws", conditions.draws, 1, MOST_DRAWS), ("orders", conditions.orders, 1, MOST_ORDERS),
    )  # fmt: skip
    for name, value, low, high in bounds:
        if not low <= value <= high:
            raise _refuse(
                f"{name} is {value}", f"{low} to {high} was expected", f"/conditions/{name}"
            )
    shown = [k for k in conditions.k if k]
    if conditions.orders > 1 and (len(shown) != 1 or shown[0] < 2):
        raise _refuse(
            f"orders is {conditions.orders} and k is {list(conditions.k)}",
            "orders are compared at one number of examples, which is 2 or more: keep one such k",
            "/conditions/orders",
        )
    for place, share in enumerate(conditions.labels):
        _check_share(conditions.k, share, f"/conditions/labels/{place}")


def _check_share(ks: Sequence[int], share: Labels, pointer: str) -> None:
    if isinstance(share, str):
        return
    if not 0 <= share <= 1:
        raise _refuse(f"The share {share} of right answers", "0 to 1 was expected", pointer)
    for k in ks:
        if abs(share * k - round(share * k)) > 1e-9:
            raise _refuse(
                f"Of {k} examples {100 * share:g} % cannot have the right answer",
                "a whole number of them was expected: take another share, or k a multiple of 4",
                pointer,
            )


def _check_numbers(plan: Plan) -> None:
    if not 0 <= plan.seed <= MAX_SEED:
        raise _refuse(f"seed is {plan.seed}", f"0 to {MAX_SEED} was expected", "/seed")
    if not 0 < plan.difference <= 1:
        raise _refuse(
            f"difference is {plan.difference}",
            "a share above 0, up to 1, was expected: 0.1 is ten points of a hundred",
            "/difference",
        )
    if plan.other_model == plan.model:
        raise _refuse(
            f"The other model is {plan.model!r} too",
            "a different model was expected, or none",
            "/other_model",
        )


def _check_heads(plan: Plan) -> None:
    """Whether the model has them is checked where it is."""
    count, different = len(plan.heads_off), len(set(plan.heads_off))
    if count > MOST_HEADS or different < count:
        raise _refuse(
            f"heads_off has {count:,} heads, {different:,} of them different",
            f"up to {MOST_HEADS:,} different ones were expected",
            "/heads_off",
        )
    if plan.heads_off and plan.other_model is not None:
        raise _refuse(
            "Heads are off and another model is named",
            "heads are switched off in one model: leave other_model out, or heads_off",
            "/other_model",
        )


def _check_formats(plan: Plan) -> None:
    seen: dict[str, str] = {}
    for place, name in enumerate(plan.conditions.formats):
        pointer = f"/conditions/formats/{place}"
        try:
            template = template_of(name, plan.prompt.template)
            Template(template)
        except InvalidRequest as error:
            error.pointer = pointer
            raise
        if seen.setdefault(template, name) != name:
            raise _refuse(
                f"The formats {seen[template]!r} and {name!r} are the same template here",
                "different ones were expected: leave one out",
                pointer,
            )


def _check_items(plan: Plan) -> None:
    count = len(plan.items)
    if not 1 <= count <= MOST_IN_SHARDS:
        raise _refuse(
            f"There are {count:,} items",
            f"1 to {MOST_IN_SHARDS:,} were expected: measure a part of them",
            "/items",
        )
    if not 0 <= plan.pool < count:
        raise _refuse(
            f"pool is {plan.pool} and there are {count} items",
            "at least one item must be left to ask",
            "/pool",
        )
    first: dict[str, int] = {}
    for place, item in enumerate(plan.items):
        if (before := first.setdefault(item.input, place)) != place:
            raise _refuse(
                f"Items {before + 1} and {place + 1} ask the same, {item.input[:60]!r}",
                "different questions were expected, since one that counts twice makes n too large",
                f"/items/{place}/input",
            )


def _check_examples(plan: Plan) -> None:
    if plan.pool and plan.shot_set is not None:
        raise _refuse(
            f"shot_set is {plan.shot_set!r} and pool is {plan.pool}",
            "examples from one of the two were expected",
            "/pool",
        )
    if not plan.pool and plan.shot_set is not None and plan.shot_set not in plan.prompt.shot_sets:
        known = ", ".join(map(repr, plan.prompt.shot_sets)) or "none"
        raise _refuse(f"shot_set is {plan.shot_set!r}", f"there are {known}", "/shot_set")
    most, there = max(plan.conditions.k), len(plan.examples)
    if most > there:
        raise _refuse(
            f"k is {most} and there are {there} examples",
            "as many were expected: take fewer, add examples, or give some items to the pool",
            "/pool" if plan.pool else f"/conditions/k/{plan.conditions.k.index(most)}",
        )
    shown = {shot.input: place for place, shot in enumerate(plan.examples)} if most else {}
    for place, item in enumerate(plan.items if not plan.pool else ()):
        if item.input in shown:
            raise _refuse(
                f"Item {place + 1}, {item.input[:60]!r}, is example {shown[item.input] + 1} too",
                "a question that is not among the examples was expected: leave it out",
                f"/items/{place}/input",
            )


def _check_labels(plan: Plan) -> None:
    changed = [kind for kind in plan.conditions.labels if kind not in (1.0, "none")]
    for place, item in enumerate(plan.items):
        labels = plan.labels_of(item)
        if not 2 <= len(labels) <= MAX_LABELS or len(set(labels)) < len(labels):
            raise _refuse(
                f"Item {place + 1} is read at {len(labels)} answers",
                f"2 to {MAX_LABELS} different ones were expected: give the task labels, or each "
                "item its own",
                f"/items/{place}/labels" if item.labels else "/prompt/labels",
            )
        if item.expected not in labels:
            raise _refuse(
                f"Item {place + 1} expects {item.expected!r}, which is none of its answers",
                f"one of {', '.join(map(repr, labels[:8]))} was expected{_space_of(item, labels)}",
                f"/items/{place}/expected",
            )
        if changed and item.labels:
            raise _refuse(
                f"Item {place + 1} has answers of its own",
                "wrong answers and names can be given only where all items share their answers",
                f"/items/{place}/labels",
            )
    if "names" in changed and len(plan.labels) > len(NAMES):
        raise _refuse(
            f"There are {len(plan.labels)} labels",
            f"names can be given to {len(NAMES)} at most",
            "/conditions/labels",
        )
    outside = next((s for s in plan.examples if changed and s.output not in plan.labels), None)
    if outside is not None:
        raise _refuse(
            f"An example has the answer {outside.output!r}, which is no label",
            "examples with labels were expected where labels are changed",
            "/prompt/labels",
        )


def _space_of(item: PlanItem, labels: Sequence[str]) -> str:
    if item.expected.strip() not in map(str.strip, labels):
        return ", its space included"
    return (
        ": they differ by the space alone. The template decides whether the answers of rows begin "
        "with one, and labels of a prompt object are exact texts: write them in the same way"
    )


def _check_number_of_conditions(plan: Plan) -> None:
    if (conditions := most_conditions(plan)) > MOST_CONDITIONS:
        raise _refuse(
            f"The plan has up to {conditions:,} conditions",
            f"{MOST_CONDITIONS:,} at most were expected: vary less at once",
            "/conditions",
        )
    # Conditions repeat examples: a small plan could ask for gigabytes.
    if (text := conditions * _shown(plan)) > MOST_CHARACTERS:
        raise _too_long(text)


def size_fault(plan: Plan) -> InvalidRequest | None:
    """Returns why the plan is too large for a run that is one record, as the page's runs are, or
    None."""
    count = len(plan.items)
    if count > MOST_ITEMS:
        return _refuse(
            f"There are {count:,} items",
            f"1 to {MOST_ITEMS:,} were expected: measure a part of them, or all of them from a "
            "terminal, with shotglass measure TASK --items FILE --into RECORD.json",
            "/items",
        )
    prompts = most_prompts(plan)
    labels = max(len(plan.labels_of(item)) for item in plan.questions)
    if prompts > MOST_READINGS or prompts * labels > MOST_LABEL_READINGS:
        return _refuse(
            f"The plan asks up to {prompts:,} prompts at {labels} answers",
            f"{MOST_READINGS:,} prompts, and {MOST_LABEL_READINGS:,} answers in all, were expected "
            "at most: take fewer items, draws or orders",
            "/conditions",
        )
    question = max(len(item.input) for item in plan.questions) + len(plan.prompt.instruction)
    templates = (1 + max(plan.conditions.k)) * max(
        len(template_of(name, plan.prompt.template)) for name in plan.conditions.formats
    )
    text = len(plan.questions) * (_shown(plan) + question + templates)
    return _too_long(text) if text > MOST_CHARACTERS else None


def _shown(plan: Plan) -> int:
    """Characters of the longest examples of a condition."""
    lengths = sorted(shot.length for shot in plan.examples)
    return sum(lengths[-max(plan.conditions.k) :]) if max(plan.conditions.k) else 0


def _too_long(text: int) -> InvalidRequest:
    return _refuse(
        f"The examples and prompts of the plan would be up to {text:,} characters",
        f"{MOST_CHARACTERS:,} at most were expected: use fewer or shorter examples",
        "/conditions/k",
    )


def most_conditions(plan: Plan) -> int:
    """No fewer than there are, of one model: combinations that are the same are counted here."""
    varied, conditions = plan.conditions, 0
    for k in varied.k:
        orders = min(varied.orders, factorial(min(k, 6)))
        conditions += (varied.draws * orders) if k else 1
    return len(varied.labels) * len(varied.formats) * conditions


def most_prompts(plan: Plan) -> int:
    """No fewer than the plan asks."""
    sets = len({plan.labels_of(item) for item in plan.questions})
    each = len(plan.questions) + len(plan.conditions.content_free) * sets
    return len(plan.models) * most_conditions(plan) * each
