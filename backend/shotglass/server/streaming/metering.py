"""One run as the metrics see it: when its tokens came, and whether anybody was left to read it."""

from __future__ import annotations

from time import perf_counter

from ...engine.tasks.complete import Wrote
from ...events import End, Token
from .metrics import Metrics


class Meter:
    """For one run; ``saw`` each of its items, then ``closed`` once."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics, self._began = metrics, perf_counter()
        self._last: dict[tuple[str | int, int], float] = {}  # of each sample
        self._tokens, self._over = 0, False

    def saw(self, item: object) -> None:
        if isinstance(item, Token):
            self._token((item.lane, item.sample))
        elif isinstance(item, Wrote):
            self._token((item.prompt, item.sample))
        elif isinstance(item, End):
            self._over = True
            self._metrics.prompt_tokens.add(by=item.prompt_tokens)
            cached = item.prompt_tokens - item.computed_prompt_tokens
            self._metrics.cached_tokens.add(by=max(0, cached))
            self._metrics.whole_run.observe(perf_counter() - self._began)

    def failed(self) -> None:
        """It ended by an error: nobody has left."""
        self._over = True

    def closed(self) -> None:
        if not self._over:
            self._metrics.disconnects.add("writing" if self._tokens else "waiting")
            self._metrics.wasted_tokens.add(by=self._tokens)

    def _token(self, sample: tuple[str | int, int]) -> None:
        now = perf_counter()
        if not self._tokens:
            self._metrics.first_token.observe(now - self._began)
        elif sample in self._last:
            self._metrics.next_token.observe(now - self._last[sample])
        self._last[sample] = now
        self._tokens += 1
        self._metrics.generated_tokens.add()
