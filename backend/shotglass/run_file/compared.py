"""The lanes of a comparison: written from events, read back, and requests again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from ..decoding import DecodingSettings
from ..engine.interventions.changes import Change
from ..errors import InvalidRequest
from ..events import Done, Event, Failed, Score, Start, Token
from ..parsing import parsed_known
from ..prompting import Lane, Prompt
from ..prompting.render import MAX_LANES
from .form import RunModel, head
from .interventions import changes_of, saved_changes
from .settings import saved_settings, settings_of

KINDS: Mapping[str, type[Event]] = {kind.type: kind for kind in (Start, Score, Token, Done)}
Changes = Sequence[Change] | None
Compare = Callable[[Prompt, Sequence[Lane], DecodingSettings, Changes], Iterable[Event]]


@dataclass(frozen=True)
class SavedLane:
    """``model``: its place among the run's; ``events``: Start, Score, Token and Done, as they
    came."""

    model: int
    lane: Lane
    settings: DecodingSettings
    events: tuple[Event, ...]


def compared_run(
    model: RunModel, prompt: Prompt, lanes: Sequence[SavedLane], changes: Changes = None
) -> dict[str, Any]:
    """The run to be written; ``settings`` of the first lane are the run's. ``changes``: what was
    changed inside the model. Raises InvalidRequest where there is no lane."""
    if not lanes:
        raise InvalidRequest("No lane came to its end, so there is no run to save.")
    longest = max(lanes, key=lambda lane: len(lane.lane.shots)).lane
    question: dict[str, Any] = {"prompt": prompt.to_json(), "task": None}
    question |= {"set": longest.shot_set or "", "k": len(longest.shots), "one_shot": 0}
    question |= {"pinned": False, "truths": {}, **saved_changes(changes)}
    return {
        **head("compare", model),
        "question": question,
        "settings": saved_settings(lanes[0].settings),
        "results": {
            "lanes": [
                {
                    "model": lane.model,
                    **asdict(lane.lane),
                    "settings": saved_settings(lane.settings),
                    "events": [event.to_dict() for event in lane.events],
                }
                for lane in lanes
            ]
        },
    }


def saved_lanes(run: Mapping[str, Any]) -> tuple[SavedLane, ...]:
    """Of a run that ``form.read`` has read."""
    return tuple(
        SavedLane(
            lane["model"],
            Lane(lane["id"], lane["shot_set"], tuple(lane["shots"]), lane["reasoning"]),
            settings_of(lane["settings"]),
            tuple(parsed_known(KINDS[event["type"]], event) for event in lane["events"]),
        )
        for lane in run["results"]["lanes"]
    )


def compared_again(run: Mapping[str, Any], models: Sequence[Compare]) -> list[list[dict[str, Any]]]:
    """The events of each lane as they are now, of models in the order of the run's. Raises the
    errors of asking, and InvalidRequest for a lane that fails now."""
    prompt = Prompt.from_json(run["question"]["prompt"])
    lanes, changes = saved_lanes(run), changes_of(run["question"])
    fresh: list[list[dict[str, Any]]] = [[] for _ in lanes]
    for key in dict.fromkeys((lane.model, lane.settings) for lane in lanes):
        alike = [at for at, lane in enumerate(lanes) if (lane.model, lane.settings) == key]
        for begin in range(0, len(alike), MAX_LANES):
            places = alike[begin : begin + MAX_LANES]
            requests = [replace(lanes[at].lane, id=str(at)) for at in places]
            for event in models[key[0]](prompt, requests, key[1], changes):
                if isinstance(event, Failed):
                    raise InvalidRequest(f"It fails now. {event.problem['detail']}")
                if event.type in KINDS:
                    fresh[int(event.lane)].append(event.to_dict())
    return [_named_as(lane, events) for lane, events in zip(lanes, fresh, strict=True)]


def _named_as(lane: SavedLane, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With the lane's own name, and without the text where its score alone was asked for."""
    start = lane.events[0]
    if isinstance(start, Start) and start.samples == 0:
        events = [event for event in events if event["type"] in ("start", "score")]
        events[0] = events[0] | {"samples": 0}
    return [event | {"lane": lane.lane.id} for event in events]
