"""What is left of a house model's answers after examples with a few of its attention heads off.

The tasks are the model's own: words of two classes under names that mean nothing, all of them held
out of its training. Ranking, switching off and comparison are ``engine.causes.heads``, which
Measure uses too.
"""

from __future__ import annotations

import numpy as np

from shotglass.engine import Engine
from shotglass.engine.causes.heads import HeadFigures, HeadWork
from shotglass.engine.causes.plan import CausePlan, task_with
from shotglass.engine.measurement.plan import PlanItem
from shotglass.prompting import Prompt
from shotglass_export.data.episodes import Lexicon
from shotglass_export.data.episodes.families import Sides, draw
from shotglass_export.data.episodes.lexicon import Group
from shotglass_export.data.episodes.splitting import Split
from shotglass_export.data.episodes.template import TRAINED
from shotglass_export.data.folder import LEXICON

from ..experiment import Context

SHOTS = 8
FITTED = 8  # questions that heads are ranked on
HELD = Sides(words="held", labels="held")
TEMPLATE = TRAINED[0]

Figures = dict[str, float]
Words = dict[Split, list[str]]


def lexicon_of(context: Context) -> Lexicon:
    """That of house-gpt2's data; at toy size a few words. Raises DataFailed, as ``corpus``."""
    if context.smoke:
        return _toy()
    return Lexicon.read(context.corpus("house-gpt2").path / LEXICON).apart


def _toy() -> Lexicon:
    words = {"animal": "dove hare rat bat crow deer frog goat seal swan toad wasp",
             "food": "beef cake corn jam milk pear rice salt soup tart toast veal"}  # fmt: skip
    classes: dict[str, Words] = {
        name: {"train": [], "held": text.split()} for name, text in words.items()
    }
    names: Words = {"train": [], "held": ["zog", "fip", "dax", "wug"]}
    kinds = Group("kind", False, classes)
    return Lexicon((kinds,), (), {"invented": names, "words": names}, {"train": [], "held": []})


def draw_task(lexicon: Lexicon, seed: int, number: int, questions: int) -> CausePlan:
    """The task of this number: ``SHOTS`` examples, and as many other words of its two classes as
    there are, of which ``questions`` are asked."""
    rng = np.random.default_rng([seed, number])
    drawn = draw("kind", lexicon, rng, HELD, 2 * (SHOTS + FITTED + questions))
    once = list({shot.input: shot for shot in drawn}.values())
    shown, others = once[:SHOTS], once[SHOTS:]
    prompt = Prompt.from_json({
        "instruction": "",
        "template": TEMPLATE,
        "shot_sets": {"own": [{"input": s.input, "output": s.output} for s in shown]},
        "query": {"input": others[0].input},
        "labels": [{"text": text} for text in shown[0].candidates],
    })  # fmt: skip
    items = tuple(PlanItem(shot.input, shot.output) for shot in others)
    task = task_with(SHOTS, model="house-gpt2", prompt=prompt, items=items, seed=seed)
    return CausePlan(task, questions)


def measure(engine: Engine, plan: CausePlan, draws: int) -> Figures:
    """The share of right answers with all heads, by "right"; what it changes by with the largest
    sets of heads off, by "zero answers" and so on; and against the random ones', by "zero answers
    less random". Each head's prefix matching, by "prefix 0.0", and their number by "heads"."""
    steps = HeadWork.of(engine, plan, draws).steps()
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return _figures(end.value)


def _figures(found: HeadFigures) -> Figures:
    share = max(one.share for one in found.ablations)
    largest = [one for one in found.ablations if one.share == share]
    figures = {"right": found.right.value, "heads": float(largest[0].heads)}
    figures |= {f"{one.ablating} {one.by}": one.right_change.value for one in largest}
    beside = [one for one in found.contrasts if one.share == share and one.other == "random"]
    figures |= {f"{one.ablating} {one.by} less random": one.right.value for one in beside}
    prefix = next(one for one in found.rankings if one.by == "prefix")
    return figures | {f"prefix {head.layer}.{head.head}": head.score for head in prefix.heads}
