"""Lesson 29: several tokens a run where a text repeats itself, by prompt lookup, and what it saves.

Saxena 2023, "Prompt Lookup Decoding"; that a checked draft leaves the text as it is, is speculative
decoding (Leviathan, Kalman and Matias 2023). The engine has it as ``--prompt-lookup``.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from ..experiment import Context, Experiment, Findings, sources_of
from ..installed_models import installed_model
from ..points import over_items
from ..result import Data, Outcome, Point, Series
from .five_kinds import Prompts, code_data, prompts

if TYPE_CHECKING:
    from shotglass.engine import Engine

MODEL, TOY_MODEL = "smollm2-135m", "house-prose"
TEXTS, TOY_TEXTS = 8, 1  # of each kind
TOKENS, TOY_TOKENS = 40, 6  # written after each
FAST, SLOW = 2.0, 1.25  # times as fast: copying at least, prose at most
NEVER = -100.0  # added to the logit of a token that ends a text

Row = dict[str, float]  # of one text
Measured = dict[str, list[Row]]  # by kind


def run(context: Context) -> Findings:
    folder, seed = context.corpus(), context.seeds[0]
    texts = prompts(folder, TOY_TEXTS if context.smoke else TEXTS, seed)
    with _engines(context) as (plain, drafting, data):
        found = dict(_measured(context, plain, drafting, texts))
    series = _series(found)
    continued = sum(len(rows) for rows in found.values())
    return Findings(
        outcome=_judge({point.x: point for point in series[0].points}),
        n=len(found["copying"]),
        series=series,
        tokens=2 * continued * (TOY_TOKENS if context.smoke else TOKENS),
        data=(data, code_data(texts["code"]), *sources_of(folder)),
    )


@contextmanager
def _engines(context: Context) -> Iterator[tuple[Engine, Engine, Data]]:
    """The same model twice, exact and on the threads of the run: token by token, and drafting."""
    from shotglass.engine import Engine, Library, default_roots
    from shotglass_export.places import default_models

    name = TOY_MODEL if context.smoke else MODEL
    with installed_model(name) as (_, data):
        pass  # only its name, licence and digest
    model = Library((default_models(), *default_roots())).folder(name)
    plain = Engine.open(model, slots=1, threads=context.threads)
    drafting = Engine.open(model, slots=1, threads=context.threads, prompt_lookup=True)
    try:
        yield plain, drafting, data
    finally:
        plain.close()
        drafting.close()


def _measured(
    context: Context, plain: Engine, drafting: Engine, all_texts: Prompts
) -> Iterator[tuple[str, list[Row]]]:
    for place, (kind, texts) in enumerate(all_texts.items()):
        context.report(f"Writing after {kind}", place / len(all_texts))
        rows = []
        for at, text in enumerate(texts):
            compute = partial(_both, plain, drafting, text, context.smoke)
            rows.append(context.kept(f"{kind}-{at}", compute))
        yield kind, rows


def _both(plain: Engine, drafting: Engine, text: str, smoke: bool) -> Row:
    """Milliseconds a token of either way, tokens a run, and whether the texts are the same."""
    most = TOY_TOKENS if smoke else TOKENS
    slow, ids = written(plain, text, most)
    fast, same = written(drafting, text, most)
    runs = runs_needed(plain.encode(text), ids)
    return {
        "plain": slow,
        "drafted": fast,
        "a-run": (len(ids) - 1) / runs,
        "same": float(ids == same),
    }


def written(engine: Engine, text: str, most: int) -> tuple[float, list[int]]:
    """Milliseconds of processor time a token after the first, and the ids, written greedily.

    Reading the prompt is not in it. Processor time, since other programs do not lengthen it.
    """
    from shotglass.decoding import DecodingSettings
    from shotglass.engine import generate
    from shotglass.events import Token

    ends = tuple((id, NEVER) for id in engine.manifest.stop_ids)
    settings = DecodingSettings(max_tokens=most, temperature=0, logit_bias=ends)
    ids: list[int] = []
    begin = 0.0
    for event in generate(engine, text, settings):
        if isinstance(event, Token):
            begin = begin if ids else time.process_time()
            ids.append(event.id)
    return 1000 * (time.process_time() - begin) / (len(ids) - 1), ids


def runs_needed(prompt: Sequence[int], ids: Sequence[int]) -> int:
    """How many runs the engine's drafts need for ``ids``, of which reading the prompt gave the
    first: a run checks a draft and gives one token more than were right."""
    from shotglass.engine.strategies.prompt_lookup import Drafter

    drafter, at, runs = Drafter([*prompt, ids[0]]), 1, 0
    while at < len(ids):
        draft, right = drafter.draft(len(ids) - at - 1), 0
        while right < len(draft) and draft[right] == ids[at + right]:
            right += 1
        if draft:
            drafter.learn(len(draft), right)
        drafter.extend(ids[at : at + right + 1])
        at, runs = at + right + 1, runs + 1
    return runs


def _series(found: Mapping[str, Sequence[Row]]) -> tuple[Series, ...]:
    def of(name: str, unit: str, value: Any) -> Series:
        points = (over_items(kind, [value(row) for row in rows]) for kind, rows in found.items())
        return Series(name, "kind", unit, tuple(points))

    return (
        of("gain", "times", lambda row: row["plain"] / row["drafted"]),
        of("ms-plain", "ms", lambda row: row["plain"]),
        of("ms-drafted", "ms", lambda row: row["drafted"]),
        of("tokens-a-run", "tokens", lambda row: row["a-run"]),
        of("same", "share", lambda row: row["same"]),
    )


def _judge(gains: Mapping[Any, Point]) -> Outcome:
    (fast, faster), (slow, slower) = gains["copying"].ends, gains["prose"].ends
    if fast > FAST and slower < SLOW:
        return "held"
    return "refuted" if faster < FAST or slow > SLOW else "null"


def _holds(findings: Findings) -> bool:
    found = {one.name: one.points for one in findings.series}
    return all(point.y == 1 for point in found["same"]) and all(
        1 <= point.y <= TOKENS for point in found["tokens-a-run"]
    )


EXPERIMENT = Experiment(
    lesson="lookup",
    question="How much faster does SmolLM2 write, by kind of text, if it drafts tokens from what "
    "stands in its context and checks them in one run?",
    hypothesis=f"Copying a passage is more than {FAST:g} times as fast, and free prose less than "
    f"{SLOW:g} times: what is saved is what repeats.",
    rule=f"Each of {TEXTS} texts a kind is continued greedily by {TOKENS} tokens, token by token "
    "and with drafts; a gain is the ratio of milliseconds of processor time a token, without "
    f"reading the prompt. It held if the 95 % interval of the mean gain (bootstrap over texts) is "
    f"above {FAST:g} for copying and below {SLOW:g} for prose. It is refuted if that of copying is "
    f"below {FAST:g} or that of prose above {SLOW:g}. The other kinds judge nothing.",
    null=f"An interval holds its bound, {FAST:g} or {SLOW:g}.",
    counted="texts a kind",
    seeds=(1,),
    minutes=5,
    run=run,
    invariant="With drafts the text is, token for token, the one that is written without.",
    holds=_holds,
)
