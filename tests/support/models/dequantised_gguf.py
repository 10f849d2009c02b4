"""A GGUF with the same metadata and every tensor as F32."""

from __future__ import annotations

from pathlib import Path

from gguf import GGUFReader, GGUFWriter, dequantize


def write_dequantised(path: Path, target: Path) -> Path:
    reader = GGUFReader(path)
    writer = GGUFWriter(target, reader.fields["general.architecture"].contents())
    for name, field in reader.fields.items():
        if name.startswith("GGUF.") or name == "general.architecture":
            continue
        kind, *inner = field.types
        writer.add_key_value(name, field.contents(), kind, inner[-1] if inner else None)
    for tensor in reader.tensors:
        writer.add_tensor(tensor.name, dequantize(tensor.data, tensor.tensor_type))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return target
