"""A training run's folder read as a checkpoint: what ``shotglass train`` wrote, without torch.

checkpoint/weights.safetensors   by the canonical names
checkpoint/state.json            architecture, recipe, commit, how far the run is
tokenizer.json  data.json        what it was trained with
start.json                       the card of the imported model that it began with, where it did
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from safetensors import SafetensorError, safe_open

from shotglass.architecture import ModelConfig, weight_shapes
from shotglass.errors import ImportFailed, ModelFolderError, escaped
from shotglass.parsing import loads, open_plain

from ..checkpoint import Card, Checkpoint, Floats

WEIGHTS = Path("checkpoint") / "weights.safetensors"
STATE = Path("checkpoint") / "state.json"
START = "start.json"
END = 0  # the token that ends every document, and begins a text from nothing
MASK = "<|mask|>"
_LONG = 200  # characters of a recipe's value that the manifest repeats
_OF_SOURCE = ("package", "version", "origin", "licence", "may_ship", "sha256", "tokens")


def is_run(path: Path) -> bool:
    return (path / WEIGHTS).is_file()


def is_tuned(path: Path) -> bool:
    """Whether the run began with a model that was imported."""
    return (path / START).is_file()


def identity(path: Path) -> dict[str, Any]:
    """Identifies this state of this run."""
    with (path / WEIGHTS).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"run": escaped(path.resolve().name), "sha256": digest}


@contextmanager
def read_run(path: Path) -> Iterator[Checkpoint]:
    """The checkpoint, whose weights may be read until the block ends.

    Raises ImportFailed for a folder that is not whole or of another shape than it says.
    """
    state, data = _read_json(path / STATE), _read_json(path / "data.json")
    tokenizer = _read_json(path / "tokenizer.json")
    start = _read_json(path / START) if is_tuned(path) else None
    _require_model(path, state, tokenizer, start)
    try:
        config = ModelConfig.from_json(state["architecture"])
    except (KeyError, TypeError, ModelFolderError) as error:
        raise _damaged(path / STATE, f"no usable architecture: {error}") from error
    with ExitStack() as stack:
        try:
            file = stack.enter_context(safe_open(path / WEIGHTS, framework="numpy"))
        except (OSError, SafetensorError) as error:
            raise _damaged(path / WEIGHTS, error) from error
        weights = RunWeights(file)
        if config.layers > len(weights):  # before their names are listed: there might be billions
            raise ImportFailed(
                f"The run's architecture says {config.layers:,} layers; there are {len(weights)} "
                "weights in all: its files do not belong together."
            )
        if unread := sorted(set(weights) - weight_shapes(config).keys()):
            raise ImportFailed(
                f"The run has the weight {unread[0]}, which its architecture has not: its files do "
                "not belong together."
            )
        card = _card(path, config, state, data)
        yield Checkpoint(config, weights, tokenizer, _tuned(card, path, start) if start else card)


def _require_model(
    path: Path, state: Mapping[str, Any], tokenizer: Mapping[str, Any], start: Any
) -> None:
    recipe = state.get("recipe", {})
    if isinstance(recipe, dict) and recipe.get("training", {}).get("lora"):
        raise ImportFailed(
            f"The run {path.name} holds an adapter and no model: shotglass import "
            f"{start['source'] if start else 'START'} --adapter {path / 'adapter'} --id NAME."
        )
    kind = tokenizer.get("model", {}).get("type")
    if kind != "BPE" and start is None:
        raise ImportFailed(
            f"The run's tokenizer is of type {kind}; the runtime reads byte-level BPE only: train "
            'with tokenizer = "bpe" to have a model that can be prompted.'
        )


class RunWeights(Mapping[str, Floats]):
    """The tensors of a safetensors file, read one by one as float32."""

    def __init__(self, file: Any) -> None:
        self._file, self._names = file, tuple(file.keys())

    def __getitem__(self, name: str) -> Floats:
        """Raises KeyError for a name that the file does not have."""
        if name not in self._names:
            raise KeyError(name)
        array: Floats = self._file.get_tensor(name).astype(np.float32, copy=False)
        return array

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _card(
    path: Path, config: ModelConfig, state: Mapping[str, Any], data: Mapping[str, Any]
) -> Card:
    try:
        recipe, sources = state.get("recipe", {}), data.get("sources", [])
        licences = dict.fromkeys(source["licence"] for source in sources)
        return Card(
            name=recipe.get("name", escaped(path.resolve().name)),
            licence=f"not stated; trained on text under: {', '.join(licences) or 'not stated'}",
            notes=tuple(run_notes(config, recipe, sources)),
            start_id=END,
            stop_ids=(END,),
            provenance={
                "recipe": _shortened(recipe),
                "seed": recipe.get("seed"),
                "commit": state.get("commit"),
                "steps": state.get("step"),
                "tokens": state.get("tokens"),
                "label_predictions": state.get("label_predictions"),
                "data": {
                    source["name"]: {key: source.get(key) for key in _OF_SOURCE}
                    for source in sources
                },
            },
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise _damaged(path / "data.json", f"something is missing in it: {error!r}") from error


def _tuned(card: Card, path: Path, start: Mapping[str, Any]) -> Card:
    """Returns the card of a run that was tuned: the start's, whose tokens these are, with what the
    run adds."""
    try:
        base = start["card"]
        return replace(
            card,
            licence=f"{base['licence']}; {card.licence}",
            languages=tuple(base["languages"]),
            notes=(*base["notes"], *card.notes),
            chat_template=base["chat_template"],
            start_id=base["start_id"],
            stop_ids=tuple(base["stop_ids"]),
            end_id=base["end_id"],
            adds_start=base["adds_start"],
            provenance={**card.provenance, "base": base["provenance"]},
        )
    except (KeyError, TypeError) as error:
        raise _damaged(path / START, f"something is missing in it: {error!r}") from error


def run_notes(
    config: ModelConfig, recipe: Mapping[str, Any], sources: Iterable[Mapping[str, Any]]
) -> Iterator[str]:
    """Returns what a model's card says of it that follows from its run. ``name`` and ``may_ship``
    of a source are read."""
    start = recipe.get("training", {}).get("start")
    if not recipe.get("model") and start:
        yield f"Fine-tuned with Shotglass, from {PurePosixPath(start).name}."
    else:
        yield f"A small model of {config.parameters:,} parameters, trained with Shotglass."
    stages = recipe.get("stages", [])
    if config.bidirectional:
        yield f"It fills gaps, which are marked by the token {MASK}, and writes no text."
    if families := sorted({name for stage in stages for name in stage.get("episodes", {})}):
        yield (
            "Meta-trained on in-context episodes "
            f"({', '.join(families)}): it was taught to use examples."
        )
    if recipe.get("model") and start:
        yield f"Its weights go on from those of {PurePosixPath(start).name}."
    private = [source["name"] for source in sources if source.get("may_ship", False) is False]
    if private:
        names = ", ".join(private)
        yield f"For use on this machine only: trained on text not free to ship ({names})."
    unknown = [source["name"] for source in sources if source.get("may_ship", False) is None]
    if unknown:
        names = ", ".join(unknown)
        yield f"The licence of its training text is not known here ({names}); ask before shipping."


def _shortened(value: Any) -> Any:
    """A recipe's lists of words and texts stand in the folder's recipe.toml."""
    if isinstance(value, Mapping):
        return {key: _shortened(item) for key, item in value.items()}
    if isinstance(value, str | list) and len(json.dumps(value)) > _LONG:
        return "in recipe.toml"
    return value


def _read_json(path: Path) -> dict[str, Any]:
    try:
        with open_plain(path.resolve()) as file:
            read = loads(file.read())
    except (OSError, ValueError) as error:
        raise _damaged(path, getattr(error, "strerror", None) or error) from error
    if not isinstance(read, dict):
        raise _damaged(path, "an object was expected")
    return read


def _damaged(path: Path, why: object) -> ImportFailed:
    return ImportFailed(
        f"{path} cannot be read ({why}): let the run go on with shotglass train until it has "
        "saved again, or name another run."
    )
