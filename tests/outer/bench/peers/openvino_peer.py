"""OpenVINO GenAI: continuous batching over weights that optimum-intel has converted."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import openvino
import openvino_genai
from protocol import THREADS, Clock, Floats, Generated, Ids, Unsupported, serve

POOL = 2  # GiB of keys and values


class OpenVino:
    def __init__(self, options: dict[str, Any]) -> None:
        self._made = Path(options["made"])
        if not (self._made / "openvino_model.xml").exists():
            _convert(options["weights"], self._made, options["weight_format"])
        self._properties = {"INFERENCE_NUM_THREADS": THREADS, **options["properties"]}
        self._pipeline: Any = None
        self.files = [str(self._made / f"openvino_model.{end}") for end in ("xml", "bin")]
        self.versions = {name: version(name) for name in ("openvino", "openvino-genai")}

    @property
    def pipeline(self) -> Any:
        if self._pipeline is None:
            scheduling = openvino_genai.SchedulerConfig()
            scheduling.cache_size = POOL
            scheduling.enable_prefix_caching = True
            self._pipeline = openvino_genai.ContinuousBatchingPipeline(
                str(self._made), scheduling, "CPU", self._properties
            )
        return self._pipeline

    def logits(self, ids: Ids) -> Floats:
        """By the runtime itself, since the pipeline tells none; with the same properties."""
        model = openvino.Core().compile_model(
            str(self._made / "openvino_model.xml"), "CPU", _without_cache(self._properties)
        )
        given = {
            "input_ids": np.array([ids], np.int64),
            "attention_mask": np.ones((1, len(ids)), np.int64),
            "position_ids": np.arange(len(ids), dtype=np.int64)[None],
            "beam_idx": np.zeros(1, np.int32),
        }
        names = {name for port in model.inputs for name in port.names}
        found = model({name: array for name, array in given.items() if name in names})
        logits: Floats = found["logits"][0]
        return logits

    def generate(self, prompts: list[list[int]], tokens: int, samples: int) -> Generated:
        settings = openvino_genai.GenerationConfig()
        settings.max_new_tokens = settings.min_new_tokens = tokens
        settings.ignore_eos = True
        settings.do_sample, settings.num_return_sequences = samples > 1, samples
        rows = [openvino.Tensor(np.array([prompt], np.int64)) for prompt in prompts]
        clock, pipeline = Clock(), self.pipeline
        alone = len(prompts) * samples == 1  # a streamer takes one row alone
        streamed = [_looking(clock)] if alone else []
        results = pipeline.generate(rows, [settings] * len(rows), *streamed)
        seconds = clock.seconds
        ids = [list(row) for result in results for row in result.m_generation_ids]
        return Generated(seconds, clock.first or None, ids)

    def remember(self, prefix: list[int]) -> None:
        """As an earlier request would: the scheduler keeps its blocks."""
        self.generate([prefix], 1, 1)


class Stateful(OpenVino):
    """Its other pipeline: one static batch, the cache inside the model, no scheduler."""

    @property
    def pipeline(self) -> Any:
        if self._pipeline is None:
            properties = {**self._properties, "ATTENTION_BACKEND": "SDPA"}
            self._pipeline = openvino_genai.LLMPipeline(str(self._made), "CPU", properties)
        return self._pipeline

    def generate(self, prompts: list[list[int]], tokens: int, samples: int) -> Generated:
        settings = openvino_genai.GenerationConfig()
        settings.max_new_tokens = settings.min_new_tokens = tokens
        settings.ignore_eos, settings.do_sample = True, samples > 1
        rows = [prompt for prompt in prompts for _ in range(samples)]
        clock, pipeline = Clock(), self.pipeline
        streamed = [_looking(clock)] if len(rows) == 1 else []
        results = pipeline.generate(_padded(rows), settings, *streamed)
        return Generated(clock.seconds, clock.first or None, [list(row) for row in results.tokens])

    def remember(self, prefix: list[int]) -> None:
        raise Unsupported("this pipeline keeps nothing from one prompt to another")


def _padded(rows: list[list[int]]) -> Any:
    longest = max(map(len, rows))
    ids = [[0] * (longest - len(row)) + row for row in rows]
    mask = [[0] * (longest - len(row)) + [1] * len(row) for row in rows]
    tensors = (openvino.Tensor(np.array(array, np.int64)) for array in (ids, mask))
    return openvino_genai.TokenizedInputs(*tensors)


def _made(options: dict[str, Any]) -> OpenVino:
    return (Stateful if options.get("stateful") else OpenVino)(options)


def _looking(clock: Clock) -> Any:
    class Looking(openvino_genai.StreamerBase):  # type: ignore[misc]
        def write(self, _: Any) -> Any:
            clock.tick()
            return openvino_genai.StreamingStatus.RUNNING

        def end(self) -> None:
            pass

    return Looking()


def _without_cache(properties: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in properties.items() if key != "KV_CACHE_PRECISION"}


def _convert(weights: str, made: Path, weight_format: str) -> None:
    command = [str(Path(sys.executable).with_name("optimum-cli")), "export", "openvino"]
    command += ["--model", weights, "--task", "text-generation-with-past"]
    command += ["--weight-format", weight_format, str(made)]
    subprocess.run(command, check=True, stdout=sys.stderr)


if __name__ == "__main__":
    serve(_made)
