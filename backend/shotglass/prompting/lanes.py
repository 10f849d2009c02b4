"""A lane: the same prompt with its own examples. No examples is zero-shot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import InvalidRequest
from .prompt import Prompt, Shot

MAX_LANES = 16


@dataclass(frozen=True)
class Lane:
    """``shots`` are places in the set, from 0, in the order shown; () is zero-shot."""

    id: str
    shot_set: str | None = None
    shots: tuple[int, ...] = ()


def check_lanes(prompt: Prompt, lanes: Sequence[Lane]) -> None:
    """Raises InvalidRequest (pointer ``/lanes/<i>/...``) for lanes that cannot be compared."""
    if not 1 <= len(lanes) <= MAX_LANES:
        raise InvalidRequest(
            f"There are {len(lanes)} lanes; 1 to {MAX_LANES} were expected.", pointer="/lanes"
        )
    seen: set[str] = set()
    for index, lane in enumerate(lanes):
        if not lane.id or lane.id in seen:
            raise InvalidRequest(
                f"The lane id {lane.id!r} is empty or there twice; different ids were expected.",
                pointer=f"/lanes/{index}/id",
            )
        seen.add(lane.id)
        shots_of(prompt, lane, f"/lanes/{index}")


def shots_of(prompt: Prompt, lane: Lane, at: str = "/lane") -> tuple[Shot, ...]:
    """The lane's examples in order. Raises InvalidRequest for a set or a place there is not."""
    if lane.shot_set is None and not lane.shots:
        return ()
    if lane.shot_set is None or lane.shot_set not in prompt.shot_sets:
        known = ", ".join(map(repr, prompt.shot_sets)) or "none"
        raise InvalidRequest(
            f"The lane {lane.id!r} asks for the examples {lane.shot_set!r}; there are {known}.",
            pointer=f"{at}/shot_set",
        )
    shots = prompt.shot_sets[lane.shot_set]
    for place, shot in enumerate(lane.shots):
        if not 0 <= shot < len(shots):
            raise InvalidRequest(
                f"The lane {lane.id!r} asks for example {shot}; {lane.shot_set!r} has "
                f"{len(shots)}, counted from 0.",
                pointer=f"{at}/shots/{place}",
            )
    return tuple(shots[shot] for shot in lane.shots)
