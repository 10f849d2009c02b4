"""Lesson 26: a GPT and its masked twin. The same gap from the left and from both sides, what a
linear reader gets out of their states, and what it costs to learn from 15 % of the tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from shotglass.architecture import ModelConfig
from shotglass_export.data.folder import END, DataFolder
from shotglass_export.recipe import find_recipe, read_recipe

from ..experiment import Context, Experiment, Findings, sources_of
from ..points import difference, over_seeds, ratio_over_clusters
from ..result import Data, Outcome, Point, Series, Table
from .readings import (
    Task,
    brown,
    right_of_states,
    right_of_words,
    share_right,
    tasks_of,
    toy_documents,
)
from .small_twins import KINDS, LENGTH, ROWS, SHARE, flops_a_token, shape, steps_of, trained
from .twins import (
    MASK,
    RIGHT,
    Floats,
    Gaps,
    distribution,
    filled_nats,
    held_gaps,
    house_network,
    left_nats,
    mean_states,
)

if TYPE_CHECKING:
    from shotglass_export.models.transformer import Transformer

TWINS = ("house-prose", "house-bert")
RIGHTS = (0, 1, 2, 4, 8, 16, RIGHT)  # tokens after the gap that are read
MOST_GAPS = 12  # of a document
SMALL = "gpt2-tiny"  # whose text the small networks learn from
EXAMPLES = (
    "She opened the [MASK] and stepped out into the garden.",
    "The old king had three [MASK], and the youngest was the most beautiful of all.",
    "He drank a cup of [MASK] before he went to bed.",
)
GAP = " [MASK]"
SHOWN = 6  # likeliest tokens of each model
MOST_TOKENS = 128  # of a text that is read for its states


def run(context: Context) -> Findings:
    small = context.corpus(SMALL)
    gaps = held_gaps(small, 4 if context.smoke else 30)
    courses = _courses(context, small, gaps)
    (gpt, bert), folder, data = _twins(context, small, gaps)
    asked = held_gaps(folder, MOST_GAPS)
    nats = [left_nats(gpt, asked), *(filled_nats(bert, asked, right) for right in RIGHTS)]
    series = [*_gap_series(asked, nats), *_course_series(courses)]
    read, brown_data = _readings(context, folder, gpt, bert)
    tables = (_examples(folder, gpt, bert), _costs(context, small, gpt, bert))
    return Findings(
        outcome=_judged({one.name: one for one in series}["gained"].points),
        n=len(asked.ids),
        series=(*series, *read),
        data=(*sources_of(folder), *data, *brown_data),
        tables=tables,
        tokens=_tokens(context, small),
    )


def _twins(
    context: Context, small: DataFolder, gaps: Gaps
) -> tuple[tuple[Transformer, Transformer], DataFolder, list[Data]]:
    """The house models, with the text that was held out from both; at toy size small ones."""
    if context.smoke:
        one, other = (trained(context, small, gaps, kind, 1)[0] for kind in ("gpt", "bert"))
        return (one, other), small, []
    (gpt, first), (bert, second) = map(house_network, TWINS)
    return (gpt, bert), context.corpus(TWINS[0]), [first, second]


# --- the same gap, from the left and from both sides ---


def _gap_series(gaps: Gaps, nats: Sequence[Floats]) -> list[Series]:
    """Nats a gap by how many tokens after it are read, and the two differences that are judged; the
    bootstrap is over documents."""
    left, *filled = (partial(_mean, gaps=gaps, values=values) for values in nats)
    axis = "tokens read after the gap"
    bert = (one(float(right)) for right, one in zip(RIGHTS, filled, strict=True))
    gained = (
        _mean("left side", gaps, nats[1] - nats[0]),
        _mean("both sides", gaps, nats[0] - nats[-1]),
    )
    return [
        Series("gap-gpt", axis, "nats", tuple(left(float(right)) for right in RIGHTS)),
        Series("gap-bert", axis, "nats", tuple(bert)),
        Series("gained", "what the masked twin reads", "nats", gained),
    ]


def _mean(x: float | str, gaps: Gaps, values: Floats) -> Point:
    _, cluster = np.unique(gaps.documents, return_inverse=True)
    sums, sizes = np.bincount(cluster, values), np.bincount(cluster)
    return ratio_over_clusters(x, sums.tolist(), sizes.tolist())


def _judged(gained: Sequence[Point]) -> Outcome:
    if all((point.low or 0) > 0 for point in gained):
        return "held"
    return "refuted" if any((point.high or 0) < 0 for point in gained) else "null"


# --- loss on 15 % of the tokens or on all, from the beginning ---


def _courses(context: Context, folder: DataFolder, gaps: Gaps) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for place, kind in enumerate(KINDS):
        context.report("Training small networks", place / len(KINDS))
        found[kind] = [
            context.kept(
                f"{kind}-{seed}", partial(_course, context, folder, gaps, kind, seed)
            )
            for seed in context.seeds
        ]  # fmt: skip
    return found


def _course(
    context: Context, folder: DataFolder, gaps: Gaps, kind: str, seed: int
) -> dict[str, Any]:
    _, found = trained(context, folder, gaps, kind, seed)
    return {"tokens": found.tokens, "nats": found.nats}


def _course_series(courses: dict[str, list[dict[str, Any]]]) -> list[Series]:
    """By tokens read; then at equal tokens and at equal FLOPs, and what 15 % cost of each."""
    whole = courses["gpt"][0]["tokens"][-1]
    found = []
    for kind, runs in courses.items():
        columns = zip(runs[0]["tokens"], zip(*(r["nats"] for r in runs), strict=True), strict=True)
        points = tuple(over_seeds(float(tokens), column) for tokens, column in columns)
        found.append(Series(f"small-{kind}", "tokens read", "nats", points))
    ends = {
        "tokens": {kind: [r["nats"][r["tokens"].index(whole)] for r in runs]
                   for kind, runs in courses.items()},
        "FLOPs": {kind: [r["nats"][-1] for r in runs] for kind, runs in courses.items()},
    }  # fmt: skip
    for equal, ended in ends.items():
        points = tuple(over_seeds(kind, nats) for kind, nats in ended.items())
        found.append(Series(f"equal-{equal}", "network", "nats", points))
        cost = (difference(kind, ended[kind], ended["gpt"]) for kind in KINDS[1:])
        found.append(Series(f"cost-{equal}", "network", "nats", tuple(cost)))
    return found


# --- what a linear reader gets out of the states ---


def _readings(
    context: Context, folder: DataFolder, gpt: Transformer, bert: Transformer
) -> tuple[list[Series], list[Data]]:
    documents, data = (toy_documents(folder), []) if context.smoke else _brown()
    tasks = tasks_of(documents)
    right = {
        "words": {name: right_of_words(task) for name, task in tasks.items()},
        "gpt": {n: _read(context, f"gpt-{n}", t, folder, gpt) for n, t in tasks.items()},
        "bert": {n: _read(context, f"bert-{n}", t, folder, bert) for n, t in tasks.items()},
    }
    series = [
        Series(f"read-{of}", "task", "share",
               tuple(share_right(name, tasks[name], r) for name, r in found.items()))
        for of, found in right.items()
    ]  # fmt: skip
    more = {
        name: np.array(right["bert"][name], float) - np.array(right["gpt"][name], float)
        for name in tasks
    }
    points = tuple(share_right(name, tasks[name], gain.tolist()) for name, gain in more.items())
    return [*series, Series("read-more", "task", "share", points)], data


def _brown() -> tuple[Any, list[Data]]:
    documents, data = brown()
    return documents, [data]


def _read(
    context: Context, key: str, task: Task, folder: DataFolder, network: Transformer
) -> list[bool]:
    def computed() -> list[bool]:
        texts = [
            [END, *encoded.ids][:MOST_TOKENS]
            for encoded in folder.tokenizer.encode_batch(task.texts)
        ]
        return right_of_states(task, mean_states(network, texts))

    context.report(f"Reading {key}", 0.0)
    return context.kept(key, computed)


# --- tables ---


def _examples(folder: DataFolder, gpt: Transformer, bert: Transformer) -> Table:
    """The likeliest tokens of both, in each example's gap."""
    rows = []
    for text in EXAMPLES:
        left, right = (folder.tokenizer.encode(part).ids for part in text.split(GAP))
        filled = distribution(bert, [*left, MASK, *right], len(left))
        following = distribution(gpt, left, len(left) - 1)
        ids = [*np.argsort(-filled)[:SHOWN], *np.argsort(-following)[:SHOWN]]
        for id in dict.fromkeys(map(int, ids)):
            token = folder.tokenizer.decode([id])
            rows.append((text, token, float(filled[id]), float(following[id])))
    return Table("examples", ("text", "token", "masked twin", "GPT"), tuple(rows))


def _costs(context: Context, small: DataFolder, *houses: Transformer) -> Table:
    """Millions of tokens read in training, of them those with a loss, and 1e12 FLOPs."""
    rows = []
    if not context.smoke:
        rows += [_house_cost(name, house.config) for name, house in zip(TWINS, houses, strict=True)]
    for kind in KINDS:
        tokens = steps_of(small, kind, context.smoke) * ROWS * LENGTH
        share = 1.0 if kind == "gpt" else SHARE
        flops = flops_a_token(shape(small, kind, context.smoke), LENGTH, share)
        rows.append((kind, tokens / 1e6, share * tokens / 1e6, tokens * flops / 1e12))
    return Table("costs", ("network", "M tokens", "M with a loss", "TFLOPs"), tuple(rows))


def _house_cost(name: str, config: ModelConfig) -> tuple[str, float, float, float]:
    """Over a house model's runs, each of which begins with the one before it."""
    tokens, asked, flops, run = 0.0, 0.0, 0.0, name
    while run:
        recipe = read_recipe(find_recipe(Path(run)))
        training, share = recipe.training, SHARE if recipe.model.family == "bert" else 1.0
        tokens += training.tokens
        asked += share * training.tokens
        flops += training.tokens * flops_a_token(config, training.length, share)
        run = training.start
    return name, tokens / 1e6, asked / 1e6, flops / 1e12


def _tokens(context: Context, small: DataFolder) -> int:
    """That the small networks read, all seeds together."""
    steps = sum(steps_of(small, kind, context.smoke) for kind in KINDS)
    return len(context.seeds) * steps * ROWS * LENGTH


def _holds(findings: Findings) -> bool:
    found = {series.name: series.points for series in findings.series}
    words = {point.x: point.y for point in found["read-words"]}
    return len({point.y for point in found["gap-gpt"]}) == 1 and abs(words["order"] - 0.5) < 1e-9


EXPERIMENT = Experiment(
    lesson="bert",
    question="A GPT and its masked twin learn from the same text: which of them predicts a hidden "
    "token better from the left side alone, and which from both sides?",
    hypothesis="From the left side alone the GPT, which has read 24 million tokens and learned "
    "from each; from both sides the masked twin, which has read 14 million and learned from 15 % "
    "of them.",
    rule="House-prose reads the 64 tokens before each gap, house-bert the same and 0 or 32 tokens "
    "after it. It held if house-bert takes more nats a gap than house-prose with 0 and less with "
    "32: the whole 95 % intervals of both differences (bootstrap over documents) above 0. It is "
    "refuted if the whole interval of one is below 0. The small networks, the readers and the "
    "examples are shown beside it and not judged.",
    null="An interval holds 0.",
    counted="gaps in held-out text",
    seeds=(1, 2, 3),
    minutes=15,
    run=run,
    invariant="What stands after the gap changes nothing for the GPT, and a bag of words tells two "
    "swapped words in exactly 50 %.",
    holds=_holds,
)
