"""ONNX graphs in onnxruntime: one that runs in place on its cache buffers, for as long as a model
is loaded, and one that is loaded for a single run. Only this, ``device.py`` and ``plugins.py`` know
onnxruntime.

Knows tensors by the contract's names and nothing of tokens, prompts or requests.
Letters: B rows, S new tokens a row, R rows whose logits are asked for, V vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from ...architecture import ModelConfig
from ...contract import native_inputs, native_outputs
from ...errors import ModelFolderError, lacks_memory
from .device import PROVIDERS
from .graph_edits.fused_graph import fused
from .graph_edits.inputs_and_outputs import QUERY_LENGTHS, with_query_lengths
from .kernels import add_operators, instruction_set
from .kv_cache import HostPool, SlotPool
from .plugins import add_plugin
from .process_memory import MAPPING, made_own

Ids = npt.NDArray[np.int64]
Lengths = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
AnyArray = npt.NDArray[Any]
Logits = Floats

TILE = 16  # rows; measured on small models: 17, 33, 49, ... rows differ from all other counts
RUNTIME = f"onnxruntime {ort.__version__}"


_WEIGHTS_FOLDER = "session.model_external_initializers_file_folder_path"


class RunCancelled(Exception):
    """A run was cancelled before it was through."""


@dataclass(frozen=True)
class RunCancellation:
    """Ends one run from another thread, between two of its operators. For one run only."""

    options: ort.RunOptions = field(default_factory=ort.RunOptions)

    def cancel(self) -> None:
        self.options.terminate = True


class Session:
    """A native graph whose past and present are one and the same slot pool.

    ``one_by_one``: rows are computed each by itself, where company would change their bits.
    ``several_prompts``: rows of several tokens may go on after what their slots hold; a plug-in's
    or a GPU's device takes one such row at a time.
    ``repeats``: a row's bits depend on the row alone, since every sum is one of our operators.
    ``computed``: how many tokens have come out of it, of all rows: of prompts and labels, and one
    at a time.
    """

    one_by_one = False

    def __init__(
        self,
        graph: Path,
        config: ModelConfig,
        pool: SlotPool,
        threads: int,
        weights: Sequence[Path] = (),
        plugin: str | None = None,
    ) -> None:
        """``weights``: files of the graph that may be cut off or written to while it is used.
        ``plugin``: which of onnxruntime's plug-ins runs it, over a pool of the host.

        Raises as ``plugins.add_plugin`` does, and ModelFolderError."""
        with made_own(weights):
            if plugin is None:
                self._graph = _Graph(graph, config, pool, threads, weights)
            else:
                self._graph = _HandedOver(graph, config, pool, threads, plugin=plugin)
        self.repeats = self._graph.repeats
        self.several_prompts = self._graph.several_prompts
        self._vocabulary = config.vocabulary
        self.computed = {"prompt": 0, "written": 0}
        self._positions = config.adds_positions

    def run(
        self,
        first_slot: int,
        ids: Ids,
        past: Lengths,
        rows: Ids,
        cancellation: RunCancellation | None = None,
        lengths: Lengths | None = None,
    ) -> Logits:
        """Append ``ids`` (B, S) to slots ``first_slot``... holding ``past`` (B,) tokens each.
        ``lengths`` (B,): how many of the S are each row's, the others being padding behind them;
        all of them where it is left out.

        Returns logits (R, V) float32 of ``rows`` (R,), indices into the B*S new tokens. Raises
        RunCancelled when ``cancellation`` is used during the run; what the slots then hold after
        ``past`` is undefined.
        """
        batch, new = ids.shape
        if self.one_by_one and batch > 1:
            alone = [(slice(row, row + 1), rows[rows // new == row] % new) for row in range(batch)]
            return np.concatenate(
                [self.run(first_slot + own.start, ids[own], past[own], at) for own, at in alone]
            )
        # The graph ends in products of these rows, none of which may be left over from tiles.
        read = np.append(rows, rows[-1]) if new > 1 and len(rows) % TILE == 1 else rows
        logits = np.empty((len(read), self._vocabulary), np.float32)
        own = np.full(batch, new, np.int32) if lengths is None else lengths
        total = past + own
        feed: dict[str, AnyArray] = {
            "input_ids": ids,
            "seqlens_k": (total - 1).astype(np.int32),
            "total_sequence_length": np.array(max(total.max(), new), np.int32),
            "logits_rows": read,
        }
        if self._graph.several_prompts:
            feed[QUERY_LENGTHS.name] = own
        if self._positions:
            feed["position_ids"] = past[:, None].astype(np.int64) + np.arange(new)
        self._graph.run(first_slot, feed, logits, cancellation)
        self.computed["prompt" if new > 1 else "written"] += int(own.sum())
        return logits[: len(rows)]

    def over(self, pool: SlotPool) -> Session:
        """The same graph over other buffers."""
        other = copy(self)
        other.computed = dict(self.computed)
        other._graph = self._graph.over(pool)
        return other


class _Graph:
    """A native graph in onnxruntime, and the buffers that it is bound to."""

    def __init__(
        self,
        path: Path,
        config: ModelConfig,
        pool: SlotPool,
        threads: int,
        weights: Sequence[Path] = (),
        plugin: str | None = None,
    ) -> None:
        options = session_options(threads)
        device = None if plugin else pool.device
        if plugin is not None:
            add_plugin(options, plugin)
        self.several_prompts = device == "cpu"
        self.repeats = False
        model: str | bytes = str(path)
        if self.several_prompts:
            model = with_query_lengths(path.read_bytes())
            if instruction_set() and weights:
                model, others = fused(model, weights)
                self.repeats = not others
                add_operators(options)
            options.add_session_config_entry(_WEIGHTS_FOLDER, str(path.parent))
        self._session = open_session(model, path.name, options, device)
        inputs = [*native_inputs(config), *[QUERY_LENGTHS] * self.several_prompts]
        for kind, specs, tensors in (
            ("input", inputs, self._session.get_inputs()),
            ("output", native_outputs(config), self._session.get_outputs()),
        ):
            if odd := {spec.name for spec in specs} ^ {tensor.name for tensor in tensors}:
                names = ", ".join(sorted(odd)[:4])
                raise ModelFolderError(f"{path.name} has other {kind}s than the contract: {names}.")
        self._pool = pool
        self._bound: dict[tuple[int, int], _Bound] = {}

    def over(self, pool: SlotPool) -> _Graph:
        other = copy(self)
        other._pool, other._bound = pool, {}
        return other

    def run(
        self,
        first: int,
        feed: Mapping[str, AnyArray],
        logits: Logits,
        cancellation: RunCancellation | None,
    ) -> None:
        """``feed`` by name, rows in the order of the slots from ``first`` on; writes ``logits``."""
        key = first, len(feed["input_ids"])
        if key not in self._bound:  # once: the same memory going in and coming out
            binding = self._session.io_binding()
            for name, at in self._pool.buffers(*key):
                memory = at.device, 0, at.dtype, at.shape, at.address  # aliased, not copied
                binding.bind_input(f"past_key_values.{name}", *memory)
                binding.bind_output(f"present.{name}", *memory)
            self._bound[key] = _Bound(binding)
        bound = self._bound[key]
        # A GPU is sent a copy of what is bound; the processor reads it where it lies when it runs.
        stays = self._pool.device == "cpu"
        for name, array in feed.items():
            last = bound.arrays.get(name)
            if stays and last is not None and last.shape == array.shape:
                np.copyto(last, array)
            else:
                own = bound.arrays[name] = np.array(array)
                bound.binding.bind_ortvalue_input(name, ort.OrtValue.ortvalue_from_numpy(own))
        bound.binding.bind_ortvalue_output("logits", ort.OrtValue.ortvalue_from_numpy(logits))
        with _cancelled_by(cancellation):
            self._session.run_with_iobinding(bound.binding, cancellation and cancellation.options)


@contextmanager
def _cancelled_by(cancellation: RunCancellation | None) -> Iterator[None]:
    """A run inside. Raises RunCancelled where it ended because somebody cancelled it."""
    try:
        yield
    except RuntimeError as error:
        if cancellation and cancellation.options.terminate:
            raise RunCancelled from error
        raise


@dataclass(frozen=True)
class _Bound:
    """A binding, and the small inputs that are bound to it."""

    binding: ort.IOBinding
    arrays: dict[str, AnyArray] = field(default_factory=dict)


_ROOM = 64  # tokens by which the cache that is handed over grows: a plug-in compiles for a shape


class _HandedOver(_Graph):
    """A native graph on a plug-in's device. Plug-ins do not write into memory of ours: the part of
    the cache that is in use goes in at each run, and what the new tokens added is taken out."""

    _pool: HostPool

    def run(
        self,
        first: int,
        feed: Mapping[str, AnyArray],
        logits: Logits,
        cancellation: RunCancellation | None,
    ) -> None:
        batch, new = feed["input_ids"].shape
        tokens = int(feed["total_sequence_length"])
        room = min(self._pool.length, -(-tokens // _ROOM) * _ROOM)
        views = dict(self._pool.views(first, batch))
        past = {f"past_key_values.{name}": view[:, :, :room] for name, view in views.items()}
        outputs = ["logits", *(f"present.{name}" for name in views)]
        with _cancelled_by(cancellation):
            made, *present = self._session.run(
                outputs, {**feed, **past}, cancellation and cancellation.options
            )
        logits[:] = made
        ends = feed["seqlens_k"] + 1
        for view, added in zip(views.values(), present, strict=True):
            for row, end in enumerate(ends):
                view[row, :, end - new : end] = added[row, :, end - new : end]


class MappedSession:
    """A graph over weights that are mapped from the files in ``folder``: they are not packed, so
    they need no memory of their own, and with the session goes all that its runs needed."""

    def __init__(self, model: bytes, name: str, folder: Path, threads: int) -> None:
        """Raises ModelFolderError; ``name`` is for people."""
        options = session_options(threads)
        options.add_session_config_entry("session.disable_prepacking", "1")
        options.add_session_config_entry(_WEIGHTS_FOLDER, str(folder))
        with MAPPING:
            self._session: ort.InferenceSession | None = open_session(model, name, options)

    def run(self, feeds: Mapping[str, AnyArray]) -> dict[str, AnyArray]:
        """Returns all outputs of the model by name."""
        assert self._session is not None, "it was closed"
        names = [item.name for item in self._session.get_outputs()]
        return dict(zip(names, self._session.run(names, dict(feeds)), strict=True))

    def close(self) -> None:
        """May be called again."""
        with MAPPING:
            self._session = None


def session_options(threads: int) -> ort.SessionOptions:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # A worker that waits spins for 0.1 ms and then sleeps: as fast as spinning for ever on an idle
    # machine, and twice as fast where a browser or the server's own threads want the core too.
    options.add_session_config_entry("session.intra_op.spin_duration_us", "100")
    options.add_session_config_entry("session.intra_op.spin_backoff_max", "64")
    return options


def open_session(
    model: str | bytes, name: str, options: ort.SessionOptions, device: str | None = "cpu"
) -> ort.InferenceSession:
    """``model``: a path, or the model itself. ``name`` is for people. ``device``: None where
    ``options`` say it."""
    providers = None if device is None else PROVIDERS[device]
    try:
        return ort.InferenceSession(model, options, providers=providers)
    except Exception as error:  # onnxruntime raises a dozen unrelated classes
        if lacks_memory(error):
            raise MemoryError(str(error)) from error
        raise ModelFolderError(f"{name} cannot be loaded: {error}") from error
