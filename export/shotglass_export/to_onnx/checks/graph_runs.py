"""Graphs of a folder run in onnxruntime, as the checks and the tests need them: one text at a time.

The only module of the exporter that imports onnxruntime. It has few fp16 kernels for CPUs: it
computes in fp32 between casts that it inserts, and drops those between neighbours, so that a
product beyond fp16's range is never seen. ``with_every_rounding`` puts two Identity nodes behind
each tensor, which hold the casts in place (one alone is computed in fp32 itself).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
from numpy.typing import NDArray
from onnx import NodeProto, helper

from shotglass.architecture import ModelConfig

from ...checkpoint import Floats


class CachedRun(ABC):
    """A graph with a cache in onnxruntime, batch 1: it goes on from the tokens it has computed."""

    def logits(self, ids: NDArray[np.int64], cuts: Sequence[int] = ()) -> Floats:
        """ids (S,) -> (S, V), run in the pieces that ``cuts`` bounds, or in one."""
        return np.concatenate(list(self.pieces(ids, cuts)))

    @abstractmethod
    def pieces(self, ids: NDArray[np.int64], cuts: Sequence[int] = ()) -> Iterator[Floats]:
        """``logits`` as they are computed, (piece, V) at each run of the graph."""


class PortableRun(CachedRun):
    """A graph with the interface of ``portable.onnx``, whose cache grows by concatenation.

    ``fast``: as it will run elsewhere, for twice the memory; blocks are fused then.
    """

    def __init__(self, path: Path, config: ModelConfig, *, fast: bool = False) -> None:
        self._session, self._config = _session(path, prepack=fast), config

    def pieces(self, ids: NDArray[np.int64], cuts: Sequence[int] = ()) -> Iterator[Floats]:
        shape = (1, self._config.kv_heads, 0, self._config.head_size)
        cache = {
            f"past_key_values.{layer}.{part}": np.empty(shape, np.float32)
            for layer in range(self._config.layers)
            for part in ("key", "value")
        }
        for start, end in pairwise(cuts or (0, len(ids))):
            logits, *present = self._session.run(None, portable_feed(ids, start, end) | cache)
            cache = dict(zip(cache, present, strict=True))
            yield logits[0]


class _InPlaceRun(CachedRun):
    """A graph that writes its cache in place: one buffer a tensor, bound as past and present."""

    def __init__(self, session: ort.InferenceSession) -> None:
        self._session = session

    def pieces(self, ids: NDArray[np.int64], cuts: Sequence[int] = ()) -> Iterator[Floats]:
        binding = self._session.io_binding()
        inputs = self._session.get_inputs()
        for item in inputs:
            if item.name.startswith("past"):
                # A buffer of ``tokens`` for the input ``item`` (1, G, tokens, d), and for its
                # output.
                kind = np.float16 if item.type == "tensor(float16)" else np.float32
                zeros = np.zeros((1, item.shape[1], len(ids), item.shape[3]), kind)
                buffer = ort.OrtValue.ortvalue_from_numpy(zeros)
                binding.bind_ortvalue_input(item.name, buffer)
                binding.bind_ortvalue_output(
                    item.name.replace("past_key_values", "present"), buffer
                )
        names = {item.name for item in inputs}
        for start, end in pairwise(cuts or (0, len(ids))):
            for name, value in self._feed(ids, start, end).items():
                if name in names:
                    binding.bind_cpu_input(name, np.ascontiguousarray(value))
            binding.bind_output("logits")
            self._session.run_with_iobinding(binding)
            logits: Floats = binding.get_outputs()[-1].numpy()
            yield logits.reshape(end - start, -1)

    @abstractmethod
    def _feed(self, ids: NDArray[np.int64], start: int, end: int) -> dict[str, NDArray[Any]]:
        """The inputs of tokens ``start`` up to ``end``, without the cache."""


class NativeRun(_InPlaceRun):
    """A native graph. ``rounding``: an fp16 one with each tensor rounded, as a GPU has it and a
    CPU has not."""

    def __init__(self, path: Path, *, rounding: bool = False) -> None:
        if not rounding:
            # Packed as it will be when served: 8-bit blocks that are not take another code path.
            super().__init__(_session(path, prepack=True))
            return
        options = ort.SessionOptions()
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
        where = "session.model_external_initializers_file_folder_path"
        options.add_session_config_entry(where, str(path.parent))
        graph, providers = with_every_rounding(path), ["CPUExecutionProvider"]
        super().__init__(ort.InferenceSession(graph, options, providers=providers))

    def _feed(self, ids: NDArray[np.int64], start: int, end: int) -> dict[str, NDArray[Any]]:
        return {
            "input_ids": ids[None, start:end],
            "position_ids": np.arange(start, end)[None],
            "seqlens_k": np.array([end - 1], np.int32),
            "total_sequence_length": np.array(end, np.int32),
            "logits_rows": np.arange(end - start),  # all of them
        }


class GenaiRun(_InPlaceRun):
    """A graph with the interface of onnxruntime-genai."""

    def __init__(self, path: Path) -> None:
        super().__init__(_session(path, prepack=True))

    def _feed(self, ids: NDArray[np.int64], start: int, end: int) -> dict[str, NDArray[Any]]:
        return portable_feed(ids, start, end)


class ExplainRun:
    """``explain.onnx`` in onnxruntime, batch 1."""

    def __init__(self, path: Path) -> None:
        self._session = _session(path, prepack=False)

    def logits(self, ids: NDArray[np.int64]) -> Floats:
        """ids (S,) -> (S, V)."""
        logits: Floats = self.outputs(ids, ["logits"])["logits"][0]
        return logits

    def outputs(
        self, ids: NDArray[np.int64], names: Sequence[str], lens_rows: Sequence[int] = ()
    ) -> dict[str, Floats]:
        """ids (S,) -> the outputs of ``contract.explain_outputs`` named, with their batch axis."""
        feed = {"input_ids": ids[None], "lens_rows": np.array(lens_rows, np.int64)}
        return dict(zip(names, self._session.run(list(names), feed), strict=True))


class MaskedRun:
    """``portable.onnx`` of a masked model in onnxruntime."""

    def __init__(self, path: Path) -> None:
        self._session = _session(path, prepack=False)

    def logits(self, ids: NDArray[np.int64], padding: int = 0) -> Floats:
        """ids (S,) -> (S, V); ``padding`` tokens stand behind them, which nothing may notice."""
        tokens = len(ids)
        feed = {
            "input_ids": np.pad(ids, (0, padding))[None],
            "attention_mask": np.pad(np.ones(tokens, np.int64), (0, padding))[None],
        }
        logits: Floats = self._session.run(["logits"], feed)[0][0, :tokens]
        return logits


class MaskedNativeRun:
    """The native graph of a masked model in onnxruntime."""

    def __init__(self, path: Path) -> None:
        self._session = _session(path, prepack=True)

    def logits(self, ids: NDArray[np.int64]) -> Floats:
        """ids (S,) -> (S, V)."""
        feed = {"input_ids": ids[None], "logits_rows": np.arange(len(ids))}
        logits: Floats = self._session.run(["logits"], feed)[0]
        return logits


def portable_feed(ids: NDArray[np.int64], start: int, end: int) -> dict[str, NDArray[Any]]:
    """Returns the inputs for tokens ``start`` up to ``end`` of a text, without the cache."""
    return {
        "input_ids": ids[None, start:end],
        "attention_mask": np.ones((1, end), np.int64),
        "position_ids": np.arange(start, end)[None],
    }


def _session(path: Path, *, prepack: bool) -> ort.InferenceSession:
    """Opens a session. Without ``prepack`` weights stay mapped from the file, which halves the
    memory."""
    options = ort.SessionOptions()
    if not prepack:
        options.add_session_config_entry("session.disable_prepacking", "1")
    return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def with_every_rounding(path: Path) -> bytes:
    """Returns the serialised model of ``path``; run it without optimisations, which undo it."""
    model = onnx.load(path, load_external_data=False)
    outputs = {value.name for value in model.graph.output}
    nodes: list[NodeProto] = []
    made: set[str] = set()
    for node in model.graph.node:
        node.input[:] = [f"{name}.held" if name in made else name for name in node.input]
        nodes.append(node)
        for name in [name for name in node.output if name and name not in outputs]:
            once, twice = f"{name}.once", f"{name}.held"
            nodes += [
                helper.make_node("Identity", [a], [b]) for a, b in ((name, once), (once, twice))
            ]
            made.add(name)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    serialised: bytes = model.SerializeToString()
    return serialised
