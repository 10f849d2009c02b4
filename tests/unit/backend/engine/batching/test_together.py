"""Several prompts in one run: the bits that each has alone, fewer runs, and when it is not done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from support.fixtures.engines import EVERY_FAMILY

from shotglass.architecture import ModelConfig
from shotglass.engine import Batch, Engine, Library, PromptScore, score_batch
from shotglass.engine.batching import prefill
from shotglass.engine.batching.cancellation import CancellationToken
from shotglass.engine.loading import LoadedModel, SealedGraph
from shotglass.engine.runtime import process_memory
from shotglass.engine.runtime.graph_edits.grouped_graph import grouped
from shotglass.engine.runtime.grouped_session import GroupedSession, LazyGroupedSession, PromptPart
from shotglass.engine.runtime.session import RunCancelled
from shotglass.errors import ModelFolderError

LABELS = (" mat", " dog house", " 中")
SHOTS = "the cat sat -> mat\nthe dog ran -> house\n"
ENDS = ("", " q", " the cat", "中中", "\n q q", " one", " q q q", " mat mat mat")
QUESTIONS = [f"{SHOTS}{word} sat{end} ->" for word in ("the dog", "q", "中") for end in ENDS]


@pytest.fixture(params=["int8", "fp32"])
def folder_graph(request: pytest.FixtureRequest, tiny_root: Path) -> SealedGraph:
    return sealed(tiny_root, "tiny-llama", request.param)


def sealed(root: Path, name: str, precision: str = "fp32") -> SealedGraph:
    folder = Library([root]).folder(name)
    return SealedGraph.generating(folder, precision, "cpu", 1)  # type: ignore[arg-type]


@pytest.fixture(params=EVERY_FAMILY)
def pair(request: pytest.FixtureRequest, tiny_root: Path) -> Iterator[tuple[Engine, Engine]]:
    """One that reads prompts together, and one that never does."""
    folder = Library([tiny_root]).folder(request.param)
    engines = [Engine.open(folder, slots=12, threads=1, prefix_room=0) for _ in range(2)]
    together, alone = (engine._scheduler._prefill for engine in engines)
    assert together._grouped is not None
    assert together._grouped.wait() is not None
    alone._grouped = None
    yield engines[0], engines[1]
    for engine in engines:
        engine.close()


def scores(engine: Engine, prompts: list[str]) -> list[PromptScore]:
    batch = Batch(tuple(prompts), (LABELS,) * len(prompts), common=True)
    return [score for score in score_batch(engine, batch) if isinstance(score, PromptScore)]


def test_prompts_read_together_have_the_bits_that_each_has_alone(
    pair: tuple[Engine, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    together, alone = pair
    sizes: list[int] = []
    run = GroupedSession.run

    def counted(self: GroupedSession, parts: list[PromptPart], *more: object) -> object:
        sizes.append(len(parts))
        return run(self, parts, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(GroupedSession, "run", counted)
    for prompts in (QUESTIONS, QUESTIONS[::-1], [word * 3 for word in QUESTIONS[:9]]):
        assert scores(together, prompts) == scores(alone, prompts)
    assert max(sizes) >= 7
    assert min(sizes) >= prefill.LEAST_TOGETHER
    assert sum(sizes) >= 40, "most of the 57 prompts"


def test_a_beginning_that_nobody_has_read_is_read_once(pair: tuple[Engine, Engine]) -> None:
    together, alone = pair
    prompts = [SHOTS * 4 + question for question in QUESTIONS]
    read = []
    for engine in (together, alone):
        before = engine.computed["prompt"]
        scores(engine, prompts)
        read.append(engine.computed["prompt"] - before)
    assert read[0] <= read[1] + prefill.SLACK * len(prompts)
    assert read[0] < 2 * read[1]


def test_what_is_cancelled_ends_and_leaves_the_engine_sound(pair: tuple[Engine, Engine]) -> None:
    together, alone = pair
    token = CancellationToken()
    batch = Batch(tuple(QUESTIONS), (LABELS,) * len(QUESTIONS), common=True)
    for _ in score_batch(together, batch, token):
        token.set()
    assert scores(together, QUESTIONS) == scores(alone, QUESTIONS)


def test_a_run_that_was_cancelled_before_it_began_raises(tiny_root: Path) -> None:
    model = LoadedModel.load(sealed(tiny_root, "tiny-llama"), 64, 8)
    session = model.grouped()
    assert session is not None
    cancellation = prefill.RunCancellation()
    cancellation.cancel()
    with pytest.raises(RunCancelled):
        session.run([PromptPart(slot, [1, 2, 3], 0) for slot in range(3)], cancellation)


@pytest.mark.parametrize("count", range(2, 9))
def test_any_number_of_prompts_of_any_length_goes_on_where_each_was(
    folder_graph: SealedGraph, count: int
) -> None:
    model = LoadedModel.load(folder_graph, 64, 8)
    session = model.grouped()
    assert session is not None
    random = np.random.default_rng(count)
    ids = random.integers(0, 90, (count, 24))
    sizes, pasts = random.integers(2, 12, count), random.integers(2, 12, count)
    zero, pool = np.zeros(1, np.int32), model.pool
    expected = []
    for again in (False, True):
        for slot in range(count):
            past, size = pasts[slot : slot + 1].astype(np.int32), int(sizes[slot])
            model.session.run(
                slot, ids[slot : slot + 1, : past[0]], zero, np.array([int(past[0]) - 1])
            )
            if not again:
                new = ids[slot : slot + 1, past[0] : past[0] + size]
                expected.append(model.session.run(slot, new, past, np.array([size - 1])))
                expected[-1] = expected[-1].copy()
    caches = [pool.read(slot, int(pasts[slot])) for slot in range(count)]
    parts = [
        PromptPart(slot, ids[slot, past : past + size].tolist(), int(past))
        for slot, (past, size) in enumerate(zip(pasts, sizes, strict=True))
    ]
    logits = session.run(parts)
    assert logits.tobytes() == np.concatenate(expected).tobytes()
    for slot, cache in enumerate(caches):
        kept = pool.read(slot, int(pasts[slot]))
        assert all((a == b).all() for a, b in zip(cache, kept, strict=True)), "no past is touched"


def test_without_memory_to_spare_prompts_are_read_one_at_a_time(
    tiny_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = LoadedModel.load(sealed(tiny_root, "tiny-llama"), 64, 8)
    weights = sum(path.stat().st_size for path in model.graph.weights)
    assert process_memory.available_memory() or 0 > 0
    for room, opened in ((None, False), (4 * weights - 1, False), (4 * weights, True)):
        monkeypatch.setattr("shotglass.engine.loading.available_memory", lambda room=room: room)
        assert (model.grouped() is not None) == opened


def test_where_company_changes_bits_prompts_are_read_one_at_a_time(
    tiny_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = LoadedModel.load(sealed(tiny_root, "tiny-llama"), 64, 8)
    run = GroupedSession.run
    monkeypatch.setattr(GroupedSession, "run", lambda *more: np.nextafter(run(*more), 0))
    assert model.grouped() is None


def test_an_opening_that_fails_is_logged_and_no_request_fails(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fails() -> GroupedSession | None:
        raise MemoryError("no room")

    lazy = LazyGroupedSession(fails)
    assert lazy.get() is None
    assert lazy.wait() is None
    assert "one at a time: no room" in caplog.text


def test_a_graph_of_another_make_is_refused(tiny_root: Path) -> None:
    graph = sealed(tiny_root, "tiny-llama")
    config: ModelConfig = graph.folder.manifest.architecture
    with pytest.raises(ModelFolderError, match="2 attentions and 3 layers"):
        grouped(graph.path.read_bytes(), replace(config, layers=3), 4)
