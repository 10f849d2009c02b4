"""The report of `make bench`: the machine, what was promised, and a table a model of all peers."""

from __future__ import annotations

import platform
import statistics
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from age import named
from machine import memory, processor
from measures import (
    BATCHES,
    LANE_TOKENS,
    PREFILLS,
    PREFIX,
    PROMPT,
    QUESTION,
    QUESTIONS,
    REST,
    SAMPLES,
    SHOTS,
    TOKENS,
)
from peers.protocol import THREADS
from peers.servers import NO_SERVER
from peers.settings import NOTES, OURS, OURS_EXACT
from serving import CLIENTS
from serving import PROMPT as HTTP_PROMPT
from serving import TOKENS as HTTP_TOKENS
from tables import NONE, middle, rate, table
from texts import WINDOW, WINDOWS
from verdicts import EXACT_KL, NEAR_KL, UNKNOWN, Verdict, exactness, floor, median, verdicts

Found = Mapping[str, Any]


def report(measured: Mapping[str, Any], plots: Sequence[str]) -> str:
    """``measured`` as ``run.py`` keeps it."""
    models, servers = measured["models"], measured["servers"]
    parts = [_head(measured), _promises(list(verdicts(models, servers)))]
    parts += [f"![Decoding speed against KL]({plot})" for plot in plots]
    for model, found in models.items():
        parts += [f"## {model}", _floor(found), _speeds(found), _sizes(found)]
    if servers is not None:
        parts += ["## Servers", _servers(servers)]
    return "\n\n".join([*parts, _notes(), _missing(models, servers)]) + "\n"


def _head(measured: Mapping[str, Any]) -> str:
    models, rounds = measured["models"], measured["rounds"]
    known: dict[str, str] = {}
    for found in models.values():
        for facts in found["peers"].values():
            known |= facts["versions"]
    versions = ", ".join(f"{name} {version}" for name, version in sorted(known.items()))
    return (
        f"# Measured on {date.today()}\n\n{processor()}, {THREADS} core{'s' * (THREADS > 1)}, "
        f"{memory():.0f} GiB; "
        f"{platform.system()}, Python {platform.python_version()}. {versions}. "
        f"Made by `make bench` of {named(measured['graphs'])}."
        "\n\nAll peers start from the same weights and are asked in turn, "
        f"{rounds} round{'s' * (rounds > 1)} of each measure; figures are medians. A peer that is "
        "not asked is stopped meanwhile. Greedy but for the lanes, end tokens end nothing, "
        f"{THREADS} thread{'s' * (THREADS > 1)} each. Decoding: {TOKENS} tokens after {PROMPT}. A "
        "number of tokens a second at x4 and x8 is of all rows together. KL is the mean over "
        f"{WINDOWS} x {WINDOW} tokens of prose; *exact* is below {EXACT_KL:g} nats, *near* at "
        f"most {NEAR_KL:g}, the rest is *coarse*. Questions: prompts a second when {QUESTIONS} "
        f"questions of {QUESTION} tokens follow the same {SHOTS} tokens of examples, which are "
        "read too: Measure's plan of orders."
    )


def _promises(judged: Sequence[Verdict]) -> str:
    rows = []
    for verdict in judged:
        sign = ">=" if verdict.least else "<="
        figure = NONE if verdict.figure is None else f"**{verdict.figure:.2f}**"
        word = {True: "pass", False: "MISS", None: "not measured"}[verdict.met]
        rows.append((verdict.claim, figure, f"{sign} {verdict.bound:g}", word, verdict.how))
    return "## What was promised\n\n" + table(("", "measured", "bound", "", "from"), rows)


def _floor(found: Found) -> str:
    speeds = {name: statistics.median(values) for name, values in found["bandwidth"].items()}
    told = " and ".join(f"{speed:.1f} GB/s on {name}" for name, speed in speeds.items())
    floors = " and ".join(
        f"{bytes_ / 1e6:.0f} MB in {precision}: {1000 * floor(found, precision):.2f} ms, "
        f"{1 / floor(found, precision):.0f} tokens/s"
        for precision, bytes_ in found["read"].items()
    )
    return (
        "The floor is reading all weights and the cache once a token; a buffer of the 8-bit "
        f"weights' size was read at {told}, and the faster counts. {floors}."
    )


def _speeds(found: Found) -> str:
    head = ["", "", "KL to fp32"]
    head += [f"decode x{batch}, tokens/s" for batch in BATCHES]
    head += [f"prefill {tokens}, tokens/s" for tokens in PREFILLS]
    head += [f"first of {PREFIX + REST} cold, ms", f"{PREFIX} known, ms"]
    head += [f"3 lanes x {SAMPLES} x {LANE_TOKENS}, tokens/s", f"1 x 1 x {LANE_TOKENS}, tokens/s"]
    head += ["questions/s"]
    rows = [_speed_row(found, name) for name in _ordered(found)]
    return table(head, rows)


def _speed_row(found: Found, name: str) -> Iterator[str]:
    facts = found["peers"][name]
    yield f"**{name}**" if name in (OURS, OURS_EXACT) else name
    yield exactness(facts)
    yield f"{facts['kl']:.2g}" if "kl" in facts else NONE
    for batch in BATCHES:
        yield rate(median(found, name, f"decode {batch}"), batch)
    for tokens in PREFILLS:
        yield rate(median(found, name, f"prefill {tokens}"), tokens)
    for measure in ("cold", "shared"):
        seconds = median(found, name, measure)
        yield NONE if seconds is None else f"{1000 * seconds:.0f}"
    for measure in ("lanes", "one alone", "questions"):
        yield rate(median(found, name, measure), 1)


def _sizes(found: Found) -> str:
    head = (
        "",
        "model on disk, MB",
        "in memory, MB",
        "same likeliest token",
        "largest gap in a log-probability",
    )
    rows = []
    for name, facts in found["peers"].items():
        if "kl" not in facts:
            continue
        held = f"{facts['resident'] / 1e6:.0f}" if "resident" in facts else NONE
        near = f"{facts['top1']:.1%}", f"{facts['gap']:.2g}"
        rows.append((name, f"{facts['bytes'] / 1e6:.0f}", held, *near))
    return table(head, rows)


def _servers(found: Found) -> str:
    head = ["", "logits of", *(f"{n} client{'s' * (n > 1)}, tokens/s" for n in CLIENTS)]
    head += ["decoding for one, tokens/s", "slowest first token of 8, ms", "in memory, MB"]
    rows = []
    for name, by_clients in found["speed"].items():
        speeds = [middle(by_clients.get(str(n)), "{:.0f}") for n in CLIENTS]
        alone = [1 / value for value in found["decode"].get(name, [])]
        first = [1000 * value for value in found["first"][name].get("8", [])]
        own = middle(alone, "{:.0f}"), middle(first, "{:.0f}")
        rows.append(
            (name, found["setting"][name], *speeds, *own, f"{found['resident'][name] / 1e6:.0f}")
        )
    text = (
        f"Clients stream {HTTP_TOKENS} tokens each after prompts of about {HTTP_PROMPT} tokens of "
        "their own, all at once, through `/v1/completions`; speeds are of all together, reading "
        "included. Without one: "
    )
    return (
        text
        + "; ".join(f"{name}: {why}" for name, why in NO_SERVER.items())
        + ".\n\n"
        + table(head, rows)
    )


def _notes() -> str:
    return "## How each is set\n\n" + "\n".join(f"- {name}: {how}." for name, how in NOTES.items())


def _missing(models: Mapping[str, Found], servers: Found | None) -> str:
    lines = [
        f"- {where}: {name}: {' '.join(why.split())}"
        for where, found in [*models.items(), *([("servers", servers)] if servers else [])]
        for name, why in found["missing"].items()
    ]
    return "## What could not be measured\n\n" + ("\n".join(lines) or "Nothing.")


def _ordered(found: Found) -> list[str]:
    """Class by class, the fastest first."""
    measured = [name for name in found["seconds"] if median(found, name, "decode 1")]
    classes = ("exact", "near", "coarse", UNKNOWN)

    def place(name: str) -> tuple[int, float]:
        kind = classes.index(exactness(found["peers"][name]))
        return kind, median(found, name, "decode 1") or 0.0

    return sorted(measured, key=place)
