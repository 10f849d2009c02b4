"""Whatever a key of a GGUF says, of all that llama.cpp knows, is refused or computed as there."""

from __future__ import annotations

import os
import re
import sys
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gguf import GGUFReader, GGUFValueType, GGUFWriter
from support.models.converted_gguf import ARCHITECTURES, maker, write_converted
from support.models.tiny_hf import write_checkpoint
from support.references import reference
from support.references.llama_cpp import LlamaCpp

from shotglass.errors import ImportFailed
from shotglass_export.importers.gguf.checkpoint import read_gguf

pytestmark = pytest.mark.slow

SAME, OTHER = 0, 10  # exit codes; any other one: llama.cpp takes no such file
NEAR = 2e-2  # nats
KNOWN = {("phi3", "attention.sliding_window")}  # which llama.cpp leaves out: docs/importing.md
NEW: tuple[Any, ...] = (2, 0.5, False, True, "linear")  # where the file does not have the key


def keys_of_llama_cpp() -> list[str]:
    """As its library holds them, behind a place for the architecture's name."""
    spec = find_spec("xllamacpp.xllamacpp")
    assert spec is not None
    assert spec.origin is not None
    names = re.findall(rb"%s[.]([a-z0-9_.]{3,60})\0", Path(spec.origin).read_bytes())
    return sorted({name.decode() for name in names} - {"position_embd.weight"})


def rewritten(source: Path, target: Path, key: str, value: Any) -> Path:
    """The file with one key that says something else; without it for None."""
    reader = GGUFReader(source)
    writer = GGUFWriter(target, reader.fields["general.architecture"].contents())
    for name, field in reader.fields.items():
        if name.startswith("GGUF.") or name in (key, "general.architecture"):
            continue
        if field.types[0] == GGUFValueType.ARRAY:
            writer.add_array(name, field.contents())
        else:
            writer.add_key_value(name, field.contents(), field.types[0])
    adding = {bool: writer.add_bool, int: writer.add_uint32, float: writer.add_float32}
    if value is not None:
        adding.get(type(value), writer.add_string)(key, value)
    for tensor in reader.tensors:
        writer.add_tensor(tensor.name, np.array(tensor.data), raw_dtype=tensor.tensor_type)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return target


def compare(path: Path, ids: list[int], ours: np.ndarray) -> None:
    """In a process of its own, which llama.cpp may end."""
    os.environ["GGML_NO_BACKTRACE"] = "1"
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    theirs = LlamaCpp(path, 64).likeliest(ids, 50)
    gap = max(abs(ours[id] - value) for id, value in theirs.items())
    os._exit(SAME if gap <= NEAR else OTHER)


def others(value: Any) -> list[Any]:
    """In its place; None takes it away."""
    if isinstance(value, bool):
        return [None, not value]
    if isinstance(value, int):
        return [None, value + 1, 2]
    return [None, value * 0.5] if isinstance(value, float) else [None]


def outcome(path: Path, ids: list[int], ours: np.ndarray) -> int:
    process = get_context("fork").Process(target=compare, args=(path, ids, ours))
    process.start()
    process.join()
    return 2 if process.exitcode is None else process.exitcode


def logits_here(path: Path, ids: list[int]) -> np.ndarray:
    read = read_gguf(path)
    logits = np.asarray(reference.logits(read.config, read.weights, ids)[-1], np.float64)
    return logits - np.logaddexp.reduce(logits)


@pytest.mark.skipif(sys.platform != "linux", reason="llama.cpp may end a process; it is forked")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of a fork beside threads
@pytest.mark.parametrize("family", sorted(set(ARCHITECTURES) - {"mistral"}))
def test_each_key_is_refused_or_computed_as_llama_cpp_does(tmp_path: Path, family: str) -> None:
    unwindowed = {"sliding_window": None} if family == "phi3" else {}
    made = write_checkpoint(tmp_path, family, 1, maker=maker(family, **unwindowed))
    base = write_converted(tmp_path / "base.gguf", made.folder)
    fields = GGUFReader(base).fields
    name = fields["general.architecture"].contents()
    ids = np.random.default_rng(1).integers(0, 300, 20).tolist()
    assert outcome(base, ids, logits_here(base, ids)) == SAME
    keys, wrong, tried = keys_of_llama_cpp(), [], 0
    assert len(keys) > 100
    for key in keys:
        if (family, key) in KNOWN:
            continue
        field = fields.get(f"{name}.{key}")
        now = None if field is None else field.contents()
        for value in NEW if now is None else others(now):
            path = rewritten(base, tmp_path / "other.gguf", f"{name}.{key}", value)
            try:
                ours = logits_here(path, ids)
            except (ImportFailed, KeyError):  # of a tensor that is not there
                continue
            tried += 1
            code = outcome(path, ids, ours)
            if code == OTHER:
                wrong.append((key, value))
            if code in (SAME, OTHER) and now is None:
                break  # of this kind of value: another would not be read
    assert wrong == []
    assert tried > 100
