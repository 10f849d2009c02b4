"""Tiny random models: shapes, weights, a small tokenizer, and whole model folders of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import tokenizers
from numpy.typing import NDArray

from shotglass.architecture import ModelConfig, weight_shapes
from shotglass.contract import MANIFEST, TOKENIZER, Manifest
from shotglass.precisions import Addition
from shotglass_export.adding import add_graph
from shotglass_export.checkpoint import Card, Checkpoint
from shotglass_export.progress import silent
from shotglass_export.to_onnx.checks.parity import Tolerances
from shotglass_export.to_onnx.folder import write_folder, write_graphs
from shotglass_export.to_onnx.layout import Storage, addable, layout

Family = Literal["llama", "gpt1", "gpt2", "gpt3", "bert"]
# Random weights predict nothing worth agreeing on.
LOOSE = Tolerances(mean_kl=0.5, top1=0.0, web_kl=0.1, int4_kl=5.0, int4_top1=0.0)
END = "<|endoftext|>"
MASK = "<|mask|>"  # id 1 of a masked model's tokenizer
CHAT_TEMPLATE = (
    "{% for message in messages %}{{ message['role'] + ': ' + message['content'] }}"
    "<|endoftext|>\n{% endfor %}{% if add_generation_prompt %}{{ 'assistant:' }}{% endif %}"
)
# Of the form that Hermes and Qwen have, with tools, calls and their results.
TOOL_TEMPLATE = (
    "{%- if tools %}Tools: {% for tool in tools %}{{ tool | tojson }}{% endfor %} Call one as "
    '<tool_call>{"name": ..., "arguments": ...}</tool_call>\n{% endif %}'
    "{%- for message in messages %}{{ message.role + ': ' + message.content }}"
    "{%- for call in message.tool_calls %}<tool_call>"
    '{"name": "{{ call.function.name }}", "arguments": {{ call.function.arguments | tojson }}}'
    "</tool_call>{% endfor %}<|endoftext|>\n{% endfor %}"
    "{%- if add_generation_prompt %}{{ 'assistant:' }}{% endif %}"
)
_TEXT = (
    "the cat sat on the mat and the dog ran to the red house; one, two, three, 123.\n"
    "Review: good\nSentiment: Positive\n\nQ: fast -> slow, big -> small\n"
)


def tiny_config(family: Family, **changes: Any) -> ModelConfig:
    """Odd widths on purpose: none is a multiple of 64, and 52 is none of 8."""
    shared = {"vocabulary": len_vocabulary(), "context": 320, "layers": 2, "width": 52}
    if family == "llama":
        config = ModelConfig(
            **shared, heads=4, kv_heads=2, head_size=16, ffn_width=75, norm="rms",
            norm_epsilon=1e-5, positions="rotary", activation="silu", gated=True, tied=True,
            rope_theta=10_000.0,
        )  # fmt: skip
    else:
        config = ModelConfig(
            **shared, heads=3, kv_heads=3, head_size=8, ffn_width=75, norm="layer",
            norm_epsilon=1e-5, positions="learned", activation="gelu_tanh", gated=False, tied=True,
            attention_bias=True, output_bias=True, ffn_bias=True, **_OWN[family],
        )  # fmt: skip
    return replace(config, **changes)


_OWN: dict[str, dict[str, Any]] = {
    "gpt1": {"norm_first": False},
    "gpt2": {},
    "gpt3": {"windows": (0, 4)},  # dense and banded in turn
    "bert": {
        "norm_first": False,
        "bidirectional": True,
        "segments": 2,
        "embedding_norm": True,
        "head_transform": True,
    },
}


def tiny_weights(config: ModelConfig, seed: int = 0) -> dict[str, NDArray[np.float32]]:
    """Random weights large enough that every part of the model matters to the logits."""
    random = np.random.default_rng(seed)
    weights = {}
    for name, shape in weight_shapes(config).items():
        noise = random.standard_normal(shape)
        if "norm.weight" in name:
            array = 1 + 0.2 * noise
        elif len(shape) == 1:
            array = 0.2 * noise
        else:
            array = noise * (0.3 if "embedding" in name else 1.5 / np.sqrt(shape[-1]))
        weights[name] = array.astype(np.float32)
    return weights


@cache
def tiny_tokenizer_text(special: tuple[str, ...] = (END,)) -> str:
    """A byte-level BPE tokenizer.json: id 0 ends a text, then 256 bytes, then a few merges."""
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE())
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = tokenizers.decoders.ByteLevel()
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=331,
        special_tokens=list(special),
        initial_alphabet=tokenizers.pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
        min_frequency=1,
    )
    tokenizer.train_from_iterator([_TEXT], trainer)
    return str(tokenizer.to_str())


def len_vocabulary() -> int:
    return len(json.loads(tiny_tokenizer_text())["model"]["vocab"])


def tiny_checkpoint(family: Family, seed: int = 0, **changes: Any) -> Checkpoint:
    config = tiny_config(family, **changes)
    card = Card(
        name=f"Tiny random {family}",
        licence="Apache-2.0",
        languages=("en",),
        notes=("Random weights: it knows nothing.",),
        start_id=0,
        stop_ids=(0,),
        provenance={"seed": seed},
    )
    special = (END, MASK) if family == "bert" else (END,)
    tokenizer = json.loads(tiny_tokenizer_text(special))
    return Checkpoint(config, tiny_weights(config, seed), tokenizer, card)


def write_tiny_folder(
    root: Path,
    id: str,
    family: Family = "llama",
    seed: int = 0,
    storage: Storage = "full",
    add: Sequence[Addition] = (),
    **changes: Any,
) -> Path:
    """A whole model folder ``root/id`` of random weights, with the graphs ``add`` beside those that
    an import writes; ``changes`` are ModelConfig fields."""
    checkpoint = tiny_checkpoint(family, seed, **changes)
    write_whole(checkpoint, root / id, storage, add)
    return root / id


def write_whole(
    checkpoint: Checkpoint,
    target: Path,
    storage: Storage = "full",
    add: Sequence[Addition] = ("int8", "web", "fp16"),
) -> Manifest:
    """The model folder ``target`` with the graphs ``add``."""
    manifest = write_folder(checkpoint, target, storage=storage, tolerances=LOOSE)
    for name in add:
        manifest = add_graph(target, name, tolerances=LOOSE)
    return manifest


def write_unchecked(checkpoint: Checkpoint, folder: Path, storage: Storage = "full") -> None:
    """The tokenizer, an import's graphs and the 8-bit one, without checks and manifest."""
    config = checkpoint.config
    added = {kind: graph for kind, graph in addable(config, storage).items() if kind == "native"}
    write_graphs(config, checkpoint.weights, layout(config, storage) | added, folder, silent)
    (folder / TOKENIZER).write_text(json.dumps(checkpoint.tokenizer), encoding="utf-8")


def manifest_of(folder: Path) -> Manifest:
    return Manifest.from_json((folder / MANIFEST).read_text("utf-8"))


def give_chat_template(folder: Path, template: str = CHAT_TEMPLATE) -> None:
    """Make the model folder one that was imported with ``template``."""
    path = folder / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | {"chat_template": template}))


def give_start_token(folder: Path) -> None:
    """Make the model folder one whose source puts its start token before every text."""
    path = folder / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | {"adds_start": True}))


def rounded(weights: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[np.float32]]:
    """What fp16 keeps of them."""
    return {name: w.astype(np.float16).astype(np.float32) for name, w in weights.items()}
