"""What a house model makes of everyday words, by line, and on which lines it is worse than another
model that was asked the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from shotglass.engine import ModelFolder
from shotglass.statistics import mean_interval, wilson
from shotglass.statistics.claim import K
from shotglass.statistics.format_goal import goal_of
from shotglass_export.data.episodes import Lexicon, Question
from shotglass_export.data.episodes.everyday import NAMES
from shotglass_export.data.episodes.templates import held_out_templates
from shotglass_export.data.folder import LEXICON, DataFolder
from shotglass_export.progress import Report

from ...record import Triple, cell, markdown, origin, percent, triple
from ..baselines import InputEmbedding, credit, nearest
from ..cached_model import CachedModel, Lane
from ..formats.unseen import FAMILIES, draw_unseen
from ..held_out_bits import held_out_bits
from ..questions import digest_of_questions, draw_in_templates, shuffled
from .rule import BITS, SEED, Change, change, lines

TEMPLATE_QUERIES, UNSEEN_QUERIES = 1000, 500  # a cell, as in the records of house-templates
TEXT = 200_000  # bytes a source, as there
Table = Mapping[str, Sequence[Question]]  # questions by line


@dataclass(frozen=True)
class Part:
    """Some of a line's questions: those under one kind of name, or in one template."""

    part: str
    n: int
    choice: Triple
    form: Triple


@dataclass(frozen=True)
class Line:
    """One line of the table. ``over_shuffled``: right choices after the true examples less those
    after shuffled answers. ``reached``: the parts of the goal that hold. ``nearest``: right choices
    of the answer of the nearest example by the model's own embeddings."""

    line: str
    n: int
    choice: Triple
    form: Triple
    over_shuffled: Triple
    reached: tuple[str, ...]
    nearest: float
    by_names: tuple[Part, ...]
    by_template: tuple[Part, ...]


def measure_everyday(
    model: ModelFolder, than: ModelFolder | None, data: DataFolder, n: int, answers: Path,
    report: Report,
) -> dict[str, Any]:  # fmt: skip
    """The record; with ``than``, the lines of ``rule`` and of house-templates' tables on which
    ``model`` is worse. Answers are kept in ``answers``: a second run asks what is new."""
    lexicon = Lexicon.read(data.path / LEXICON)
    questions = lines(lexicon, n)
    with ExitStack() as stack:
        ours, *others = (
            stack.enter_context(closing(CachedModel(folder, answers, report)))
            for folder in (model, than)
            if folder
        )
        near = nearest(InputEmbedding.of(model))
        rows = [_line(ours, name, line, near) for name, line in questions.items()]
        record: dict[str, Any] = {
            "model": asdict(ours.measured),
            "recorded": date.today().isoformat(),
            "questions": {"digest": _digest(questions), "seed": SEED, "n": n},
            "lines": [asdict(row) for row in rows],
        }
        for other in others:
            beside = [_line(other, name, line, near) for name, line in questions.items()]
            record["than"] = {
                "model": asdict(other.measured),
                "lines": [asdict(row) for row in beside],
                **_compared(ours, other, data, lexicon, questions),
            }
    return record


def _digest(questions: Table) -> str:
    return digest_of_questions((q for line in questions.values() for q in line), K)


def _line(model: CachedModel, name: str, questions: Sequence[Question], near: Any) -> Line:
    gold = _lane(model, questions, name)
    randoms = [np.random.default_rng((SEED, 1, place)) for place in range(len(questions))]
    mixed = [shuffled(q, K, random) for q, random in zip(questions, randoms, strict=True)]
    goal = goal_of(gold.right, _lane(model, mixed, f"{name}, shuffled").right, gold.form)
    choice, form, over = (triple(part.interval) for part in goal)
    credits = [credit(near(question, K), question.answer) for question in questions]
    names = {"by hand" if _by_hand(q) else "invented": _by_hand(q) for q in questions}
    templates = sorted({q.template for q in questions})
    return Line(
        name, len(questions), choice, form, over,
        tuple(part.part for part in goal if part.holds),
        round(float(np.mean(credits)), 4),
        tuple(_part(gold, kind, [_by_hand(q) is is_hand for q in questions])
              for kind, is_hand in names.items()),
        tuple(_part(gold, one, [q.template == one for q in questions]) for one in templates),
    )  # fmt: skip


def _by_hand(question: Question) -> bool:
    return question.labels[0].strip() in NAMES.split()


def _part(gold: Lane, name: str, chosen: Sequence[bool]) -> Part:
    places = [place for place, each in enumerate(chosen) if each]
    right, form = gold.right, gold.form
    choice = wilson(sum(right[place] for place in places), len(places))
    mass = mean_interval([form[place] for place in places])
    return Part(name, len(places), triple(choice), triple(mass))


def _lane(model: CachedModel, questions: Sequence[Question], stage: str) -> Lane:
    lane = model.read(questions, [K], stage)[K]
    assert lane is not None, "eight examples fit a context of 512"
    return lane


def _compared(
    ours: CachedModel, other: CachedModel, data: DataFolder, lexicon: Lexicon, questions: Table
) -> dict[str, Any]:
    tables: dict[str, Table] = {"everyday": questions, **_tables(lexicon)}
    changes = {
        name: [_as_json(each) for each in _changes(ours, other, table)]
        for name, table in tables.items()
    }
    bits = [
        {"source": each.source, "ours": each.model, "theirs": each.others["than"],
         "worse": each.model - each.others["than"] > BITS}
        for each in held_out_bits(ours, {"than": other}, {}, data, TEXT)
    ]  # fmt: skip
    return {"changes": changes, "bits_per_byte": bits}


def _tables(lexicon: Lexicon) -> dict[str, Table]:
    """House-templates' own: in held-out templates, and of ``--unseen``."""
    every = [template for listed in held_out_templates().values() for template in listed]
    held_out: Table = {
        family: draw_in_templates(lexicon, family, every, TEMPLATE_QUERIES).judged
        for family in FAMILIES
    }
    unseen = {
        f"{each.family}, {each.wording}, words: {each.words}, names: {each.names}": each.questions
        for each in draw_unseen(lexicon, UNSEEN_QUERIES)
    }
    return {"held-out templates": held_out, "unseen": unseen}


def _changes(ours: CachedModel, other: CachedModel, table: Table) -> Iterator[Change]:
    for name, questions in table.items():
        mine, theirs = (_lane(model, questions, name) for model in (ours, other))
        yield change(name, "choice", mine.right, theirs.right, len(table))
        yield change(name, "form", mine.form, theirs.form, len(table))


def _as_json(each: Change) -> dict[str, Any]:
    interval = triple(each.interval)
    return {
        "line": each.line, "measure": each.measure, "interval": interval, "worse": each.worse,
    }  # fmt: skip


def render_everyday(data: Mapping[str, Any]) -> str:
    """The lines as a table, and below it what another model did and where this one is worse."""
    head = ["line", "n", "choice", "form", "choice less shuffled", "nearest", "reached"]
    parts = [origin(data["model"], data["recorded"]), "", *markdown(head, _rows(data["lines"]))]
    if than := data.get("than"):
        parts += ["", f"{than['model']['name']}, asked the same:", ""]
        parts += [*markdown(head, _rows(than["lines"])), "", *_worse(than)]
    return "\n".join(parts)


def _rows(rows: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    return [
        [row["line"], str(row["n"]), cell(row["choice"]), cell(row["form"]),
         cell(row["over_shuffled"]), percent(row["nearest"]), ", ".join(row["reached"]) or "-"]
        for row in rows
    ]  # fmt: skip


def _worse(than: Mapping[str, Any]) -> list[str]:
    every = [(table, each) for table, listed in than["changes"].items() for each in listed]
    worse = [
        f"- {table}: {each['line']}, {each['measure']} {cell(each['interval'])}"
        for table, each in every
        if each["worse"]
    ]
    worse += [
        f"- text of {each['source']}: {each['ours']:.3f} bits per byte, {each['theirs']:.3f}"
        for each in than["bits_per_byte"]
        if each["worse"]
    ]
    count = len(every) + len(than["bits_per_byte"])
    return [f"Worse on {len(worse)} of {count} lines{':' if worse else '.'}", *worse]
