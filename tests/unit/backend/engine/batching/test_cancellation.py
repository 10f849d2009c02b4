"""An event that tells at once, and a run that is ended by it."""

import gc
import threading
import time
import weakref
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from support.models.tiny import write_tiny_folder

from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, Library
from shotglass.engine.batching.cancellation import CancellationToken
from shotglass.engine.batching.messages import Ended, Prefilled
from shotglass.engine.batching.sequence import Job
from shotglass.engine.runtime.kv_cache import HostPool
from shotglass.engine.runtime.providers import graph_entry
from shotglass.engine.runtime.session import RunCancellation, RunCancelled, Session
from shotglass.engine.strategies.sampling import Sampling
from shotglass.engine.tasks.task_events import running


def test_setting_it_calls_all_that_asked_and_those_that_ask_later_at_once() -> None:
    left, called = CancellationToken(), []
    with left.calling(lambda: called.append("before")):
        assert called == []
        left.set()
        with left.calling(lambda: called.append("after")):
            assert called == ["before", "after"]
    assert left.is_set()


def test_who_has_left_the_block_is_not_called() -> None:
    left, called = CancellationToken(), []
    with pytest.raises(KeyError), left.calling(lambda: called.append("left")):
        raise KeyError
    left.set()
    assert called == []


@pytest.mark.parametrize("complete", [True, False])
def test_a_token_that_outlives_its_run_does_not_keep_the_model_in_memory(
    complete: bool, tmp_path: Path
) -> None:
    write_tiny_folder(tmp_path, "tiny", "llama", 3)
    engine = Engine.open(Library([tmp_path]).folder("tiny"), threads=1)
    token, settings = CancellationToken(), DecodingSettings(max_tokens=3, temperature=0)
    with running(engine, Job([[5, 6]], Sampling(settings), cancelled=token)) as messages:
        read = list(messages if complete else islice(messages, 1))
    assert isinstance(read[-1], Ended if complete else Prefilled)
    kept = weakref.ref(engine._scheduler._session)
    engine.close()
    del engine, messages
    gc.collect()  # what the engine's parts hold of each other; the token is held by this test
    assert kept() is None
    assert not token.is_set()


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", "llama", 3)
    folder = Library([root]).folder("tiny")
    config = folder.manifest.architecture
    graph = folder.file(graph_entry(folder.manifest).file)
    return Session(graph, config, HostPool(config, 2, 64), 1)


def test_a_run_that_is_cancelled_counts_nothing_and_the_next_one_runs(
    session: Session,
) -> None:
    ids, past, rows = np.arange(8)[None], np.zeros(1, np.int32), np.array([7])
    free = session.run(0, ids, past, rows)
    before, cancellation = dict(session.computed), RunCancellation()
    cancellation.cancel()
    with pytest.raises(RunCancelled):
        session.run(0, ids, past, rows, cancellation)
    assert session.computed == before
    assert session.run(0, ids, past, rows).tobytes() == free.tobytes()


def test_a_job_left_while_its_prompt_is_read_leaves_others_their_bits(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_tiny_folder(tmp_path, "tiny", "llama", 3)
    engine = Engine.open(Library([tmp_path]).folder("tiny"), threads=1, prefix_room=0)
    settings = DecodingSettings(max_tokens=5, temperature=0)

    def texts(job: Job) -> list[bytes]:
        with running(engine, job) as messages:
            return [m.prediction.logits.tobytes() for m in messages if hasattr(m, "prediction")]

    ids = [engine.encode("the cat sat on the mat")]
    alone = texts(Job(ids, Sampling(settings)))
    run = Session.run

    def slow(self: Session, *arguments: object) -> object:
        begun.set()
        time.sleep(0.2)  # a step that somebody can leave in its middle
        return run(self, *arguments)  # type: ignore[arg-type]

    left, begun = CancellationToken(), threading.Event()
    monkeypatch.setattr(Session, "run", slow)
    gone = Job([engine.encode("a dog " * 30)], Sampling(settings), cancelled=left)
    reader = threading.Thread(target=texts, args=(gone,))
    reader.start()
    assert begun.wait(20)
    before = engine.computed["prompt"]
    left.set()
    reader.join(20)
    assert not reader.is_alive()
    monkeypatch.setattr(Session, "run", run)
    assert texts(Job(ids, Sampling(settings))) == alone
    assert engine.computed["prompt"] - before == len(ids[0])  # nothing more of what was left
    engine.close()
