"""Looking inside: equal to the reference, bounded, and without effect on what is generated."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.models.tiny import tiny_weights, write_tiny_folder
from support.references import reference

from shotglass.contract import MANIFEST
from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, ExplainOptions, Library, explain, generate
from shotglass.engine.interventions.changes import HeadOff
from shotglass.engine.runtime.graph_edits.intervened_graph import has_middle
from shotglass.engine.tasks.explain import BANDS, LONGEST, array_bytes, array_shapes, thumbnail
from shotglass.errors import (
    AnswerTooLarge,
    ContextLengthExceeded,
    InvalidRequest,
    ModelFolderError,
    NotFound,
)
from shotglass.events import End, Event

PROMPT = "the cat sat on the mat and the dog"
ALL = ExplainOptions(layers=(1, 0), scores=True, hidden=True, thumbnails=True, lens=3)
SETTINGS = DecodingSettings(max_tokens=12, n=2, seed=3, temperature=1.0)


@pytest.fixture
def truth(engine: Engine) -> dict[str, npt.NDArray[np.float64]]:
    """The reference's view of PROMPT, of the float32 weights behind ``engine``."""
    config = engine.manifest.architecture
    return reference.trace(config, tiny_weights(config, 1), engine.encode(PROMPT))


def test_arrays_equal_the_reference_in_the_order_asked(
    engine: Engine, truth: dict[str, Any]
) -> None:
    arrays = explain(engine, PROMPT, ALL).arrays

    kinds = ("attentions", "scores", "hidden_states")
    assert list(arrays) == ["thumbnails", *(f"{k}.{i}" for i in (1, 0) for k in kinds)]
    for name, array in arrays.items():
        assert array.dtype == np.float32
        if name != "thumbnails":
            np.testing.assert_allclose(array, truth[name], atol=2e-5, rtol=1e-5, err_msg=name)
    small = [thumbnail(truth[f"attentions.{layer}"]) for layer in (0, 1)]
    np.testing.assert_allclose(arrays["thumbnails"], small, atol=1e-6)


def test_the_size_is_known_before(engine: Engine) -> None:
    found = explain(engine, PROMPT, ALL)

    shapes = array_shapes(engine.manifest.architecture, len(found.tokens), ALL)
    assert {name: array.shape for name, array in found.arrays.items()} == shapes
    assert array_bytes(shapes) == sum(array.nbytes for array in found.arrays.values())


def test_room_is_made_for_the_logits_and_attention_that_an_answer_is_read_from(
    engine: Engine,
) -> None:
    rooms: list[int] = []
    options = ExplainOptions(thumbnails=True)
    answer = explain(engine, PROMPT, options, make_room=rooms.append)

    config, tokens = engine.manifest.architecture, len(answer.tokens)
    logits, attention = tokens * config.vocabulary, config.layers * config.heads * tokens**2
    assert rooms == [answer.arrays["thumbnails"].nbytes + 4 * (logits + attention)]


def test_surprisals_are_those_of_the_logits(engine: Engine, truth: dict[str, Any]) -> None:
    ids = engine.encode(PROMPT)
    found = explain(engine, PROMPT, ExplainOptions()).surprisals
    shares = reference.softmax(truth["logits"])

    assert found is not None
    assert found[0] is None
    for row, (said, id) in enumerate(zip(found[1:], ids[1:], strict=True)):
        assert said is not None
        assert said.nats == pytest.approx(-np.log(shares[row, id]), abs=1e-4)
        assert said.p == pytest.approx(np.exp(-said.nats))
        assert said.rank == (shares[row] > shares[row, id]).sum()


def test_the_lens_reads_every_layer_at_the_asked_token(
    engine: Engine, truth: dict[str, Any]
) -> None:
    ids = engine.encode(PROMPT)
    lens = explain(engine, PROMPT, ExplainOptions(lens=3)).lens
    shares = reference.softmax(truth["lens"][3])

    assert lens is not None
    assert lens.next is not None
    assert (lens.row, lens.next.id) == (3, ids[4])
    assert lens.final.id == shares[-1].argmax()
    assert lens.final.text == engine.tokenizer.token_text(lens.final.id)
    assert [layer.layer for layer in lens.layers] == [0, 1, 2]
    for layer, expected in zip(lens.layers, shares, strict=True):
        assert [token.id for token in layer.top] == np.argsort(-expected)[:5].tolist()
        assert [token.p for token in layer.top] == pytest.approx(sorted(expected)[:-6:-1], rel=1e-3)
        assert layer.final.p == pytest.approx(expected[lens.final.id], rel=1e-3)
        assert layer.next is not None
        assert layer.next.p == pytest.approx(expected[ids[4]], rel=1e-3)
        assert layer.next.rank == (expected > expected[ids[4]]).sum()
        assert layer.entropy == pytest.approx(-(expected * np.log(expected)).sum(), abs=1e-3)
    assert lens.layers[-1].final.rank == 0


def test_the_lens_at_the_last_layer_and_the_surprisal_are_one_number(engine: Engine) -> None:
    found = explain(engine, PROMPT, ExplainOptions(lens=3))

    assert found.lens is not None
    assert found.surprisals is not None
    last, said = found.lens.layers[-1].next, found.surprisals[4]
    assert last is not None
    assert said is not None
    assert last.p == pytest.approx(said.p, rel=1e-4)
    assert last.rank == said.rank


def test_the_lens_reads_behind_each_layers_attention(engine: Engine, truth: Any) -> None:
    config = engine.manifest.architecture
    options = ExplainOptions(lens=3, lens_after="attention")
    if not has_middle(config):
        with pytest.raises(InvalidRequest, match="no hook_resid_mid") as refused:
            explain(engine, PROMPT, options)
        assert refused.value.pointer == "/lens_after"
        return
    lens, weights = explain(engine, PROMPT, options).lens, tiny_weights(config, 1)
    names = [
        *(f"middle_states.{i}" for i in range(config.layers)),
        f"hidden_states.{config.layers}",
    ]
    w = {name: np.asarray(array, np.float64) for name, array in weights.items()}
    assert lens is not None
    assert lens.after == "attention"
    assert [layer.layer for layer in lens.layers] == list(range(config.layers + 1))
    for layer, name in zip(lens.layers, names, strict=True):
        expected = reference.softmax(reference.head(config, w, truth[name])[3])
        assert [token.id for token in layer.top] == np.argsort(-expected)[:5].tolist()
        assert layer.final.p == pytest.approx(expected[lens.final.id], rel=1e-3)
        assert layer.entropy == pytest.approx(-(expected * np.log(expected)).sum(), abs=1e-3)


def test_the_lens_behind_attention_is_as_interventions_leave_it(engine: Engine) -> None:
    config = engine.manifest.architecture
    if not has_middle(config):
        pytest.skip("it has no such place; the test above sees that it is refused")
    options = ExplainOptions(lens=3, lens_after="attention")
    off = [HeadOff(1, head) for head in range(config.heads)]
    both = options, ExplainOptions(lens=3)
    behind, before = (explain(engine, PROMPT, each, changes=off).lens for each in both)
    assert behind is not None
    assert before is not None
    if not any(".attention.output.bias" in name for name in tiny_weights(config, 1)):
        assert behind.layers[1].top == before.layers[1].top  # its attention adds nothing
    assert behind.layers[0].top != before.layers[0].top


def test_nothing_follows_the_last_token(engine: Engine) -> None:
    last = len(engine.encode(PROMPT)) - 1
    lens = explain(engine, PROMPT, ExplainOptions(lens=last)).lens

    assert lens is not None
    assert lens.next is None
    assert all(layer.next is None for layer in lens.layers)


def test_an_empty_prompt_is_its_start_token(engine: Engine) -> None:
    found = explain(engine, "", ExplainOptions(layers=(0,), thumbnails=True, lens=0))

    assert [(token.id, token.start, token.end) for token in found.tokens] == [(0, 0, 0)]
    assert found.surprisals == (None,)
    assert found.arrays["attentions.0"].tolist() == [[[1.0]]] * engine.manifest.architecture.heads
    assert (found.arrays["thumbnails"] == 1).all()


def test_what_is_not_wanted_is_not_there(engine: Engine) -> None:
    found = explain(engine, PROMPT, ExplainOptions(surprisal=False))

    assert (found.arrays, found.surprisals, found.lens) == ({}, None, None)
    assert [token.id for token in found.tokens] == engine.encode(PROMPT)


# --- generation beside it ---


def events(engine: Engine) -> list[Event]:
    """All but the times."""
    found = generate(engine, PROMPT, SETTINGS)
    return [replace(e, first_token_ms=0, total_ms=0) if isinstance(e, End) else e for e in found]


def test_looking_inside_meanwhile_changes_no_bit_either(engine: Engine) -> None:
    alone, over = events(engine), threading.Event()
    looked = []

    def look() -> None:
        while not over.is_set():
            looked.append(explain(engine, PROMPT, ALL))

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    beside = [events(engine) for _ in range(5)]
    over.set()
    for thread in threads:
        thread.join()

    assert all(run == alone for run in beside)
    assert looked
    for found in looked:
        for name, array in found.arrays.items():
            assert np.array_equal(array, looked[0].arrays[name])


# --- thumbnails ---


@pytest.mark.parametrize("tokens", [1, 2, 5, BANDS - 1, BANDS, BANDS + 1, 47, 48, 100])
def test_a_thumbnail_is_the_mean_over_queries_of_the_sum_over_keys(tokens: int) -> None:
    random = np.random.default_rng(tokens).random((3, tokens, tokens)).astype(np.float32)
    attention = np.tril(random)
    attention /= attention.sum(axis=-1, keepdims=True)
    bands = np.array_split(np.arange(tokens), min(tokens, BANDS))
    sizes = sorted(len(band) for band in bands)

    small = thumbnail(attention)

    assert small.shape == (3, len(bands), len(bands))
    np.testing.assert_allclose(small.sum(axis=-1), 1, atol=1e-5)
    assert not small[:, *np.triu_indices(len(bands), 1)].any()
    edges = [i * tokens // len(bands) for i in range(len(bands) + 1)]
    assert sorted(np.diff(edges)) == sizes
    for row in range(len(bands)):
        for column in range(len(bands)):
            queries = slice(edges[row], edges[row + 1])
            keys = slice(edges[column], edges[column + 1])
            cell = attention[:, queries, keys].sum(axis=-1).mean(axis=-1)
            np.testing.assert_allclose(small[:, row, column], cell, atol=1e-5)


@given(st.integers(1, LONGEST))
def test_uniform_attention_stays_uniform_in_a_thumbnail(tokens: int) -> None:
    uniform = np.full((1, tokens, tokens), 1 / tokens, np.float32)
    small = thumbnail(uniform)
    bands = small.shape[-1]
    sizes = np.diff(np.arange(bands + 1) * tokens // bands)
    np.testing.assert_allclose(small[0], np.tile(sizes / tokens, (bands, 1)), atol=1e-5)


# --- what is refused ---


@pytest.fixture(scope="module")
def roomy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A model whose context is longer than what can be explained."""
    root = tmp_path_factory.mktemp("roomy")
    write_tiny_folder(root, "roomy", "gpt2", context=LONGEST + 100)
    opened = Engine.open(Library([root]).folder("roomy"), slots=1, threads=1)
    yield opened
    opened.close()


def test_a_text_of_the_longest_length_is_explained(roomy: Engine) -> None:
    found = explain(roomy, "1" * LONGEST, ExplainOptions(layers=(1,), thumbnails=True))
    assert found.arrays["attentions.1"].shape == (3, LONGEST, LONGEST)
    np.testing.assert_allclose(found.arrays["thumbnails"].sum(axis=-1), 1, atol=1e-5)


def test_a_longer_text_is_told_by_how_much(roomy: Engine) -> None:
    with pytest.raises(ContextLengthExceeded, match="shorten it by 7") as caught:
        explain(roomy, "1" * (LONGEST + 7), ExplainOptions())
    assert (caught.value.over_by, caught.value.pointer) == (7, "/prompt")


@pytest.mark.parametrize(
    ("wanted", "sentence", "pointer"),
    [
        (ExplainOptions(layers=(0, 2)), "There is no layer 2: .* the layers 0 to 1", "/layers/1"),
        (ExplainOptions(layers=(-1,)), "There is no layer -1", "/layers/0"),
        (ExplainOptions(layers=(1, 1)), "asked for twice", "/layers"),
        (ExplainOptions(lens=99), "no token 99 .* the tokens 0 to", "/lens"),
        (ExplainOptions(lens=-1), "no token -1", "/lens"),
    ],
)
def test_what_is_not_there_is_named(
    engine: Engine, wanted: ExplainOptions, sentence: str, pointer: str
) -> None:
    with pytest.raises(InvalidRequest, match=sentence) as caught:
        explain(engine, PROMPT, wanted)
    assert caught.value.pointer == pointer


def test_an_answer_too_large_is_refused_with_its_size_before_anything_is_run(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "capture", None)
    wanted = ExplainOptions(layers=(0, 1), scores=True)
    size = array_bytes(array_shapes(engine.manifest.architecture, 300, wanted))
    said = rf"2 layers of 300 tokens are {size / 1e6:.1f} MB .* at most 1.0 MB .* leave out scores"
    with pytest.raises(AnswerTooLarge, match=said):
        explain(engine, "1" * 300, wanted, most_bytes=1_000_000)


def test_a_model_without_the_graph_says_so(tmp_path: Path) -> None:
    folder = write_tiny_folder(tmp_path, "old", "llama")
    manifest = Library([tmp_path]).folder("old").manifest
    graphs = {kind: entry for kind, entry in manifest.graphs.items() if kind != "explain"}
    (folder / MANIFEST).write_text(replace(manifest, graphs=graphs).to_json())
    engine = Engine.open(Library([tmp_path]).folder("old"), slots=1, threads=1)

    with pytest.raises(NotFound, match="old has no explain graph, .* import it again"):
        explain(engine, PROMPT, ExplainOptions())
    engine.close()


def test_a_graph_that_was_changed_is_refused(tmp_path: Path) -> None:
    folder = write_tiny_folder(tmp_path, "changed", "llama")
    engine = Engine.open(Library([tmp_path]).folder("changed"), slots=1, threads=1)
    data = bytearray((folder / "explain.onnx").read_bytes())
    data[-9] ^= 1
    (folder / "explain.onnx").write_bytes(data)

    with pytest.raises(ModelFolderError, match=r"changed/explain\.onnx is not the file"):
        explain(engine, PROMPT, ExplainOptions())
    engine.close()
