"""One small good file or folder of each kind, from which the hostile ones are made."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

from safetensors.numpy import save_file
from support.models.tiny import (
    manifest_of,
    tiny_config,
    tiny_tokenizer_text,
    tiny_weights,
    write_tiny_folder,
)
from support.models.tiny_gguf import write_gguf

from shotglass.contract import MANIFEST


def write_good(root: Path) -> dict[str, Path]:
    """By kind of reader: a folder each."""
    config = tiny_config("llama", layers=1)
    (root / "gguf").mkdir()
    write_gguf(root / "gguf" / "model.gguf", config, tiny_weights(config))
    model = _small_model(root)
    return {
        "gguf": root / "gguf",
        "safetensors": _hf(root / "hf"),
        "tokenizer": model,
        "manifest": model,
        "onnx": model,
    }


def _small_model(root: Path) -> Path:
    """With the graphs alone that the server loads by default."""
    folder = write_tiny_folder(root, "model", "gpt2", layers=1)
    manifest = manifest_of(folder)
    graphs = {kind: manifest.graphs[kind] for kind in ("native-fp32", "explain")}
    names = {"tokenizer.json"}
    names |= {name for graph in graphs.values() for name in (graph.file, *graph.weights)}
    files = {name: entry for name, entry in manifest.files.items() if name in names}
    for name in manifest.files.keys() - names:
        (folder / name).unlink()
    kept = replace(manifest, graphs=graphs, files=files)
    (folder / MANIFEST).write_text(kept.to_json(), encoding="utf-8")
    return folder


def _hf(folder: Path) -> Path:
    """A llama as transformers writes it, but for its metadata."""
    folder.mkdir()
    config = tiny_config("llama", layers=1)
    settings = {
        "model_type": "llama", "vocab_size": config.vocabulary, "hidden_size": config.width,
        "intermediate_size": config.ffn_width, "num_hidden_layers": config.layers,
        "num_attention_heads": config.heads, "num_key_value_heads": config.kv_heads,
        "head_dim": config.head_size, "max_position_embeddings": config.context,
        "rms_norm_eps": config.norm_epsilon, "hidden_act": "silu", "tie_word_embeddings": True,
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(settings))
    weights = {llama_name(name): array for name, array in tiny_weights(config).items()}
    save_file(weights, folder / "model.safetensors", {"format": "pt"})
    (folder / "tokenizer.json").write_text(tiny_tokenizer_text())
    (folder / "tokenizer_config.json").write_text(json.dumps({"eos_token": "<|endoftext|>"}))
    return folder


def llama_name(name: str) -> str:
    stem, _, suffix = name.rpartition(".")
    head, _, leaf = stem.rpartition(".")
    if leaf in ("embedding", "final_norm"):
        return {"embedding": "model.embed_tokens", "final_norm": "model.norm"}[leaf] + ".weight"
    if leaf.endswith("_norm"):
        kinds = {"attention_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm"}
        return f"model.{head}.{kinds[leaf]}.{suffix}"
    layer, _, part = head.rpartition(".")
    short = {"query": "q", "key": "k", "value": "v", "output": "o"}.get(leaf, leaf)
    return f"model.{layer}.{'self_attn' if part == 'attention' else 'mlp'}.{short}_proj.{suffix}"


def write_good_pickle(folder: Path) -> Path:
    import torch  # seconds that only the pickles need
    from support.models.tiny_nanogpt import nano_state, random_model, write_beside

    folder.mkdir()
    write_beside(folder)
    torch.save(nano_state(random_model(layers=1)), folder / "ckpt.pt")
    return folder


def copy(source: Path, target: Path) -> Path:
    shutil.copytree(source, target)
    return target
