"""A model folder that is in order but holds no model, and a runner that follows a script."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path

import numpy as np
import tokenizers

from shotglass.architecture import ModelConfig
from shotglass.contract import MANIFEST, TOKENIZER, FileEntry, GraphEntry, GraphKind, Manifest, Task
from shotglass.decoding import BeamSettings, DecodingSettings
from shotglass.engine.batching.cancellation import CancellationToken
from shotglass.engine.self_check import SelfCheck
from shotglass.engine.tasks.complete import CompletionRequest
from shotglass.engine.tasks.explain import ExplainOptions, Explanation
from shotglass.engine.tasks.logits import NextLogits
from shotglass.engine.tasks.score import Batch, PromptScore
from shotglass.errors import ContextLengthExceeded
from shotglass.events import (
    Accepted,
    BeamNode,
    BeamResult,
    BeamStep,
    CompletionToken,
    Distribution,
    Done,
    End,
    Event,
    Found,
    Piece,
    PromptComputed,
    Score,
    Start,
    Token,
    TokenLogprobs,
)
from shotglass.prompting import Lane, Prompt
from shotglass.server.streaming.in_thread import in_thread
from shotglass.server.streaming.live_run import Events
from shotglass.text import PromptTokens, Tokenizer

CONFIG = ModelConfig(
    vocabulary=256, context=64, layers=1, width=8, heads=2, kv_heads=1, head_size=4, ffn_width=8,
    norm="rms", norm_epsilon=1e-5, positions="rotary", activation="silu", gated=True, tied=True,
)  # fmt: skip
NOTHING = Distribution(alternatives=(), rest=1.0, rest_tokens=256, entropy=5.5)


@cache
def byte_tokenizer() -> tokenizers.Tokenizer:
    """One token a byte; ids are the byte values."""
    letters = tokenizers.pre_tokenizers.ByteLevel.alphabet()
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    stand_in = {chr(b): b for b in printable} | {chr(256 + i): b for i, b in enumerate(others)}
    assert set(stand_in) == set(letters)
    inner = tokenizers.Tokenizer(tokenizers.models.BPE(vocab=stand_in, merges=[]))
    inner.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = tokenizers.decoders.ByteLevel()
    return inner


tokenizer = cache(lambda: Tokenizer(byte_tokenizer()))


def write_folder(root: Path, id: str, task: Task = "causal-lm", size: int = 5000) -> Path:
    """A folder with one graph over one weights file, both only bytes."""
    folder = root / id
    folder.mkdir(parents=True)
    contents = contents_of(id, size)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    (folder / MANIFEST).write_text(manifest_of(id, contents, task).to_json())
    return folder


def contents_of(id: str, size: int = 5000) -> dict[str, bytes]:
    return {
        TOKENIZER: byte_tokenizer().to_str().encode(),
        "portable.onnx": b"graph of " + id.encode(),
        "weights.fp32.bin": (bytes(range(251)) * (size // 251 + 1))[:size],
    }


def manifest_of(id: str, contents: dict[str, bytes], task: Task = "causal-lm") -> Manifest:
    kinds: list[GraphKind] = ["portable"]
    if task == "causal-lm":
        kinds.append("native-fp32")
    graph = GraphEntry("portable.onnx", ("weights.fp32.bin",), "fp32")
    return Manifest(
        id=id,
        name=id.title(),
        task=task,
        architecture=CONFIG,
        graphs=dict.fromkeys(kinds, graph),
        files={
            name: FileEntry(len(content), hashlib.sha256(content).hexdigest())
            for name, content in contents.items()
        },
        start_id=0,
        stop_ids=(0,),
        licence="Apache-2.0",
    )


class ScriptedRunner:
    """Answers "abc" to everything. A prompt of more than 60 letters is too long; "wait" in a
    prompt waits for ``go`` after Start, "slow" takes 50 ms a token, "long" takes all tokens that
    are asked for; "crash" and "crash later" raise what nobody expects.
    """

    fingerprint = "fp_fake"
    waiting = 0
    fault = None
    checked = SelfCheck(decoding=True, reading=True)
    computed = {"prompt": 0, "written": 0}
    provider = "cpu"
    writes = GraphEntry("portable.onnx", ("weights.fp32.bin",), "fp32")
    context = 32

    def __init__(self) -> None:
        self.tokenizer = tokenizer()
        self.manifest = manifest_of("fake", contents_of("fake"))
        self.prompts = PromptTokens.of(self.tokenizer, self.manifest)
        self.go = threading.Event()
        self.closed = threading.Event()  # an event iterator has been closed
        self.settings: DecodingSettings | None = None
        self.searched: BeamSettings | None = None

    def generate(
        self,
        prompt: str,
        settings: DecodingSettings,
        changes: None,
        cancelled: CancellationToken,
    ) -> Events[Event]:
        return in_thread(partial(self._generate, prompt, settings))(cancelled)

    def _generate(
        self, prompt: str, settings: DecodingSettings, cancelled: threading.Event
    ) -> Iterator[Event]:
        self.settings = settings
        if len(prompt) > 60:
            raise ContextLengthExceeded("It is too long by 3 tokens.", over_by=3)
        if prompt == "crash":
            raise RuntimeError("the secret is /root/password")
        try:
            yield from self._script(prompt, settings, "", cancelled)
        finally:
            self.closed.set()

    def complete(self, asked: CompletionRequest, cancelled: CancellationToken) -> Events[Event]:
        return in_thread(partial(self._complete, asked))(cancelled)

    def _complete(self, asked: CompletionRequest, cancelled: threading.Event) -> Iterator[Event]:
        """The script of the first prompt, told as a completion."""
        prompt = bytes(asked.prompts[0]).decode()
        settings = asked.settings or DecodingSettings(max_tokens=1)
        try:
            for event in self._script(prompt, settings, "", cancelled):
                if isinstance(event, Start):
                    yield Accepted()
                    yield PromptComputed("0", ())
                elif isinstance(event, Token):
                    yield CompletionToken(
                        "0", 0, TokenLogprobs(event.id, event.logprob, ()), event.text
                    )
                elif isinstance(event, Done):
                    yield Done("0", 0, event.reason, event.text, event.tokens)
                elif isinstance(event, End):
                    yield event
        finally:
            self.closed.set()

    def compare(
        self,
        prompt: Prompt,
        lanes: Sequence[Lane],
        settings: DecodingSettings,
        changes: None,
        cancelled: CancellationToken,
    ) -> Events[Event]:
        return in_thread(partial(self._compare, prompt, lanes, settings))(cancelled)

    def _compare(
        self,
        prompt: Prompt,
        lanes: Sequence[Lane],
        settings: DecodingSettings,
        cancelled: threading.Event,
    ) -> Iterator[Event]:
        for lane in lanes:
            told = self._script(prompt.query.input, settings, lane.id, cancelled)
            yield from (event for event in told if not isinstance(event, End))
        yield End("", 1, 1, 1, 1.0, 2.0)

    def beam(
        self,
        prompt: str,
        settings: BeamSettings,
        cancelled: CancellationToken,
        continuation: Sequence[int] = (),
        constraint: object = None,
    ) -> Events[Event]:
        return in_thread(partial(self._beam, prompt, settings))(cancelled)

    def _beam(
        self, prompt: str, settings: BeamSettings, cancelled: threading.Event
    ) -> Iterator[Event]:
        self.searched = settings
        yield Start("", "fake", prompt, (), (), 64, settings.n)
        yield BeamStep("", 0, (BeamNode(1, 0, 97, "a", -0.5, -0.5, "finished", -0.5),))
        yield Found("", (BeamResult(1, (97,), "a", "length", -0.5, -0.5),), 1)

    def score(self, prompt: str, labels: Sequence[str], changes: None) -> Score:
        return Score("", (), 0.5, NOTHING, ())

    def score_batch(self, batch: Batch, cancelled: threading.Event) -> Iterator[PromptScore | End]:
        for prompt in batch.prompts:
            yield PromptScore(len(prompt), (), 0.5, ())
        yield End("", 3, 2, 0, 0.0, 1.0)

    def logits(
        self,
        prompt: str,
        continuation: Sequence[int],
        changes: None,
        prompt_top: int | None,
        cancelled: threading.Event,
    ) -> NextLogits:
        pieces = tuple(Piece(ord(char), char, i, i + 1) for i, char in enumerate(prompt))
        return NextLogits(
            tuple(piece.id for piece in pieces), pieces, (), np.arange(256, dtype=np.float32)
        )

    def explain(self, prompt: str, wanted: ExplainOptions, most_bytes: int) -> Explanation:
        pieces = tuple(Piece(ord(char), char, i, i + 1) for i, char in enumerate(prompt))
        return Explanation(pieces, {}, None, None)

    def close(self) -> None: ...

    def _script(
        self, prompt: str, settings: DecodingSettings, lane: str, cancelled: threading.Event
    ) -> Iterator[Event]:
        yield Start(lane, "fake", prompt, (), (), 64, 1)
        if "wait" in prompt:
            while not (self.go.wait(0.05) or cancelled.is_set()):
                pass
        if "crash later" in prompt:
            raise RuntimeError("the secret is /root/password")
        letters = ("abc" * 1500)[: settings.max_tokens] if "long" in prompt else "abc"
        for index, letter in enumerate(letters):
            if "slow" in prompt and cancelled.wait(0.05):
                return
            yield Token(lane, 0, index, ord(letter), letter, letter, -1.0, 0, NOTHING, {}, None)
        yield Done(lane, 0, "length", letters, len(letters))
        yield End("", len(prompt), len(prompt), len(letters), 1.0, 2.0)
