"""Shotglass beside its peers and the memory floor, all in turn; writes docs/benchmarks.

    python run.py [--quick] [--models ID ..] [--only NAME ..] [--no-servers] [--again]

``make bench`` runs all of it, on an idle machine. ``--quick`` is one round and leaves the
committed files alone. ``--again`` writes the report once more from what was measured last.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from age import age, graph_digests
from peers.settings import REFERENCE, SETTINGS
from peers.venvs import BENCH
from plot import points, svg
from report import report
from serving import measure_servers
from session import measure
from verdicts import median
from weights import MODELS, SMOLLM2, weights

DOCUMENTS = Path(__file__).parents[3] / "docs" / "benchmarks"
ROUNDS = 5


def main(arguments: argparse.Namespace) -> None:
    table = (DOCUMENTS / "engine.md").read_text("utf-8")
    print(age(table, date.today(), graph_digests(weights(SMOLLM2).ours)), file=sys.stderr)
    kept = BENCH / "measured.json"
    if not arguments.again:
        kept.parent.mkdir(parents=True, exist_ok=True)
        for measured in _measured(arguments):  # what is finished is kept, whatever happens then
            kept.write_text(json.dumps(measured, indent=1))
    write(json.loads(kept.read_text()), BENCH if arguments.quick or arguments.only else DOCUMENTS)


def _measured(arguments: argparse.Namespace) -> Iterator[dict[str, Any]]:
    chosen = [
        setting
        for setting in SETTINGS
        if setting.name == REFERENCE or _is_wanted(setting.name, arguments.only)
    ]
    rounds = 1 if arguments.quick else arguments.rounds
    measured: dict[str, Any] = {
        "rounds": rounds,
        "graphs": graph_digests(weights(SMOLLM2).ours),
        "models": {},
        "servers": None,
    }
    for model in arguments.models:
        measured["models"][model] = asdict(measure(weights(model), chosen, rounds))
        yield measured
    if arguments.servers:
        measured["servers"] = asdict(measure_servers(weights(SMOLLM2), rounds))
        yield measured


def _is_wanted(name: str, only: Sequence[str]) -> bool:
    return not only or any(part.lower() in name.lower() for part in only)


def write(measured: dict[str, Any], folder: Path) -> None:
    plots = []
    for model, found in measured["models"].items():
        seconds = {name: median(found, name, "decode 1") for name in found["seconds"]}
        kl = {name: facts["kl"] for name, facts in found["peers"].items() if "kl" in facts}
        known = {name: value for name, value in seconds.items() if value is not None and name in kl}
        if known and model == SMOLLM2:
            plots.append("decode.svg")
            (folder / plots[-1]).write_text(svg(points(known, kl), f"{model}: speed and fidelity"))
    text = report(measured, plots)
    (folder / "engine.md").write_text(text, "utf-8")
    print(text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="one round; commit nothing of it")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    # GPT-2's shape has random weights here, which nobody runs: it is measured where it is named.
    parser.add_argument("--models", nargs="+", default=[SMOLLM2], choices=MODELS)
    parser.add_argument("--only", nargs="+", default=[], help="parts of settings' names")
    parser.add_argument("--no-servers", dest="servers", action="store_false")
    parser.add_argument("--again", action="store_true", help="the report alone")
    return parser.parse_args()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # by the way that ends the peers
    main(_arguments())
