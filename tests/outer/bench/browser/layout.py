"""A model folder as transformers.js loads it, over the very weights that our page fetches.

The portable graph with its matrices stored in fp16 and cast to fp32, in one file: the same bytes
and the same arithmetic as ``web.onnx`` has.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from shotglass.contract import MANIFEST, TOKENIZER, Manifest


def write(folder: Path, target: Path) -> None:
    """``folder``: an installed model."""
    manifest = Manifest.from_json((folder / MANIFEST).read_text("utf-8"))
    (target / "onnx").mkdir(parents=True)
    shutil.copy(folder / TOKENIZER, target)
    files = {
        "config.json": _config(manifest),
        "generation_config.json": {"eos_token_id": list(manifest.stop_ids)},
        "tokenizer_config.json": {"tokenizer_class": "PreTrainedTokenizer"},
    }
    for name, content in files.items():
        (target / name).write_text(json.dumps(content), encoding="utf-8")
    onnx.save(_halved(onnx.load(folder / "portable.onnx")), target / "onnx" / "model.onnx")


def _halved(model: onnx.ModelProto) -> onnx.ModelProto:
    """What is large and fp32 becomes fp16 and a cast."""
    casts = []
    for tensor in model.graph.initializer:
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) < 1024:
            continue
        name, half = tensor.name, numpy_helper.to_array(tensor).astype(np.float16)
        tensor.CopyFrom(numpy_helper.from_array(half, f"{name}.half"))
        casts.append(helper.make_node("Cast", [tensor.name], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    return model


def _config(manifest: Manifest) -> dict[str, Any]:
    """What transformers.js makes empty caches by."""
    c = manifest.architecture
    shared = {"vocab_size": c.vocabulary, "eos_token_id": list(manifest.stop_ids)}
    if c.positions == "learned":
        sizes = {"n_embd": c.width, "n_head": c.heads, "n_layer": c.layers}
        return shared | sizes | {"model_type": "gpt2", "architectures": ["GPT2LMHeadModel"]}
    return shared | {
        "model_type": "llama",
        "architectures": ["LlamaForCausalLM"],
        "hidden_size": c.width,
        "head_dim": c.head_size,
        "num_attention_heads": c.heads,
        "num_key_value_heads": c.kv_heads,
        "num_hidden_layers": c.layers,
    }
