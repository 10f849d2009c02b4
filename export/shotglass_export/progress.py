"""How far a long job is: one callable, so that the job knows neither terminal nor log."""

from __future__ import annotations

from collections.abc import Callable

Report = Callable[[str, float], None]  # what is being done, and which fraction of it is done


def silent(stage: str, done: float) -> None:
    """Reports nothing."""
