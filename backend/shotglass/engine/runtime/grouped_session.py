"""Several prompts' tokens in one run, over the slots of the pool that the session writes into.

A second copy of the model's packed weights, so it is opened where there is memory to spare alone.
Letters: N prompts, T tokens of all of them, V vocabulary.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...architecture import ModelConfig
from ...errors import ShotglassError
from .graph_edits.grouped_graph import LANE_TOKENS, grouped, of_lane
from .kv_cache import HostPool
from .session import TILE, BoundGraph, Logits, RunCancellation, open_in_folder

LANES = 8  # prompts in a run
LOG = logging.getLogger("shotglass.engine")


@dataclass(frozen=True)
class PromptPart:
    """What is to be read of one prompt, after ``past`` tokens in its ``slot``: two tokens or more,
    and none left over from tiles of ``session.TILE``."""

    slot: int
    ids: Sequence[int]
    past: int


class LazyGroupedSession:
    """Opened beside the work, by the first who has several prompts to read."""

    def __init__(self, open_session: Callable[[], GroupedSession | None]) -> None:
        """``open_session`` gives None where one prompt at a time is right on this machine."""
        self._open_session = open_session
        self._session: GroupedSession | None = None
        self._opening: threading.Thread | None = None

    def get(self) -> GroupedSession | None:
        """None until it has been opened, which the first call begins."""
        if self._opening is None:
            self._opening = threading.Thread(target=self._open, name="grouped prompts")
            self._opening.start()
        return self._session

    def wait(self) -> GroupedSession | None:
        """What ``get`` gives once the opening has ended."""
        self.get()
        assert self._opening is not None
        self._opening.join()
        return self._session

    def _open(self) -> None:
        try:
            self._session = self._open_session()
        except (OSError, MemoryError, ShotglassError) as error:  # one at a time does the same
            LOG.warning("Prompts are read one at a time: %s", error)


class GroupedSession:
    """One lane more than ``LANES`` reads two or three tokens that nobody asked for, in a slot of
    its own, as do lanes without a prompt: no lane may be empty, and T may not leave a row over
    (``session.TILE``)."""

    def __init__(
        self,
        graph: Path,
        config: ModelConfig,
        pool: HostPool,
        threads: int,
        weights: Sequence[Path],
    ) -> None:
        """Raises ModelFolderError."""
        self._pool, self._idle = pool, HostPool(config, 1, 3)
        self._vocabulary, self._positions = config.vocabulary, config.adds_positions
        model = grouped(graph.read_bytes(), config, LANES + 1)
        self._session = open_in_folder(model, graph, threads, weights)
        self._bound: dict[tuple[int, ...], BoundGraph] = {}

    def run(
        self, parts: Sequence[PromptPart], cancellation: RunCancellation | None = None
    ) -> Logits:
        """Append each part to its slot; returns what follows its last token, (N, V) float32, for
        2 to ``LANES`` parts. Raises RunCancelled, after which what the slots hold behind ``past``
        is undefined."""
        tokens = [len(part.ids) for part in parts]
        idle = [2] * (LANES + 1 - len(parts))
        idle[-1] += (sum(tokens) + sum(idle)) % TILE == 1
        lanes = [*parts, *(PromptPart(-1, [0] * count, 0) for count in idle)]
        sizes = np.array([*tokens, *idle], np.int64)
        feed = {
            "input_ids": np.concatenate([np.array(lane.ids, np.int64) for lane in lanes])[None],
            LANE_TOKENS: sizes,
            "logits_rows": np.cumsum(sizes)[: len(parts)] - 1,
        }
        if self._positions:
            places = [np.arange(lane.past, lane.past + len(lane.ids)) for lane in lanes]
            feed["position_ids"] = np.concatenate(places)[None]
        for number, lane in enumerate(lanes):
            total = lane.past + len(lane.ids)
            feed[of_lane("seqlens_k", number)] = np.array([total - 1], np.int32)
            feed[of_lane("total_sequence_length", number)] = np.array(total, np.int32)
        logits = np.empty((len(parts), self._vocabulary), np.float32)
        self._over(tuple(lane.slot for lane in lanes)).run(feed, logits, cancellation)
        return logits

    def over(self, pool: HostPool) -> GroupedSession:
        """The same graph over other buffers."""
        other = copy(self)
        other._pool, other._bound = pool, {}
        return other

    def _over(self, slots: tuple[int, ...]) -> BoundGraph:
        """The graph whose lanes have their caches in these slots; -1 is the idle one."""
        if slots not in self._bound:
            bound = BoundGraph(self._session)
            for lane, slot in enumerate(slots):
                pool, first = (self._idle, 0) if slot < 0 else (self._pool, slot)
                for name, memory in pool.buffers(first, 1):
                    bound.alias(
                        of_lane(f"past_key_values.{name}", lane),
                        of_lane(f"present.{name}", lane),
                        memory,
                    )
            self._bound[slots] = bound
        return self._bound[slots]
