"""Imported checkpoints in the engine: the ids that transformers generates, and whole characters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from support.models.tiny import LOOSE
from support.models.tiny_hf import Written, write_checkpoint

from shotglass.contract import native_head_size
from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, Library, generate
from shotglass.events import Done, Start, Token
from shotglass_export.importers.hf import read_hf_folder
from shotglass_export.to_onnx.folder import write_folder

PROMPT = "the cat of é"
# Words in lower case; SentencePiece and a window; heads of 10.
CHOSEN = [("openai-gpt", 1), ("mistral", 3)]


@pytest.fixture(scope="module", params=CHOSEN, ids=str)
def written(request, tmp_path_factory) -> Written:
    return write_checkpoint(tmp_path_factory.mktemp("hf"), *request.param)


@pytest.fixture(scope="module")
def root(written: Written, tmp_path_factory) -> Path:
    root: Path = tmp_path_factory.mktemp("models")
    write_folder(read_hf_folder(written.folder), root / "model", tolerances=LOOSE)
    return root


@pytest.fixture(scope="module")
def exact_engine(root: Path) -> Iterator[Engine]:
    folder = Library([root]).folder("model")
    opened = Engine.open(folder, slots=3, threads=1, precision="fp32")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def engine(root: Path) -> Iterator[Engine]:
    """As the server runs it: 8-bit weights."""
    opened = Engine.open(Library([root]).folder("model"), slots=3, threads=1)
    yield opened
    opened.close()


def test_heads_are_filled_and_bits_do_not_depend_on_company(engine: Engine) -> None:
    config = engine.manifest.architecture
    assert native_head_size(config) > config.head_size
    assert engine.checked.bit_stable


def test_greedy_ids_are_those_of_transformers(exact_engine: Engine, written: Written) -> None:
    ids = exact_engine.encode(PROMPT)
    with torch.no_grad():
        whole = written.model.generate(
            torch.tensor([ids]), max_new_tokens=8, do_sample=False, eos_token_id=None
        )
    events = generate(exact_engine, PROMPT, DecodingSettings(max_tokens=8, temperature=0))
    assert [e.id for e in events if isinstance(e, Token)] == whole[0, len(ids) :].tolist()


def test_what_is_streamed_is_what_is_decoded(engine: Engine) -> None:
    events = list(generate(engine, PROMPT, DecodingSettings(max_tokens=9, n=3, temperature=5)))
    for sample in range(3):
        own = [e for e in events if isinstance(e, Token | Done) and e.sample == sample]
        told = [e for e in own if isinstance(e, Token)]
        ids = [e.id for e in told if e.id not in engine.manifest.stop_ids]
        text = "".join(e.text for e in told)
        assert text == engine.tokenizer.decode(ids) == own[-1].text


def test_the_prompt_s_tokens_lie_inside_it(engine: Engine) -> None:
    start = next(iter(generate(engine, PROMPT, DecodingSettings(max_tokens=1))))
    assert isinstance(start, Start)
    assert all(0 <= p.start <= p.end <= len(PROMPT) for p in start.tokens)
    assert start.tokens[-1].end == len(PROMPT)
