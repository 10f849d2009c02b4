"""GGUF files in fp32, which llama.cpp's own tool quantises from there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter, dequantize
from names import unused
from numpy.typing import NDArray

UNUSED = 5  # the type of a token that no text makes


def write_gguf(
    path: Path, original: Path, tensors: Mapping[str, NDArray[np.float32]], gpt2: Mapping[str, Any]
) -> None:
    """``original`` dequantised; or ``tensors`` of the shape ``gpt2`` with its tokenizer."""
    reader = GGUFReader(original)
    writer = GGUFWriter(path, "gpt2" if tensors else "llama")
    _copy_fields(reader, writer, "tokenizer." if tensors else "")
    if tensors:
        _add_gpt2(reader, writer, gpt2)
    else:
        tensors = {
            tensor.name: dequantize(tensor.data, tensor.tensor_type) for tensor in reader.tensors
        }
    for name, array in tensors.items():
        whole = np.ascontiguousarray(array, np.float32)
        writer.add_tensor(name, whole, raw_dtype=GGMLQuantizationType.F32)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _copy_fields(reader: GGUFReader, writer: GGUFWriter, prefix: str) -> None:
    padded = ("tokenizer.ggml.tokens", "tokenizer.ggml.token_type", "tokenizer.ggml.scores")
    for field in reader.fields.values():
        ours = field.name.startswith(("GGUF.", "general.architecture", "general.file_type"))
        if ours or not field.name.startswith(prefix) or (prefix and field.name in padded):
            continue
        kind = field.types[0]
        inner = field.types[-1] if kind == GGUFValueType.ARRAY else None
        writer.add_key_value(field.name, field.contents(), kind, sub_type=inner)


def _add_gpt2(reader: GGUFReader, writer: GGUFWriter, shape: Mapping[str, Any]) -> None:
    writer.add_context_length(shape["n_positions"])
    writer.add_embedding_length(shape["n_embd"])
    writer.add_feed_forward_length(4 * shape["n_embd"])
    writer.add_block_count(shape["n_layer"])
    writer.add_head_count(shape["n_head"])
    writer.add_layer_norm_eps(shape["layer_norm_epsilon"])
    tokens = list(reader.fields["tokenizer.ggml.tokens"].contents())
    types = list(reader.fields["tokenizer.ggml.token_type"].contents())
    missing = unused(len(tokens), shape["vocab_size"])
    writer.add_token_list([*tokens, *missing])
    writer.add_token_types([*types, *(UNUSED for _ in missing)])
