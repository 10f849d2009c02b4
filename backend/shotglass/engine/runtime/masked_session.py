"""The native or portable graph of a masked model in onnxruntime: one whole text a run, no cache.

Letters: S tokens of the text, R tokens that are asked for, V vocabulary.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ...architecture import ModelConfig
from ...contract import masked_inputs, masked_outputs
from ...errors import ModelFolderError
from .process_memory import made_own
from .session import Logits, RunCancellation, RunCancelled, open_session, session_options


class MaskedSession:
    """Thread-safe; one run at a time, which bounds the memory. Texts are run one by one: in a batch
    the shorter ones would be padded, and their last bits would depend on the others.

    ``computed``: how many tokens have come out of it, as ``Session`` counts them.
    """

    def __init__(
        self, graph: Path, config: ModelConfig, threads: int, weights: Sequence[Path] = ()
    ) -> None:
        """``weights``: as of ``Session``. Raises ModelFolderError."""
        with made_own(weights):
            self._session = open_session(str(graph), graph.name, session_options(threads))
        inputs = {part.name for part in self._session.get_inputs()}
        self._picks = "logits_rows" in inputs  # the native graph reads out what is asked for alone
        expected = [*masked_inputs(config, self._picks), *masked_outputs(config, self._picks)]
        parts = [*self._session.get_inputs(), *self._session.get_outputs()]
        if odd := {spec.name for spec in expected} ^ {part.name for part in parts}:
            raise ModelFolderError(
                f"{graph.name} has other tensors than the contract: {', '.join(sorted(odd)[:4])}."
            )
        self._lock = threading.Lock()
        self.computed = {"prompt": 0, "written": 0}

    def run(
        self,
        ids: Sequence[int],
        rows: Sequence[int],
        cancellation: RunCancellation | None = None,
    ) -> Logits:
        """Logits (R, V) of what stands at the tokens ``rows`` (R,) of ids (S,). Raises
        RunCancelled when ``cancellation`` is used before it is through."""
        text = np.array([ids], np.int64)
        own = np.array(rows, np.int64) if self._picks else np.ones_like(text)
        feeds = {"input_ids": text, "logits_rows" if self._picks else "attention_mask": own}
        options = cancellation.options if cancellation else None
        with self._lock:
            try:
                (logits,) = self._session.run(["logits"], feeds, options)
            except Exception as error:  # onnxruntime raises a dozen unrelated classes
                if cancellation and cancellation.options.terminate:
                    raise RunCancelled from error
                raise
            self.computed["prompt"] += len(ids)
        picked: Logits = logits if self._picks else logits[0, list(rows)]
        return picked
