"""The page's bar: the opening question behind every sequence of examples that can be poured there.

A bottle is a set of examples of the opening task, its rule; the n-th shot is the n-th example of
the bottle it comes from. A sequence is written as one digit a shot, the place of its bottle:
``3300`` is two shots of the fourth bottle and two of the first. ``poured`` has every sequence,
``other`` the full ones in another order: the shots of the last bottle first, and where all are of
one bottle, backwards. Probabilities are the model's own, at temperature 1.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

from shotglass.engine.model import Engine
from shotglass.engine.tasks.score import score_each
from shotglass.events import Score
from shotglass.prompting import Lane, Prompt, render

from .lanes import LaneGroup, Opening

DIGITS = 6  # of a probability
NEXT = 4  # tokens that are named
HEAD, FILE = "bar.json", "bar/mixes.json"


def record_bar(engine: Engine, groups: Sequence[LaneGroup], opening: Opening, folder: Path) -> None:
    """Write ``FILE``, and ``HEAD``, which is what the first screen has of it. Among ``groups`` are
    the sets of the opening task, each with its prompt."""
    sets = [group for group in groups if group.name.startswith(f"{opening.task}-")]
    names = [str(group.lanes[-1].shot_set) for group in sets]
    prompt = sets[0].prompt
    most = min(opening.bar["most"], *(len(prompt.shot_sets[name]) for name in names))
    mixes = recorded_mixes(engine, prompt, names, most)
    target = folder / FILE
    target.parent.mkdir(parents=True)
    target.write_text(_json(mixes), "utf-8")
    opens = _digits([names.index(name) for name in opening.bar["opens"]])
    head = {
        "file": FILE,
        "task": opening.task,
        "question": prompt.query.input,
        "answers": [label.text for label in prompt.labels],
        "template": prompt.template,
        "most": most,
        "bottles": [
            {"set": name, "shots": [[shot.input, shot.output] for shot in prompt.shot_sets[name]]}
            for name in names
        ],
        "opens": opens,
        "mixes": {
            "poured": {opens[:k]: mixes["poured"][opens[:k]] for k in range(len(opens) + 1)},
            "other": {opens: mixes["other"][opens]},
        },
    }
    (folder / HEAD).write_text(_json(head), "utf-8")


def sequences(bottles: int, most: int) -> Iterator[tuple[int, ...]]:
    """Every sequence of up to ``most`` shots, the shorter ones first."""
    for count in range(most + 1):
        yield from product(range(bottles), repeat=count)


def other_order(sequence: Sequence[int]) -> tuple[int, ...]:
    """The places of the shots in the other order; the twin of ``otherOrder`` of the page's bar."""
    places = range(len(sequence))
    if len(set(sequence)) < 2:
        return tuple(reversed(places))
    return tuple(sorted(places, key=lambda place: sequence[place] != sequence[-1]))


def recorded_mixes(
    engine: Engine, prompt: Prompt, names: Sequence[str], most: int
) -> dict[str, dict[str, Any]]:
    """By ``poured`` and ``other``, by sequence: what the model says."""
    # One set of all examples that can be poured: a lane takes those of its sequence from it.
    shots = tuple(shot for name in names for shot in prompt.shot_sets[name][:most])
    joint = replace(prompt, shot_sets={"bar": shots})
    poured = list(sequences(len(names), most))
    full = [sequence for sequence in poured if len(sequence) == most]
    questions = [("poured", sequence, tuple(range(len(sequence)))) for sequence in poured]
    questions += [("other", sequence, other_order(sequence)) for sequence in full]
    labels = [label.text for label in prompt.labels]
    lanes = (
        Lane("0", "bar", tuple(sequence[place] * most + place for place in order))
        for _, sequence, order in questions
    )
    scores = score_each(engine, [(render(joint, lane).text, labels) for lane in lanes])
    mixes: dict[str, dict[str, Any]] = {"poured": {}, "other": {}}
    for (kind, sequence, _), score in zip(questions, scores, strict=True):
        mixes[kind][_digits(sequence)] = mix(score)
    return mixes


def mix(score: Score) -> Mapping[str, Any]:
    """The probability of every answer, and the likeliest next tokens; the rest is what is missing
    from 1."""
    return {
        "parts": [round(label.p, DIGITS) for label in score.labels],
        "next": [[token.text, round(token.p, DIGITS)] for token in score.next.alternatives[:NEXT]],
    }


def _digits(sequence: Sequence[int]) -> str:
    return "".join(map(str, sequence))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
