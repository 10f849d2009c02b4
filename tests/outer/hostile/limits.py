"""What every outcome of the nursery is held to, and how many of each there were."""

from __future__ import annotations

from collections import Counter
from typing import Any

SECONDS, BYTES = 5.0, 512 << 20  # of the processor's time, which other work does not lengthen


def assert_harmless(outcomes: list[dict[str, Any]]) -> None:
    slow = [found for found in outcomes if found["used"] > SECONDS]
    large = [found for found in outcomes if found["peak"] > BYTES]
    outside = [found for found in outcomes if found["outside"]]
    assert not slow + large + outside, slow + large + outside


def told(outcomes: list[dict[str, Any]]) -> str:
    ends = Counter(found["said"] for found in outcomes)
    failed = Counter(
        str(found["why"]).split(":")[0][:60]
        for found in outcomes
        if found["said"] in ("failed", "ended")
    )
    return (
        f"\n{len(outcomes)} files: {dict(ends)}; at most "
        f"{max(found['used'] for found in outcomes):.2f} s of the processor, "
        f"{max(found['seconds'] for found in outcomes):.2f} s of the clock, "
        f"{max(found['peak'] for found in outcomes) >> 20} MB; not of ours: {dict(failed)}"
    )
