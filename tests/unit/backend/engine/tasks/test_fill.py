"""What a masked model says of the gaps of a text equals the numpy reference."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.models.tiny import (
    tiny_checkpoint,
    tiny_config,
    tiny_tokenizer_text,
    tiny_weights,
    write_tiny_folder,
    write_whole,
)
from support.references import reference

from shotglass.engine import Engine, Filled, FillRequest, Library, MaskedModel, fill
from shotglass.engine.runtime.session import RunCancellation, RunCancelled
from shotglass.engine.tasks.fill import MOST_GAPS
from shotglass.errors import ContextLengthExceeded, InvalidRequest, ModelFolderError, WrongTask
from shotglass.events import End

SEED = 4
TEXTS = ("[MASK] sat on the mat", "the cat [MASK] on the [MASK].", "[MASK] the [MASK] ran [MASK]")
CANDIDATES = (" the", " cat", "a", ".")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "bert", "bert", SEED)
    write_tiny_folder(root, "grouped", "bert", SEED, kv_heads=1)  # MultiHeadAttention has no groups
    write_tiny_folder(root, "writer", "gpt2")
    return root


@pytest.fixture(scope="module")
def model(root: Path) -> MaskedModel:
    return MaskedModel.open(Library([root]).folder("bert"), threads=1)


@pytest.fixture(scope="module")
def truth(model: MaskedModel) -> Callable[[str], np.ndarray[Any, Any]]:
    """The reference's log-probabilities (S, V) of a text."""
    config = tiny_config("bert")
    weights = tiny_weights(config, SEED)

    def logprobs(text: str) -> np.ndarray[Any, Any]:
        logits = reference.logits(config, weights, model.encode(text))
        return np.log(reference.softmax(logits))

    return logprobs


def test_a_model_that_cannot_be_fused_is_asked_by_its_portable_graph(root: Path) -> None:
    grouped = MaskedModel.open(Library([root]).folder("grouped"), threads=1)
    assert grouped.writes.file == "portable.onnx"
    config = tiny_config("bert", kv_heads=1)
    logits = reference.logits(config, tiny_weights(config, SEED), grouped.encode(TEXTS[1]))
    (found,) = filled(grouped, TEXTS[1], candidates=CANDIDATES)
    for gap in found.gaps:
        row = np.log(reference.softmax(logits[gap.token]))
        for one in gap.candidates:
            assert one.logprob == pytest.approx(row[one.id], abs=1e-5)


def test_the_native_graph_is_asked_where_there_is_one(model: MaskedModel) -> None:
    assert model.writes.file == "native-fp32.onnx"


def filled(model: MaskedModel, *texts: str, **asked: Any) -> list[Filled]:
    items = list(fill(model, FillRequest(texts, **asked)))
    return [item for item in items if isinstance(item, Filled)]


@pytest.mark.parametrize("text", TEXTS)
def test_each_gap_has_the_distribution_of_the_reference(
    model: MaskedModel, truth: Callable[[str], np.ndarray[Any, Any]], text: str
) -> None:
    (found,) = filled(model, text, candidates=CANDIDATES, top=7)
    expected = truth(text)
    assert len(found.gaps) == text.count("[MASK]")
    for gap in found.gaps:
        row = expected[gap.token]
        assert text[gap.start : gap.end] == "[MASK]"
        shown = gap.distribution
        assert [one.id for one in shown.alternatives] == np.argsort(-row)[:7].tolist()
        shares = np.sort(np.exp(row))[:-8:-1].tolist()
        assert [one.p for one in shown.alternatives] == pytest.approx(shares, rel=1e-5)
        assert shown.rest == pytest.approx(np.exp(row)[np.argsort(-row)[7:]].sum(), abs=1e-6)
        assert shown.rest_tokens == model.vocabulary - 7
        for one, candidate in zip(gap.candidates, CANDIDATES, strict=True):
            (id,) = model.tokenizer.encode(candidate)
            assert (one.text, one.id) == (candidate, id)
            assert one.logprob == pytest.approx(row[id], abs=1e-5)
            assert one.p == pytest.approx(np.exp(row[id]), rel=1e-5)
            assert one.rank == (row > row[id]).sum()


def test_what_stands_behind_a_gap_counts(model: MaskedModel) -> None:
    left, right = filled(model, "the [MASK] sat", "the [MASK] ran")
    assert left.gaps[0].distribution != right.gaps[0].distribution


def test_texts_of_a_batch_have_the_bits_that_they_have_alone(model: MaskedModel) -> None:
    together = filled(model, *TEXTS, candidates=CANDIDATES)
    alone = [filled(model, text, candidates=CANDIDATES)[0] for text in TEXTS]
    assert together == alone
    *_, end = fill(model, FillRequest(TEXTS))
    assert isinstance(end, End)
    assert end.prompt_tokens == sum(len(model.encode(text)) for text in TEXTS)


def test_its_tokens_are_told_with_the_gaps_marked(model: MaskedModel) -> None:
    (found,) = filled(model, TEXTS[1])
    assert [piece.id for piece in found.tokens] == model.encode(TEXTS[1])
    assert [gap.token for gap in found.gaps] == [
        place for place, piece in enumerate(found.tokens) if piece.special
    ]


REFUSED: list[tuple[Sequence[str], dict[str, Any], str, str]] = [
    (["the cat"], {}, "The text has no gap: write [MASK]", "/texts/0"),
    (["[MASK]", ""], {}, "The text has no gap", "/texts/1"),
    (["the cat"], {"single": True}, "The text has no gap", "/text"),
    (["[MASK]"], {"candidates": ("a", "the dog ran")}, "is 3 tokens for bert", "/candidates/1"),
    (["[MASK]"], {"candidates": ("dog",)}, 'with a space before it, " dog",', "/candidates/0"),
    (["[MASK]"], {"candidates": ("",)}, "is 0 tokens", "/candidates/0"),
    (["[MASK]" * 200] * 2, {}, f"have 400 gaps; {MOST_GAPS} at most", "/texts/1"),
    (["[MASK] \ud800"], {}, "half a character", "/texts/0"),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "asked", "words", "pointer"), REFUSED)
def test_what_cannot_be_filled_is_refused_in_words(
    model: MaskedModel, texts: Sequence[str], asked: dict[str, Any], words: str, pointer: str
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        filled(model, *texts, **asked)
    assert words in caught.value.detail
    assert caught.value.pointer == pointer


def test_a_text_that_is_too_long_says_by_how_much(model: MaskedModel) -> None:
    text = "[MASK] " + "!" * model.context
    over = len(model.encode(text)) - model.context
    assert over > 0
    with pytest.raises(ContextLengthExceeded, match=f"{over} too many. Shorten the text") as caught:
        filled(model, "[MASK]", text)
    assert caught.value.pointer == "/texts/1"


def test_the_served_context_may_be_less_than_the_models(root: Path) -> None:
    short = MaskedModel.open(Library([root]).folder("bert"), context=4, threads=1)
    with pytest.raises(ContextLengthExceeded, match="is 4 tokens as served here"):
        filled(short, "the cat [MASK] on the mat")
    assert len(filled(short, "the [MASK]")) == 1


def test_a_run_that_is_cancelled_is_stopped(model: MaskedModel) -> None:
    cancellation = RunCancellation()
    cancellation.cancel()
    before = model.computed["prompt"]
    with pytest.raises(RunCancelled):
        model.logits([1] * 300, [0], cancellation)
    assert model.computed["prompt"] == before


def test_a_model_that_generates_fills_no_gaps_and_one_that_fills_does_not_generate(
    root: Path,
) -> None:
    with pytest.raises(WrongTask, match="writer is a causal-lm model"):
        MaskedModel.open(Library([root]).folder("writer"))
    with pytest.raises(WrongTask, match="bert is a masked-lm model"):
        Engine.open(Library([root]).folder("bert"))


def test_a_tokenizer_without_a_mask_token_is_told(tmp_path: Path) -> None:
    plain = json.loads(tiny_tokenizer_text())
    write_whole(replace(tiny_checkpoint("bert"), tokenizer=plain), tmp_path / "gap", add=())
    model = MaskedModel.open(Library([tmp_path]).folder("gap"), threads=1)
    with pytest.raises(WrongTask, match="The tokenizer of gap has no mask token"):
        filled(model, "the [MASK]")


def test_a_damaged_folder_is_refused(root: Path, tmp_path: Path) -> None:
    write_tiny_folder(tmp_path, "bert", "bert")
    weights = tmp_path / "bert" / "weights.fp32.bin"
    weights.write_bytes(b"\0" + weights.read_bytes()[1:])
    with pytest.raises(ModelFolderError, match="is not the file that was imported"):
        MaskedModel.open(Library([tmp_path]).folder("bert"))
