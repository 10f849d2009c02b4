"""Streamed or whole, alone or among eight, with earlier prompts in the cache or not, after a
restart: the same bits, for a thousand prompts of a tiny model and two hundred of the real one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask import Flask
from support.fixtures.tiny_app import choices, chunks

from shotglass.engine import default_roots
from shotglass.server.app import create_app, make_services
from shotglass.server.config import ServerConfig

REAL = "smollm2-135m"
SHOTS = ["hot -> cold", "tall -> short", "old -> young", "rich -> poor", "up -> down", "in -> out"]
WORDS = ["the", " cat", " sat", "\n", " ->", " naïve", "👍🏽", "中文", " 123", " Review:", "q", " "]

pytestmark = pytest.mark.slow


def bodies(count: int) -> list[dict[str, Any]]:
    """Prompts of 1 to 200 tokens, some of them token ids, with settings of all kinds."""
    random, made = np.random.default_rng(7), []
    for number in range(count):
        words = random.choice(WORDS, size=random.integers(1, 60)).tolist()
        prompt = "".join(words) if number % 3 else random.integers(1, 300, size=40).tolist()
        made.append(
            {
                "model": "tiny",
                "prompt": prompt,
                "max_tokens": int(random.integers(1, 24)),
                "temperature": float(random.choice([0.0, 0.7, 1.0, 2.0])),
                "top_p": float(random.choice([1.0, 0.9])),
                "top_k": int(random.choice([0, 40])),
                "seed": number,
                "n": int(random.integers(1, 4)),
                "logprobs": int(random.integers(0, 6)),
                "echo": bool(random.integers(2)),
                "stop": ["\n", " the"] if number % 5 == 0 else None,
                "frequency_penalty": 0.5 if number % 7 == 0 else 0.0,
            }
        )
    return made


def real_bodies(count: int) -> list[dict[str, Any]]:
    """Few-shot prompts, many of which begin alike, 32 tokens each, drawn at temperature 1."""
    random, made = np.random.default_rng(8), []
    for number in range(count):
        shots = SHOTS[: 1 + number % len(SHOTS)]
        query = str(random.choice(["fast", "good", "wet", "loud", "full"]))
        prompt = "".join(f"{shot}\n" for shot in shots) + f"{query} ->"
        made.append(
            {"model": REAL, "prompt": prompt, "max_tokens": 32, "seed": number, "logprobs": 2}
        )
    return made


@contextmanager
def served(roots: tuple[Path, ...], **settings: Any) -> Iterator[Flask]:
    services = make_services(ServerConfig(roots=roots, static=Path("none"), **settings))
    yield create_app(services.config, services)
    services.hosting.close()


def whole(app: Flask, body: dict[str, Any]) -> list[Any]:
    return choices(app.test_client().post("/v1/completions", json=body))


def streamed(app: Flask, body: dict[str, Any]) -> list[Any]:
    """As ``whole``, put together from chunks."""
    answer = app.test_client().post("/v1/completions", json=body | {"stream": True})
    found: dict[int, dict[str, Any]] = {}
    for piece in (piece for chunk in chunks(answer) for piece in chunk["choices"]):
        mine = found.setdefault(piece["index"], {"index": piece["index"], "text": ""})
        mine["text"] += piece["text"]
        mine["finish_reason"] = piece["finish_reason"]
        for name, values in (piece["logprobs"] or {}).items():
            mine.setdefault("logprobs", {}).setdefault(name, []).extend(values)
    return [found[index] for index in sorted(found)]


def among_eight(app: Flask, asked: Sequence[dict[str, Any]], stream: bool) -> list[Any]:
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda body: (streamed if stream else whole)(app, body), asked))


def same_however_asked(roots: tuple[Path, ...], asked: Sequence[dict[str, Any]]) -> None:
    with served(roots, prefix_room=0) as app:
        alone = [whole(app, body) for body in asked]
        assert among_eight(app, asked, stream=False) == alone
    with served(roots) as again:
        assert [streamed(again, body) for body in asked] == alone
        assert among_eight(again, asked, stream=True) == alone


def test_a_thousand_prompts_have_the_same_bits_however_they_are_asked(tiny_models: Path) -> None:
    same_however_asked((tiny_models,), bodies(1000))


def test_two_hundred_prompts_of_the_real_model_have_too() -> None:
    same_however_asked(default_roots(), real_bodies(200))
