"""A peft folder read as an Adapter, in a confined process: it comes from somebody else.

That process reads the two files and leaves the matrices under canonical names: a list of them as
JSON, and their float32 numbers one after another. Nothing else is accepted from it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from shotglass.architecture import ModelConfig, weight_shapes
from shotglass.errors import ImportFailed, escaped
from shotglass.parsing import loads
from shotglass.sandbox import Limits

from ..checkpoint import Card, Floats
from ..importers.hf.folder import ADAPTER, Folder
from ..importers.hf.settings import Settings
from ..importers.isolated import isolated
from ..importers.safetensors_file import SafetensorsFile
from ..tuning import LARGEST_RANK
from .adapter import Adapter, LowRank
from .adapter_files import MODEL, PREFIX
from .names import HubNames

_NAME = re.compile(r"(.+)\.lora_([AB])(?:\.default)?\.weight")
_LIST, _NUMBERS = "parts.json", "parts.bin"
_MEMORY, _SECONDS = 512 << 20, 120
# Kinds of first weights that leave the base as it is; PiSSA, OLoRA and others change it.
_FIRST = (True, False, "gaussian", "eva", "orthogonal")
# Keys under which an adapter is more than low-rank sums, where they hold more than nothing; besides
# all whose names begin with use_ or end in _config, whatever a later peft calls them.
_MORE = ("lora_bias", "modules_to_save", "layer_replication", "target_parameters",
         "trainable_token_indices", "alora_invocation_tokens")  # fmt: skip
_HARMLESS = ("use_rslora", "eva_config", "runtime_config")


@dataclass(frozen=True)
class PeftFolder:
    """A folder that peft wrote, at ``path``, with both files."""

    path: Path

    @property
    def name(self) -> str:
        """Returns the name of the folder, or for a run's adapter that of the run."""
        path = self.path.resolve()
        return escaped(path.parent.name if path.name == "adapter" else path.name)

    def digests(self) -> dict[str, str]:
        """Returns the sha256 of the two files, which identify the adapter. Raises ImportFailed."""
        folder = Folder(self.path)
        if not folder.has(ADAPTER):
            raise ImportFailed(
                f"The folder {folder.name} has no {ADAPTER}; a folder that peft wrote was expected."
            )
        for name in (ADAPTER, MODEL):
            folder.path(name)
        return folder.digests()

    def read(self, config: ModelConfig, card: Card) -> Adapter:
        """Reads the adapter for a model of shape ``config``. Raises ImportFailed, whatever becomes
        of the process that reads."""
        kind = str(card.provenance.get("model_type", ""))
        size = sum(file.stat().st_size for file in self.path.iterdir() if file.is_file())
        limits = Limits(
            memory=_MEMORY + 6 * size, mapped=2 * size, written=4 * size + (1 << 20),
            seconds=_SECONDS,
        )  # fmt: skip
        with TemporaryDirectory(prefix="shotglass-adapter-") as scratch:
            facts = json.dumps([config.to_json(), card.name, kind])
            isolated(
                f"{__name__}:read_into", self.path, Path(scratch), limits,
                str(self.path.resolve()), facts, needs=[__name__],
            )  # fmt: skip
            adapter = what_was_read(Path(scratch))
        adapter.check(config)
        return adapter


def read_into(folder: Path, path: str, facts: str) -> None:
    """Reads an adapter in the confined process. Raises ImportFailed."""
    shape, name, kind = json.loads(facts)
    config = ModelConfig.from_json(shape)
    card = Card(name=name, licence="", provenance={"model_type": kind})
    adapter = read_adapter(Folder(Path(path)), config, HubNames.of(config, card))
    order = sorted(adapter.parts.items())
    parts = [[name, low.rank, low.scale, low.a.shape[1], len(low.b)] for name, low in order]
    (folder / _LIST).write_text(json.dumps(parts), encoding="utf-8")
    with (folder / _NUMBERS).open("wb") as file:
        for _, low in order:
            for array in (low.a, low.b):
                file.write(np.ascontiguousarray(array, "<f4").data)


def read_adapter(folder: Folder, config: ModelConfig, names: HubNames) -> Adapter:
    """Reads an adapter. Raises ImportFailed for another kind of adapter, for one of another model,
    or for damage."""
    settings = folder.object(ADAPTER)
    require_plain(settings)
    file, modules = SafetensorsFile(folder.path(MODEL)), names.modules
    pairs: dict[str, dict[str, Floats]] = {}
    for stored in file.entries:
        match = _NAME.fullmatch(stored.removeprefix(PREFIX))
        module = names.family.canonical(match[1]) if match else ""
        if match is None or module not in modules:
            raise ImportFailed(
                f"The adapter has a tensor {stored[:120]}, which is none of a LoRA of this model; "
                "its base is another model, or it changes more than linears."
            )
        pairs.setdefault(module, {})[match[2]] = file.floats(stored)
    if not pairs:
        raise ImportFailed(f"{MODEL} holds no tensors; an adapter's were expected.")
    parts: dict[str, LowRank] = {}
    for module, pair in pairs.items():
        low = _pair(module, pair, settings)
        for name, part in modules[module].items():
            size = weight_shapes(config)[name][0]
            if part.stored(size) != len(low.b):
                raise ImportFailed(
                    f"The adapter's {module} has {len(low.b)} outputs; the model has "
                    f"{part.stored(size)}."
                )
            parts[name] = LowRank(low.a, np.ascontiguousarray(part.cut(low.b, size)), low.scale)
    return Adapter(parts)


def _pair(module: str, pair: Mapping[str, Floats], settings: Mapping[str, Any]) -> LowRank:
    if pair.keys() != {"A", "B"}:
        raise ImportFailed(f"The adapter has only half of {module}: lora_A and lora_B go together.")
    a, b = pair["A"], pair["B"]
    if a.ndim != 2 or b.ndim != 2 or len(a) != b.shape[1] or not 1 <= len(a) <= LARGEST_RANK:
        raise ImportFailed(
            f"The adapter's {module} has A of shape {a.shape} and B of shape {b.shape}; "
            f"(rank, in) and (out, rank) were expected, with a rank from 1 to {LARGEST_RANK}."
        )
    typed = Settings(settings, ADAPTER)
    rank = _of_module(settings.get("rank_pattern"), module, typed.integer("r"))
    alpha = _of_module(settings.get("alpha_pattern"), module, typed.decimal("lora_alpha", 8.0))
    if rank != len(a):
        raise ImportFailed(f"The adapter's {module} is of rank {len(a)}; {ADAPTER} says {rank:g}.")
    rooted = typed.flag("use_rslora", False)  # Kalajdzievski 2023
    return LowRank(a, b, alpha / (sqrt(rank) if rooted else rank))


def _of_module(pattern: Any, module: str, otherwise: float) -> float:
    """Returns the entry of a module as peft looks it up: a key is a pattern of its name, or of what
    stands behind a dot."""
    for key, value in pattern.items() if isinstance(pattern, dict) else ():
        try:
            fits = re.match(rf"(.*\.)?({key})$", module) is not None
        except re.error as error:
            raise ImportFailed(f"{ADAPTER}: the pattern {key[:80]!r} is none: {error}.") from error
        if fits and type(value) in (int, float):
            return float(value)
    return otherwise


def require_plain(config: Mapping[str, Any]) -> None:
    """Checks that an adapter is a sum of low rank. Raises ImportFailed for an
    ``adapter_config.json`` of more than that."""
    if (kind := config.get("peft_type")) != "LORA":
        raise ImportFailed(
            f"{ADAPTER} is of type {kind!r}; LORA is what can be merged into a model's weights."
        )
    for key, value in config.items():
        more = key in _MORE or key.startswith("use_") or key.endswith("_config")
        if value and ((more and key not in _HARMLESS) or (key == "bias" and value != "none")):
            raise ImportFailed(
                f"{ADAPTER}: {key} is {str(value)[:80]!r}, which changes more than a low-rank sum "
                "does; merge it with peft (merge_and_unload) and import what that saves."
            )
    if (first := config.get("init_lora_weights", True)) not in _FIRST:
        raise ImportFailed(
            f"{ADAPTER}: init_lora_weights is {str(first)[:40]!r}, by which the base's own weights "
            "were changed; let peft convert it (path_initial_model_for_weight_conversion)."
        )


def what_was_read(folder: Path) -> Adapter:
    """Returns what the process left, and trusts neither file. Raises ImportFailed."""
    try:
        listed = loads((folder / _LIST).read_bytes())
        numbers = np.fromfile(folder / _NUMBERS, "<f4")
        parts, at = {}, 0
        for name, rank, scale, inputs, outputs in listed:
            sizes = (rank, inputs, outputs)
            if not all(type(size) is int and 0 < size < 1 << 24 for size in sizes):
                raise ValueError(f"the sizes of {str(name)[:80]} are {sizes}")
            a = numbers[at : at + rank * inputs].reshape(rank, inputs)
            at += a.size
            b = numbers[at : at + rank * outputs].reshape(outputs, rank)
            at += b.size
            parts[str(name)] = LowRank(a, b, float(scale))
        if at != numbers.size or not np.isfinite(numbers).all():
            raise ValueError(f"{numbers.size:,} numbers for {at:,}")
    except (OSError, ValueError, TypeError) as error:
        raise ImportFailed(f"What was read of the adapter is none: {error}.") from error
    return Adapter(parts)
