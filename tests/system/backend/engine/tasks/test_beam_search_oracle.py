"""Beam search beside transformers' own, on the same tiny weights: the same best, ties aside."""

import json
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import torch
from support.models.tiny import tiny_weights, write_tiny_folder
from support.torch_models import torch_gpt2, torch_llama

from shotglass.contract import MANIFEST
from shotglass.decoding import BeamSettings
from shotglass.engine import Engine, Library, beam
from shotglass.events import BeamResult, Found

SEED = 1
LONGEST = 8
PROMPTS = ("the cat sat on the mat and the dog", "one, two, three", "Review: good")
ENDS = (0, *range(3, 331, 5))  # so many that texts end on the way, and at different lengths

Oracles = dict[str, tuple[Engine, Any]]


class Gnmt(float):
    """An exponent for transformers' ``length ** length_penalty`` that makes it GNMT's divisor."""

    def __rpow__(self, length: Any, _: Any = None) -> Any:
        return ((5 + length) / 6) ** float(self)


@pytest.fixture(scope="module")
def oracles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oracles]:
    """Exact engines beside transformers' models of the same weights."""
    root = tmp_path_factory.mktemp("oracles")
    write_tiny_folder(root, "gpt2", "gpt2", SEED, width=24)  # transformers' GPT-2 knows no other
    write_tiny_folder(root, "llama", "llama", SEED)
    made: Oracles = {}
    for name, theirs in (("gpt2", torch_gpt2), ("llama", torch_llama)):
        _end_with(root / name, ENDS)
        engine = Engine.open(Library([root]).folder(name), slots=8, precision="fp32", threads=1)
        config = engine.manifest.architecture
        made[name] = (engine, theirs(config, tiny_weights(config, SEED)))
    yield made
    for engine, _ in made.values():
        engine.close()


def _end_with(folder: Path, ends: Sequence[int]) -> None:
    path = folder / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | {"stop_ids": ends}))


def found(engine: Engine, prompt: str, settings: BeamSettings) -> tuple[BeamResult, ...]:
    (made,) = [one.results for one in beam(engine, prompt, settings) if isinstance(one, Found)]
    return made


def expected(theirs: Any, ids: Sequence[int], settings: BeamSettings) -> Any:
    penalty = Gnmt(settings.alpha) if settings.normalisation == "gnmt" else settings.alpha
    with torch.no_grad():
        return theirs.generate(
            torch.tensor([ids]), do_sample=False, num_beams=settings.width,
            num_return_sequences=settings.n, max_new_tokens=settings.max_tokens,
            length_penalty=penalty, early_stopping=settings.early_stopping or "never",
            eos_token_id=list(ENDS), pad_token_id=0,
            return_dict_in_generate=True, output_scores=True,
        )  # fmt: skip


def all_settings(normalisation: Any, early: bool) -> list[BeamSettings]:
    """Every third has each width and each alpha."""
    return [
        BeamSettings(width, LONGEST, n, alpha, normalisation, early)
        for alpha, (width, n) in product([0.0, 0.7, 2.0], [(2, 2), (4, 4), (4, 2), (7, 1)])
    ]


@pytest.mark.parametrize("early", [False, True])
@pytest.mark.parametrize("normalisation", ["length", "gnmt"])
@pytest.mark.parametrize(
    ("prompt", "step"),
    [*(pytest.param(prompt, 1, marks=pytest.mark.slow) for prompt in PROMPTS), (PROMPTS[-1], 3)],
)
@pytest.mark.parametrize("family", ["gpt2", "llama"])
def test_the_best_are_those_of_transformers(
    oracles: Oracles, family: str, prompt: str, step: int, normalisation: str, early: bool
) -> None:
    engine, theirs = oracles[family]
    ids = engine.encode(prompt)
    for settings in all_settings(normalisation, early)[::step]:
        oracle = expected(theirs, ids, settings)
        for one, score, text in zip(
            found(engine, prompt, settings),
            oracle.sequences_scores.tolist(),
            oracle.sequences.tolist(),
            strict=True,
        ):
            assert one.score == pytest.approx(score, abs=1e-4)
            assert list(one.ids) == text[len(ids) :][: len(one.ids)]


@pytest.mark.parametrize("family", ["gpt2", "llama"])
def test_what_is_compared_is_not_always_the_same(oracles: Oracles, family: str) -> None:
    engine, _ = oracles[family]
    plain, early, gnmt = (
        [found(engine, PROMPTS[1], one) for one in all_settings(*kind)[::3]]
        for kind in (("length", False), ("length", True), ("gnmt", False))
    )
    texts = [one for best in plain for one in best]
    assert {one.reason for one in texts} == {"stop_token", "length"}
    assert len({len(one.ids) for one in texts}) >= 3
    for other in (early, gnmt):
        assert [[one.ids for one in best] for best in other] != [
            [one.ids for one in best] for best in plain
        ]
