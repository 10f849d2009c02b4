"""The counters of the server, for Prometheus. Labels have few values, whatever requests contain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from time import perf_counter

import prometheus_client
from flask import Flask, Response, request
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

from ...events import CompletionToken, End, Token

REJECTED = {429: "queue_full", 503: "not_ready"}
AT_THE_DOOR = frozenset({"shotglass_requests", "shotglass_rejected"})
WAITS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
STEPS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0)

# Without the second series that the package writes beside each counter.
prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics:
    """The counters and histograms of one server; thread-safe."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        counter = partial(prometheus_client.Counter, namespace="shotglass", registry=registry)
        seconds = partial(
            prometheus_client.Histogram, namespace="shotglass", unit="seconds", registry=registry
        )
        self.requests = counter("requests", "Answers begun", ["route", "code"])
        self.rejected = counter("rejected", "Requests turned away", ["reason"])
        self.disconnects = counter(
            "client_disconnects", "Clients that left before the end", ["phase"]
        )
        self.prompt_tokens = counter("tokens_prompt", "Prompt tokens of ended runs")
        self.cached_tokens = counter(
            "tokens_prompt_cached", "Prompt tokens that had been computed already"
        )
        self.generated_tokens = counter("tokens_generated", "Tokens written")
        self.wasted_tokens = counter(
            "tokens_wasted", "Tokens written for clients that left before the end"
        )
        self.first_token = seconds("ttft", "Until a run's first token", buckets=WAITS)
        self.next_token = seconds("inter_token", "Between a sample's tokens", buckets=STEPS)
        self.whole_run = seconds("e2e", "Of a run that ended", buckets=WAITS)

    def text(self, active: int, queued: int, computed: Mapping[str, int]) -> bytes:
        """Returns all metrics in Prometheus' text format. ``active`` are runs, ``queued`` sequences
        that wait for a place in the engine, and ``computed`` tokens by kind, as the engines count
        them."""
        present = CollectorRegistry()
        present.register(_Present(active, queued, computed))
        return generate_latest(present) + generate_latest(self._registry)


@dataclass(frozen=True, eq=False)  # a registry keeps its collectors in a dict
class _Present(Collector):
    """The values that are read from the server when Prometheus asks."""

    active: int
    queued: int
    computed: Mapping[str, int]

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("shotglass_requests_active", "Runs in progress", self.active)
        yield GaugeMetricFamily(
            "shotglass_sequences_queued", "Sequences that wait for the engine", self.queued
        )
        tokens = CounterMetricFamily(
            "shotglass_tokens_computed", "Tokens the engines have computed", labels=["kind"]
        )
        for kind in ("prompt", "written"):
            tokens.add_metric([kind], self.computed.get(kind, 0))
        yield tokens


def merged(door: bytes, texts: Mapping[str, bytes]) -> bytes:
    """The metrics of a server in several processes: answers and refusals as its ``door`` counts
    them, once; all else by the label ``replica``, from the text of each."""
    registry = CollectorRegistry()
    registry.register(_Merged(door, texts))
    return generate_latest(registry)


@dataclass(frozen=True, eq=False)
class _Merged(Collector):
    door: bytes
    texts: Mapping[str, bytes]

    def collect(self) -> Iterator[Metric]:
        yield from (each for each in _families(self.door) if each.name in AT_THE_DOOR)
        families: dict[str, Metric] = {}
        for replica, text in self.texts.items():
            for family in _families(text):
                name, documentation = family.name, family.documentation
                if name in AT_THE_DOOR:
                    continue
                of_all = families.setdefault(name, Metric(name, documentation, family.type))
                for sample in family.samples:
                    labels = sample.labels | {"replica": replica}
                    of_all.add_sample(sample.name, labels, sample.value)
        yield from families.values()


def _families(text: bytes) -> Iterable[Metric]:
    return text_string_to_metric_families(text.decode())


def count_answers(app: Flask, metrics: Metrics) -> None:
    """Counts the answers of every route by status, and refusals also by their reason."""

    @app.after_request
    def count(answer: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "unknown"
        metrics.requests.labels(route, str(answer.status_code)).inc()
        if reason := REJECTED.get(answer.status_code):
            metrics.rejected.labels(reason).inc()
        return answer


class Meter:
    """Counts one run: ``saw`` is called with each of its items, then ``closed`` once."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics, self._began = metrics, perf_counter()
        self._last: dict[tuple[str, int], float] = {}  # of each sample
        self._tokens, self._over = 0, False

    def saw(self, item: object) -> None:
        if isinstance(item, Token | CompletionToken):
            sample, now = (item.lane, item.sample), perf_counter()
            if not self._tokens:
                self._metrics.first_token.observe(now - self._began)
            elif sample in self._last:
                self._metrics.next_token.observe(now - self._last[sample])
            self._last[sample] = now
            self._tokens += 1
            self._metrics.generated_tokens.inc()
        elif isinstance(item, End):
            self._over = True
            self._metrics.prompt_tokens.inc(item.prompt_tokens)
            self._metrics.cached_tokens.inc(
                max(0, item.prompt_tokens - item.computed_prompt_tokens)
            )
            self._metrics.whole_run.observe(perf_counter() - self._began)

    def failed(self) -> None:
        """Notes that the run ended with an error while the client was still connected."""
        self._over = True

    def closed(self) -> None:
        if not self._over:
            self._metrics.disconnects.labels("writing" if self._tokens else "waiting").inc()
            self._metrics.wasted_tokens.inc(self._tokens)
