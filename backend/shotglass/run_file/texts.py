"""Texts that a model wrote: a run of them, and what the model drew of each beside what it draws
now.

``compare_text`` has a twin in ``web/src/core/runFile/texts.ts``.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..decoding import DecodingSettings
from ..engine.interventions.changes import Change
from ..errors import InvalidRequest
from ..events import Done, Event, Failed, Start, Token
from .again.sameness import RunComparison, TokenPlace
from .form import RunModel, head
from .interventions import saved_changes
from .settings import saved_settings
from .shape import MISSING

ROUNDED = 1e-12  # by which logarithms of one number may differ between programs
Prompt = str | Sequence[int]


def written_run(
    model: RunModel,
    prompt: Prompt,
    settings: DecodingSettings,
    events: Sequence[Event],
    changes: Sequence[Change] | None = None,
) -> dict[str, Any]:
    """``prompt``: a text or token ids; ``events``: of a generation that came to its end;
    ``changes``: what was changed inside the model."""
    (start,) = (event for event in events if isinstance(event, Start))
    source: dict[str, Any] = {"prompt": start.prompt, "settings": saved_settings(settings)}
    if not isinstance(prompt, str):
        source["ids"] = list(prompt)
    source |= saved_changes(changes)
    samples: list[dict[str, Any]] = [{"parts": [], "reason": None} for _ in range(settings.n)]
    for event in events:
        if isinstance(event, Token):
            part = {"kind": "token", "source": 0, "token": event.to_dict(), "chosen": False}
            samples[event.sample]["parts"].append(part)
        elif isinstance(event, Done):
            samples[event.sample]["reason"] = event.reason
    return head("prompt", model) | {
        "question": {"columns": [{"model": 0, **source}]},
        "results": {"columns": [{"sources": [source], "samples": samples}]},
    }


@dataclass
class TextAnswer:
    """The answer to a request for a text: by sample its tokens, as a file has them, and how it
    ended."""

    prompt: str = ""
    tokens: dict[int, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    reasons: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, events: Iterable[Event]) -> TextAnswer:
        """Raises InvalidRequest where it fails."""
        answer = cls()
        for event in events:
            if isinstance(event, Failed):
                raise InvalidRequest(f"It fails now. {event.problem['detail']}")
            if isinstance(event, Start):
                answer.prompt = event.prompt
            elif isinstance(event, Token):
                answer.tokens[event.sample].append(event.to_dict())
            elif isinstance(event, Done):
                answer.reasons[event.sample] = event.reason
        return answer


def compare_text(
    comparison: RunComparison,
    place: str,
    at: tuple[int, int],
    sample: Mapping[str, Any],
    answers: Mapping[int, TextAnswer],
) -> None:
    """Each token that a model drew beside the one that its own request draws now. ``at``: column
    and sample; ``answers``: of the column's sources that a token is of. What a person typed is
    nobody's answer, and of what a person chose the model's is what there was to choose from."""
    counts: Counter[int] = Counter()  # of the tokens of each source
    others: set[int] = set()  # sources whose text is another from here on
    parts = [(i, part) for i, part in enumerate(sample["parts"]) if part["kind"] == "token"]
    for token, (i, part) in enumerate(parts):
        source, then = part["source"], part["token"]
        now = _token(answers[source], then["sample"], counts[source])
        counts[source] += 1
        if source in others:
            continue
        if part["chosen"] and now is not MISSING:
            now = _chosen(then, now)
        comparison.compare(f"{place}.parts[{i}].token", then, now)
        if not part["chosen"] and not comparison.is_token(TokenPlace(*at, token), then, now):
            others.add(source)
    if sample["reason"] in (None, "cancelled"):
        return
    last = sample["parts"][-1]  # which was drawn, since the text came to its end
    source, number = last["source"], last["token"]["sample"]
    if source in others:
        return
    answer, end = answers[source], f"{place}.parts[{len(sample['parts'])}]"
    comparison.compare(f"{place}.reason", sample["reason"], answer.reasons.get(number))
    if (more := _token(answer, number, counts[source])) is not MISSING:
        comparison.compare(end, MISSING, more)
        comparison.is_token(TokenPlace(*at, len(parts)), MISSING, more)


def _chosen(then: Mapping[str, Any], now: Mapping[str, Any]) -> Mapping[str, Any]:
    """The token that is drawn now with the one in its place that a person chose, as the page makes
    it of an alternative; its logarithm may be rounded in another way."""
    alternatives = now["distribution"]["alternatives"]
    ids = [each["id"] for each in alternatives]
    if then["id"] not in ids:
        return now
    rank = ids.index(then["id"])
    text, p = alternatives[rank]["text"], alternatives[rank]["p"]
    logprob = math.log(p) if p else -math.inf
    if math.isclose(then["logprob"], logprob, rel_tol=ROUNDED, abs_tol=ROUNDED):
        logprob = then["logprob"]
    own = {"id": then["id"], "piece": text, "text": text, "logprob": logprob, "rank": rank}
    return {**now, **own, "draw": None}


def _token(answer: TextAnswer, sample: int, at: int) -> Any:
    tokens = answer.tokens[sample]
    return tokens[at] if at < len(tokens) else MISSING
