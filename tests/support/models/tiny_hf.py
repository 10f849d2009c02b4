"""Random checkpoint folders of every family, written and read by ``transformers`` itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tokenizers
import torch
import transformers
from support.models.tiny import tiny_tokenizer_text
from tokenizers import decoders, models, normalizers

Settings = dict[str, Any]
Maker = tuple[Any, Callable[[np.random.Generator], Settings]]  # transformers' class, its settings
PRIMES = [331, 337, 347, 349, 353, 359, 367, 373, 379, 383, 389, 397, 401, 409, 419, 421]
TEXT = 21  # tokens that are compared
DTYPES = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}


@dataclass(frozen=True)
class Written:
    """A folder, and the model that it was written from, in float32."""

    family: str
    folder: Path
    model: Any

    def logits(self, ids: np.ndarray) -> np.ndarray:
        """ids (S,) -> (S, V), by transformers."""
        with torch.no_grad():
            return self.model(torch.tensor(ids)[None]).logits[0].numpy()


def write_checkpoint(
    root: Path,
    family: str,
    seed: int,
    dtype: str = "float32",
    shards: bool = False,
    maker: Maker | None = None,
) -> Written:
    """The folder ``root/family-seed`` with odd sizes drawn by ``seed``, tokenizer and all.
    ``maker``: of a family that is none of ``FAMILIES``."""
    kind, settings_of = maker or FAMILIES[family]
    settings = settings_of(np.random.default_rng([seed, len(family)]))
    made = kind(getattr(transformers, kind.config_class.__name__)(**settings))
    model = _randomised(made, seed).to(DTYPES[dtype])
    folder = root / f"{family}-{seed}"
    model.save_pretrained(folder, **({"max_shard_size": "30KB"} if shards else {}))
    write_tokenizer(folder, family)
    read = kind.from_pretrained(folder, dtype=torch.float32)  # whose angles are not rounded
    return Written(family, folder, read.eval())


def as_version_4(folder: Path) -> None:
    """Rewrite config.json as transformers 4 wrote it."""
    path = folder / "config.json"
    data = json.loads(path.read_text())
    data["torch_dtype"] = data.pop("dtype")
    if rope := data.pop("rope_parameters", None):
        data["rope_theta"] = rope.pop("rope_theta")
        kind = rope.pop("rope_type")
        # "type" is older still; llama3 came with "rope_type"
        name = "rope_type" if kind == "llama3" else "type"
        data["rope_scaling"] = None if kind == "default" else {name: kind, **rope}
    path.write_text(json.dumps(data))


def _gpt1(draw: np.random.Generator) -> Settings:
    heads = int(draw.choice([1, 2, 3, 5]))
    return {
        "vocab_size": int(draw.choice(PRIMES)),
        "n_positions": int(draw.integers(TEXT + 3, 40)),
        "n_embd": heads * int(draw.choice([5, 7, 8, 10, 12, 13])),
        "n_layer": int(draw.integers(1, 4)),
        "n_head": heads,
        "afn": str(draw.choice(["gelu", "silu", "swish", "relu"])),
    }


def _gpt2(draw: np.random.Generator) -> Settings:
    settings = _gpt1(draw)
    del settings["afn"]
    return settings | {
        "n_inner": draw.choice([None, 37, 75]),
        "activation_function": str(
            draw.choice(["gelu_new", "gelu", "gelu_pytorch_tanh", "silu", "relu"])
        ),
        "tie_word_embeddings": bool(draw.integers(2)),
        "layer_norm_epsilon": float(draw.choice([1e-5, 1e-6])),
    }


def llama_like(draw: np.random.Generator) -> Settings:
    groups = int(draw.choice([1, 2, 3]))
    heads = groups * int(draw.choice([1, 2, 3]))
    return {
        "vocab_size": int(draw.choice(PRIMES)),
        "max_position_embeddings": int(draw.integers(TEXT + 3, 60)),
        "hidden_size": heads * int(draw.choice([5, 7, 9])),  # transformers asks for a multiple
        "num_hidden_layers": int(draw.integers(1, 4)),
        "num_attention_heads": heads,
        "num_key_value_heads": groups,
        "head_dim": int(draw.choice([6, 10, 12, 16, 20, 24, 32])),
        "intermediate_size": int(draw.choice([37, 53, 75])),
        "rms_norm_eps": float(draw.choice([1e-5, 1e-6])),
        "hidden_act": str(draw.choice(["silu", "gelu", "gelu_pytorch_tanh", "relu"])),
        "tie_word_embeddings": bool(draw.integers(2)),
        "rope_parameters": {"rope_type": "default", "rope_theta": float(draw.choice([1e4, 5e5]))},
    }


def _llama(draw: np.random.Generator) -> Settings:
    settings = llama_like(draw)
    stretched: list[Settings] = [
        {},
        {"rope_type": "linear", "factor": 2.5},
        {
            "rope_type": "llama3",
            "factor": 8.0,
            "low_freq_factor": 1.0,
            "high_freq_factor": 4.0,
            "original_max_position_embeddings": 16,
        },
    ]
    settings["rope_parameters"] |= stretched[int(draw.integers(3))]
    return settings | {
        "attention_bias": bool(draw.integers(2)),
        "mlp_bias": bool(draw.integers(2)),
    }


def _mistral(draw: np.random.Generator) -> Settings:
    return llama_like(draw) | {"sliding_window": draw.choice([None, 4, 9])}


def _qwen2(draw: np.random.Generator) -> Settings:
    settings = llama_like(draw)
    size, heads = settings.pop("head_dim"), settings["num_attention_heads"]
    return settings | {
        "hidden_size": size * heads,  # its heads are of no other size
        "use_sliding_window": bool(draw.integers(2)),
        "sliding_window": 5,
        "max_window_layers": 1,
    }


def _bert(draw: np.random.Generator) -> Settings:
    heads = int(draw.choice([1, 2, 3, 5]))
    return {
        "vocab_size": int(draw.choice(PRIMES)),
        "hidden_size": heads * int(draw.choice([5, 7, 8, 10, 13])),
        "num_hidden_layers": int(draw.integers(1, 4)),
        "num_attention_heads": heads,
        "intermediate_size": int(draw.choice([37, 53, 75])),
        "max_position_embeddings": int(draw.integers(TEXT + 3, 40)),
        "type_vocab_size": int(draw.integers(1, 4)),
        "hidden_act": str(draw.choice(["gelu", "gelu_new", "silu", "relu"])),
        "tie_word_embeddings": bool(draw.integers(2)),
    }


FAMILIES: Mapping[str, Maker] = {
    "openai-gpt": (transformers.OpenAIGPTLMHeadModel, _gpt1),
    "gpt2": (transformers.GPT2LMHeadModel, _gpt2),
    "llama": (transformers.LlamaForCausalLM, _llama),
    "mistral": (transformers.MistralForCausalLM, _mistral),
    "qwen2": (transformers.Qwen2ForCausalLM, _qwen2),
    "bert": (transformers.BertForMaskedLM, _bert),
}


def _randomised(model: Any, seed: int) -> Any:
    """Weights large enough that every part of the model matters to the logits."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            noise = torch.randn(weight.shape, generator=generator)
            if weight.ndim == 1:
                is_norm = "norm" in name.lower() or "ln_" in name
                less = "gemma" in model.config.model_type  # its norms are stored less 1
                is_one = is_norm and name.endswith("weight") and not less
                weight.copy_(0.2 * noise + (1 if is_one else 0))
            else:
                weight.copy_(noise * (0.2 if "emb" in name or "wte" in name else 0.15))
    model.tie_weights()
    return model


def write_tokenizer(folder: Path, family: str) -> None:
    """The files that the family's own tokenizer has: old ones, but for those of later models."""
    if family == "bert":
        words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "and", "of", "a", "##s", "."]
        (folder / "vocab.txt").write_text("\n".join([*words, *"bcdefgh"]) + "\n")
    elif family == "openai-gpt":
        words = ["<unk>", *"abcdefghijklmnopqrstuvwxyz"]
        words += [f"{word}</w>" for word in [*words[1:], ".", ",", "the"]] + ["th"]
        vocabulary = {word: id for id, word in enumerate(words)}
        (folder / "vocab.json").write_text(json.dumps(vocabulary))
        (folder / "merges.txt").write_text("#version: 0.2\nt h\nth e</w>\n")
    elif family == "gpt2":
        model = json.loads(tiny_tokenizer_text())["model"]
        lines = [" ".join(pair) for pair in model["merges"]]
        (folder / "vocab.json").write_text(json.dumps(model["vocab"]))
        (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *lines]) + "\n")
    elif family == "qwen2":
        (folder / "tokenizer.json").write_text(tiny_tokenizer_text())
    else:
        (folder / "tokenizer.json").write_text(sentencepiece_text())


def sentencepiece_text() -> str:
    """A tokenizer.json as Llama 2's and Mistral's: bytes where there is no piece."""
    space = "\u2581"
    pieces = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    pieces += [space, *"abcdefghijklmnopqrstuvwxyz", "th", "the", f"{space}the"]
    inner = tokenizers.Tokenizer(
        models.BPE(
            {piece: id for id, piece in enumerate(pieces)},
            [("t", "h"), ("th", "e"), (space, "the")],
            unk_token="<unk>",
            fuse_unk=True,
            byte_fallback=True,
        )
    )
    prepend, replace = normalizers.Prepend(space), normalizers.Replace(" ", space)
    inner.normalizer = normalizers.Sequence([prepend, replace])
    steps = [decoders.Replace(space, " "), decoders.ByteFallback(), decoders.Fuse()]
    inner.decoder = decoders.Sequence([*steps, decoders.Strip(" ", 1, 0)])
    inner.post_processor = tokenizers.processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", 1)]
    )
    inner.add_special_tokens(["<unk>", "<s>", "</s>"])
    return str(inner.to_str())
