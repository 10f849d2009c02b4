"""The interfaces of our graphs, for any runtime that takes named arrays: pieces in, logits out."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

import numpy as np
from protocol import Array, Reader, Task

Arrays = dict[str, Array]


class Graph(Protocol):
    """A file that has been opened. ``inputs``: the names that it takes."""

    inputs: Collection[str]

    def run(self, feeds: Arrays, outputs: list[str]) -> Arrays:
        """Named arrays in, the outputs asked for out."""


def reader(graph: Graph, task: Task) -> Reader:
    return _READERS[task["interface"]](graph, task)


class Whole:
    """``explain``, and a masked model: a text at once, no cache."""

    def __init__(self, graph: Graph, task: Task) -> None:
        self._graph = graph

    def read(self, ids: list[int]) -> Array:
        feeds = {
            "input_ids": np.array([ids], np.int64),
            "attention_mask": np.ones((1, len(ids)), np.int64),
            "lens_rows": np.array([len(ids) - 1], np.int64),
            "logits_rows": np.arange(len(ids), dtype=np.int64),  # of a masked model's native graph
        }
        feeds = {name: array for name, array in feeds.items() if name in self._graph.inputs}
        found = self._graph.run(feeds, ["logits"])["logits"]
        return found.reshape(len(ids), -1)


class Cached:
    """``portable`` and what has its interface: past in, present out."""

    def __init__(self, graph: Graph, task: Task) -> None:
        self._graph, self._read = graph, 0
        shape = (1, task["kv_heads"], 0, task["head_size"])
        self._past = {name: np.zeros(shape, np.float32) for name in cache_names(task)}

    def read(self, ids: list[int]) -> Array:
        total = self._read + len(ids)
        feeds: Arrays = {
            "input_ids": np.array([ids], np.int64),
            "attention_mask": np.ones((1, total), np.int64),
            "position_ids": np.arange(self._read, total, dtype=np.int64)[None],
        }
        names = {past: past.replace("past_key_values", "present") for past in self._past}
        found = self._graph.run(feeds | self._past, ["logits", *names.values()])
        self._past = {past: found[present] for past, present in names.items()}
        self._read = total
        return found["logits"][0]


class InPlace:
    """``native``: past and present are one buffer, of which ``seqlens_k`` says what counts."""

    def __init__(self, graph: Graph, task: Task) -> None:
        self._graph, self._read = graph, 0
        shape = (1, task["kv_heads"], len(task["ids"]) + task["tokens"], task["head_size"])
        self._past = {name: np.zeros(shape, np.float32) for name in cache_names(task)}

    def read(self, ids: list[int]) -> Array:
        total = self._read + len(ids)
        feeds: Arrays = {
            "input_ids": np.array([ids], np.int64),
            "seqlens_k": np.array([total - 1], np.int32),
            "total_sequence_length": np.array(total, np.int32),
            "logits_rows": np.arange(len(ids), dtype=np.int64),
        }
        if "position_ids" in self._graph.inputs:
            feeds["position_ids"] = np.arange(self._read, total, dtype=np.int64)[None]
        names = {past: past.replace("past_key_values", "present") for past in self._past}
        found = self._graph.run(feeds | self._past, ["logits", *names.values()])
        self._past = {past: found[present] for past, present in names.items()}
        self._read = total
        return found["logits"]


def cache_names(task: Task) -> list[str]:
    layers = range(task["layers"])
    return [f"past_key_values.{layer}.{part}" for layer in layers for part in ("key", "value")]


_READERS: dict[str, type[Whole] | type[Cached] | type[InPlace]] = {
    "whole": Whole,
    "cached": Cached,
    "in-place": InPlace,
}
