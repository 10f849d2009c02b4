"""What a processor on which company changes bits is noticed by, and what is done about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shotglass.architecture import ModelConfig
from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, Library, generate
from shotglass.engine.runtime.session import Session
from shotglass.engine.self_check import SelfCheck, self_check
from shotglass.events import Event, Token

SLOTS = 8


class Moody:
    """A session whose last bits differ from ``rows`` rows on, after ``past`` tokens, and where
    prompts are read ``apart`` only."""

    one_by_one, several_prompts, repeats = False, True, False

    def __init__(self, rows: int = 99, past: int | None = None, apart: bool = False) -> None:
        self._rows, self._past, self._apart = rows, past, apart

    def over(self, pool: object) -> Moody:
        return self

    def run(self, first: int, ids: Any, past: Any, rows: Any, lengths: Any = None) -> Any:
        batch, new = ids.shape
        off = new == 1 and batch >= self._rows
        off = off or (new > 1 and past[0] == self._past) or (lengths is not None and self._apart)
        last = ids.reshape(-1)[rows].astype(np.float32)
        return np.stack([last, np.float32(1e-3 * off) - last], axis=1)


@pytest.mark.parametrize(
    ("session", "decoding", "reading", "together"),
    [
        (Moody(), True, True, True),
        (Moody(rows=2), False, True, False),
        (Moody(rows=SLOTS), False, True, False),
        (Moody(rows=SLOTS + 1), True, True, True),
        (Moody(past=20), True, False, False),
        (Moody(apart=True), True, True, False),
    ],
)
def test_bits_that_depend_on_company_are_noticed(
    config: ModelConfig, session: Any, decoding: bool, reading: bool, together: bool
) -> None:
    assert self_check(session, config, SLOTS) == SelfCheck(decoding, reading)
    assert session.one_by_one == (not decoding)
    assert session.several_prompts == together


@pytest.fixture
def config(tiny_root: Path) -> ModelConfig:
    return Library([tiny_root]).folder("tiny-llama").manifest.architecture


def test_here_company_changes_no_bit(engine: Engine, exact_engine: Engine) -> None:
    assert engine.checked == SelfCheck(True, True)
    assert exact_engine.checked == SelfCheck(True, True)


def test_rows_decoded_one_at_a_time_are_those_decoded_together(
    tiny_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Library([tiny_root]).folder("tiny-llama")
    # With our own operators rows need not be decoded one at a time.
    monkeypatch.setattr("shotglass.engine.runtime.session.instruction_set", lambda: None)

    def tokens() -> list[Event]:
        opened = Engine.open(folder, slots=4, threads=1)
        try:
            found = generate(opened, "the cat", DecodingSettings(max_tokens=12, n=4, seed=3))
            return [event for event in found if isinstance(event, Token)]
        finally:
            opened.close()

    together = tokens()
    batches: list[int] = []
    run = Session.run

    def counted(self: Session, first: int, ids: Any, *rest: Any) -> Any:
        batches.append(1 if self.one_by_one else len(ids))
        return run(self, first, ids, *rest)

    monkeypatch.setattr("shotglass.engine.self_check._decoding", lambda *_: False)
    monkeypatch.setattr(Session, "run", counted)
    by_sample = sorted(tokens(), key=lambda event: (event.sample, event.index))  # type: ignore[attr-defined]
    assert by_sample == sorted(together, key=lambda event: (event.sample, event.index))  # type: ignore[attr-defined]
    assert set(batches) == {1}
