"""llama.cpp through its C interface, built for this processor: its batches, its cache, our loop."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
from protocol import THREADS, Clock, Floats, Generated, Ids, Unsupported, serve

ENVIRONMENT = Path(sys.prefix)
PROGRAMS = ENVIRONMENT / "build" / "bin"
os.environ["LLAMA_CPP_LIB_PATH"] = str(PROGRAMS)
sys.path.insert(0, str(ENVIRONMENT / "source"))
import llama_cpp as llama  # noqa: E402  the module of the same sources

ROWS, ROOM, BATCH = 16, 768, 2048  # sequences, tokens of each, tokens read at once
FP32 = 0  # ggml's number of the type


class LlamaCpp:
    def __init__(self, options: dict[str, Any]) -> None:
        path, exact = Path(options["made"]), options["type"] == "F32"
        if exact or options["type"] == "Q4_1":
            path = Path(options["gguf" if exact else "original"])
        elif not path.exists():
            _quantise(options["gguf"], path, options["type"])
        self._model = llama.llama_model_load_from_file(
            str(path).encode(), llama.llama_model_default_params()
        )
        self._context = llama.llama_init_from_model(self._model, _settings(exact))
        self._vocabulary = llama.llama_vocab_n_tokens(llama.llama_model_get_vocab(self._model))
        self._memory = llama.llama_get_memory(self._context)
        self._batch = llama.llama_batch_init(BATCH, 0, 1)
        self._sampler = _drawing()
        self._kept: list[int] = []
        self.files = [str(path)]
        self.versions = {"llama-cpp-python": llama.__version__}

    def logits(self, ids: Ids) -> Floats:
        llama.llama_memory_clear(self._memory, True)
        self._decode([(id, place, 0, True) for place, id in enumerate(ids)])
        return self._outputs(len(ids)).copy()

    def generate(self, prompts: list[list[int]], tokens: int, samples: int) -> Generated:
        rows, known = len(prompts) * samples, len(self._kept)
        clock = Clock()
        if rows > ROWS:
            return self._in_turns(prompts, tokens, known, clock)
        if not known:
            llama.llama_memory_clear(self._memory, False)
        self._read(prompts, samples, known)
        at = [length for prompt in prompts for length in [len(prompt)] * samples]
        outputs = [row // samples for row in range(rows)]
        made: list[list[int]] = []
        for step in range(tokens):
            made.append(self._choose(outputs, samples > 1))
            clock.tick()
            if step + 1 < tokens:
                self._decode([(id, at[row] + step, row, True) for row, id in enumerate(made[-1])])
                outputs = list(range(rows))
        seconds = clock.seconds
        self._kept = []
        return Generated(seconds, clock.first, np.array(made).T.tolist())

    def _in_turns(
        self, prompts: list[list[int]], tokens: int, known: int, clock: Clock
    ) -> Generated:
        """More prompts than sequences, a token each: some at a time, after the prefix that the
        first sequence holds."""
        if tokens > 1:
            raise Unsupported(f"more than {ROWS} sequences")
        made: list[list[int]] = []
        for first in range(0, len(prompts), ROWS):
            group = prompts[first : first + ROWS]
            for row in range(len(group)):
                llama.llama_memory_seq_rm(self._memory, row, known if row == 0 else -1, -1)
                if row:
                    llama.llama_memory_seq_cp(self._memory, 0, row, -1, -1)
            self._read(group, 1, known)
            made += [[id] for id in self._choose(list(range(len(group))), False)]
        self._kept = []
        return Generated(clock.seconds, None, made)

    def remember(self, prefix: list[int]) -> None:
        """Left in the first sequence's cache, as its server leaves it in a slot."""
        llama.llama_memory_clear(self._memory, False)
        self._decode([(id, place, 0, False) for place, id in enumerate(prefix)])
        self._kept = prefix

    def _read(self, prompts: list[list[int]], samples: int, known: int) -> None:
        """All prompts in one batch; the other samples get copies."""
        self._decode(
            [
                (id, place, number * samples, place == len(prompt) - 1)
                for number, prompt in enumerate(prompts)
                for place, id in enumerate(prompt)
                if place >= known
            ]
        )
        for first in range(0, len(prompts) * samples, samples):
            for row in range(first + 1, first + samples):
                llama.llama_memory_seq_cp(self._memory, first, row, -1, -1)

    def _decode(self, entries: list[tuple[int, int, int, bool]]) -> None:
        """(token, its place, its sequence, whether its logits are asked for)"""
        batch = self._batch
        batch.n_tokens = len(entries)
        for i, (token, place, sequence, asked) in enumerate(entries):
            batch.token[i], batch.pos[i], batch.logits[i] = token, place, asked
            batch.n_seq_id[i], batch.seq_id[i][0] = 1, sequence
        if failed := llama.llama_decode(self._context, batch):
            raise RuntimeError(f"llama_decode returned {failed}")

    def _outputs(self, rows: int) -> Floats:
        """(rows, V): of the tokens whose logits were asked for, in their order; not a copy."""
        pointer = llama.llama_get_logits(self._context)
        return np.ctypeslib.as_array(pointer, (rows * self._vocabulary,)).reshape(rows, -1)

    def _choose(self, outputs: list[int], sampled: bool) -> list[int]:
        logits = self._outputs(max(outputs) + 1)
        if not sampled:
            return [int(logits[output].argmax()) for output in outputs]
        return [self._draw(logits[output]) for output in outputs]

    def _draw(self, logits: Floats) -> int:
        """By the library's own sampler, over an array of candidates as its examples make it."""
        candidates = np.zeros(self._vocabulary, _CANDIDATE)
        candidates["id"], candidates["logit"] = np.arange(self._vocabulary), logits
        kind = ctypes.POINTER(llama.llama_token_data)
        array = llama.llama_token_data_array(
            candidates.ctypes.data_as(kind), self._vocabulary, -1, False
        )
        llama.llama_sampler_apply(self._sampler, ctypes.byref(array))
        return int(array.data[array.selected].id)


_CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])


def _quantise(original: str, path: Path, kind: str) -> None:
    """As its llama-quantize does when nothing but the type is said."""
    settings = llama.llama_model_quantize_default_params()
    settings.nthread = THREADS
    settings.ftype = getattr(llama, f"LLAMA_FTYPE_MOSTLY_{kind}")
    made = path.with_suffix(".new")
    settings_pointer = ctypes.byref(settings)
    if llama.llama_model_quantize(original.encode(), str(made).encode(), settings_pointer):
        raise RuntimeError(f"llama_model_quantize could not make {kind}")
    made.rename(path)


def _settings(exact: bool) -> Any:
    settings = llama.llama_context_default_params()
    settings.n_ctx, settings.n_seq_max, settings.kv_unified = ROWS * ROOM, ROWS, False
    settings.n_batch, settings.n_ubatch = BATCH, 512
    settings.n_threads = settings.n_threads_batch = THREADS
    settings.flash_attn_type = 0 if exact else 1
    if exact:
        settings.type_k = settings.type_v = FP32
    return settings


def _drawing() -> Any:
    chain = llama.llama_sampler_chain_init(llama.llama_sampler_chain_default_params())
    llama.llama_sampler_chain_add(chain, llama.llama_sampler_init_dist(1))
    return chain


if __name__ == "__main__":
    serve(LlamaCpp)
