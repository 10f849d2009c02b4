"""What the server counts, as Prometheus reads it. Labels have few values, whatever is asked."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter as Counts
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from flask import Flask, Response, request

from ...events import CompletionToken, End, Token

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PREFIX = "shotglass_"
REJECTED = {429: "queue_full", 503: "not_ready"}


class Counter:
    """Counts up, for each combination of label values."""

    def __init__(self, name: str, help: str, *labels: str) -> None:
        self.name, self.help, self._labels = PREFIX + name, help, labels
        self._counts: Counts[tuple[str, ...]] = Counts() if labels else Counts({(): 0})
        self._lock = threading.Lock()

    def add(self, *values: str, by: int = 1) -> None:
        with self._lock:
            self._counts[values] += by

    def lines(self) -> Iterator[str]:
        yield from _opening(self.name, self.help, "counter")
        with self._lock:
            counts = sorted(self._counts.items())
        for values, count in counts:
            yield f"{self.name}{_labelled(self._labels, values)} {count}"


class Histogram:
    """Counts seconds by size; ``bounds`` are the upper ends of the buckets, ascending."""

    def __init__(self, name: str, help: str, *bounds: float) -> None:
        self.name, self.help, self._bounds = PREFIX + name, help, bounds
        self._counts, self._sum = [0] * (len(bounds) + 1), 0.0
        self._lock = threading.Lock()

    def observe(self, seconds: float) -> None:
        with self._lock:
            self._counts[bisect_left(self._bounds, seconds)] += 1
            self._sum += seconds

    def lines(self) -> Iterator[str]:
        yield from _opening(self.name, self.help, "histogram")
        with self._lock:
            counts, total = list(self._counts), self._sum
        reached = 0
        for bound, count in zip((*self._bounds, "+Inf"), counts, strict=True):
            reached += count
            yield f'{self.name}_bucket{{le="{bound}"}} {reached}'
        yield f"{self.name}_sum {total}"
        yield f"{self.name}_count {reached}"


def _waits() -> tuple[float, ...]:
    return (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


@dataclass(frozen=True)
class Metrics:
    """All of them; thread-safe."""

    requests: Counter = field(
        default_factory=lambda: Counter("requests_total", "Answers begun", "route", "code")
    )
    rejected: Counter = field(
        default_factory=lambda: Counter("rejected_total", "Requests turned away", "reason")
    )
    disconnects: Counter = field(
        default_factory=lambda: Counter(
            "client_disconnects_total", "Clients that left before the end", "phase"
        )
    )
    prompt_tokens: Counter = field(
        default_factory=lambda: Counter("tokens_prompt_total", "Prompt tokens of ended runs")
    )
    cached_tokens: Counter = field(
        default_factory=lambda: Counter(
            "tokens_prompt_cached_total", "Prompt tokens that had been computed already"
        )
    )
    generated_tokens: Counter = field(
        default_factory=lambda: Counter("tokens_generated_total", "Tokens written")
    )
    wasted_tokens: Counter = field(
        default_factory=lambda: Counter(
            "tokens_wasted_total", "Tokens written for clients that left before the end"
        )
    )
    first_token: Histogram = field(
        default_factory=lambda: Histogram("ttft_seconds", "Until a run's first token", *_waits())
    )
    next_token: Histogram = field(
        default_factory=lambda: Histogram(
            "inter_token_seconds",
            "Between a sample's tokens",
            *(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0),
        )
    )
    whole_run: Histogram = field(
        default_factory=lambda: Histogram("e2e_seconds", "Of a run that ended", *_waits())
    )

    def text(self, active: int, queued: int, computed: Mapping[str, int]) -> str:
        """``active``: runs; ``queued``: sequences that wait for a place in the engine;
        ``computed``: tokens, by kind, as the engines count them."""
        lines = list(_gauge("requests_active", "Runs in progress", active))
        lines += _gauge("sequences_queued", "Sequences that wait for the engine", queued)
        counted = Counter("tokens_computed_total", "Tokens the engines have computed", "kind")
        for kind in ("prompt", "written"):
            counted.add(kind, by=computed.get(kind, 0))
        for metric in (counted, *vars(self).values()):
            lines += metric.lines()
        return "\n".join(lines) + "\n"


def count_answers(app: Flask, metrics: Metrics) -> None:
    """Of every route, by its status; refusals also by their reason."""

    @app.after_request
    def count(answer: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "unknown"
        metrics.requests.add(route, str(answer.status_code))
        if reason := REJECTED.get(answer.status_code):
            metrics.rejected.add(reason)
        return answer


def _gauge(name: str, help: str, value: int) -> Iterator[str]:
    yield from _opening(PREFIX + name, help, "gauge")
    yield f"{PREFIX}{name} {value}"


def _opening(name: str, help: str, kind: str) -> Iterator[str]:
    yield f"# HELP {name} {help}"
    yield f"# TYPE {name} {kind}"


def _labelled(names: Sequence[str], values: Sequence[str]) -> str:
    pairs = ",".join(
        f'{name}="{_escaped(value)}"' for name, value in zip(names, values, strict=True)
    )
    return f"{{{pairs}}}" if pairs else ""


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


class Meter:
    """For one run; ``saw`` each of its items, then ``closed`` once."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics, self._began = metrics, perf_counter()
        self._last: dict[tuple[str, int], float] = {}  # of each sample
        self._tokens, self._over = 0, False

    def saw(self, item: object) -> None:
        if isinstance(item, Token | CompletionToken):
            self._token((item.lane, item.sample))
        elif isinstance(item, End):
            self._over = True
            self._metrics.prompt_tokens.add(by=item.prompt_tokens)
            cached = item.prompt_tokens - item.computed_prompt_tokens
            self._metrics.cached_tokens.add(by=max(0, cached))
            self._metrics.whole_run.observe(perf_counter() - self._began)

    def failed(self) -> None:
        """It ended with an error; the client is still connected."""
        self._over = True

    def closed(self) -> None:
        if not self._over:
            self._metrics.disconnects.add("writing" if self._tokens else "waiting")
            self._metrics.wasted_tokens.add(by=self._tokens)

    def _token(self, sample: tuple[str, int]) -> None:
        now = perf_counter()
        if not self._tokens:
            self._metrics.first_token.observe(now - self._began)
        elif sample in self._last:
            self._metrics.next_token.observe(now - self._last[sample])
        self._last[sample] = now
        self._tokens += 1
        self._metrics.generated_tokens.add()
