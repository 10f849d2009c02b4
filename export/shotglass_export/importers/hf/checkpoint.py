"""A folder that ``transformers`` wrote, read as a checkpoint with its card, without torch.

config.json  model.safetensors or shards with their index  tokenizer files
generation_config.json, chat_template.jinja and README.md where they are there
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from shotglass.architecture import ModelConfig
from shotglass.errors import ImportFailed, ModelFolderError

from ...checkpoint import Card, Checkpoint
from ..gguf.ends import ENDS_WITHOUT, starts_with
from ..unread import unread_note
from .ends import CONFIG as TOKENIZER_CONFIG
from .ends import Ends, read_ends
from .families.bert import BERT
from .families.family import HfFamily
from .families.gemma import GEMMA, GEMMA2, GEMMA3
from .families.gpt2 import GPT1, GPT2
from .families.gpt_neo import GPT_NEO
from .families.gpt_neox import GPT_NEOX
from .families.llama import LLAMA, MISTRAL, OLMO2, QWEN2, QWEN3, SMOLLM3
from .families.opt import OPT
from .families.phi import PHI, PHI3
from .folder import CONFIG, Folder
from .keys import is_harmless, require_sight, require_usual
from .refusals import refuse_adapter, refuse_other_tasks
from .settings import Settings
from .tokenizer import read_tokenizer
from .weights import HfWeights

FAMILIES: Mapping[str, HfFamily] = {
    "openai-gpt": GPT1,
    "gpt2": GPT2,
    "llama": LLAMA,
    "mistral": MISTRAL,
    "qwen2": QWEN2,
    "qwen3": QWEN3,
    "gpt_neox": GPT_NEOX,
    "phi": PHI,
    "phi3": PHI3,
    "opt": OPT,
    "gpt_neo": GPT_NEO,
    "olmo2": OLMO2,
    "smollm3": SMOLLM3,
    "gemma": GEMMA,
    "gemma2": GEMMA2,
    "gemma3_text": GEMMA3,
    "bert": BERT,
}


def read_hf_folder(path: Path) -> Checkpoint:
    """The weights are read from the mapped files when they are asked for.

    Raises ImportFailed for a folder that is not whole, damaged, or of a model we cannot run.
    """
    folder = Folder(path)
    refuse_adapter(folder)
    settings = Settings(folder.object(CONFIG))
    refuse_other_tasks(folder, settings)
    name = settings.text("model_type")
    if name not in FAMILIES:
        raise ImportFailed(
            f"The folder holds a model of type {name!r}; {', '.join(FAMILIES)} are what can be "
            "read."
        )
    require_usual(settings)
    family = FAMILIES[name]
    try:
        config = family.config(settings)
    except ModelFolderError as error:
        raise ImportFailed(f"config.json describes no usable model: {error.detail}") from error
    require_sight(settings, masked=config.bidirectional)
    weights = HfWeights(folder, family, config)
    tokenizer = read_tokenizer(folder, settings.text("model_type"), config.vocabulary)
    card = read_card(folder, settings, config, tokenizer, weights.types)
    return Checkpoint(config, weights, tokenizer, card)


GENERATION = "generation_config.json"
TEMPLATE = "chat_template.jinja"
README = "README.md"
NO_LICENCE = "not stated in the folder"
_FRONT = re.compile(r"\A---\r?\n(.*?)\r?\n---\s", re.DOTALL)


def read_card(
    folder: Folder,
    settings: Settings,
    config: ModelConfig,
    tokenizer: Mapping[str, Any],
    types: Mapping[str, int],
) -> Card:
    """Raises ImportFailed for a file of the folder that is there and cannot be read."""
    sources = [Settings(folder.object_if_there(GENERATION), GENERATION), settings]
    ends = Ends() if config.bidirectional else read_ends(folder, sources, config, tokenizer)
    # The lines between the two rules at the head of a README.
    match = _FRONT.match(folder.text(README)) if folder.has(README) else None
    front = match[1] if match else ""
    turned = config.positions == "rotary"
    unread = [key for key in settings.unread() if not is_harmless(key, turned=turned)]
    return Card(
        name=folder.name,
        licence=next(_values(front, "license"), None) or settings.text("license", NO_LICENCE),
        languages=tuple(_values(front, "language")),
        notes=(*_notes(config, tokenizer, ends), *unread_note(CONFIG, unread)),
        chat_template=_chat_template(folder),
        start_id=ends.start,
        stop_ids=ends.stops,
        end_id=ends.end,
        adds_start=ends.adds_start,
        provenance={
            "folder": folder.name,
            "model_type": settings.text("model_type"),
            "tensor_types": types,
            "files": folder.digests(),
        },
    )


def _notes(config: ModelConfig, tokenizer: Mapping[str, Any], ends: Ends) -> Iterator[str]:
    if config.bidirectional:
        names = (token["content"] for token in tokenizer["added_tokens"])
        mask = next((name for name in names if "mask" in name.lower()), None)
        yield f"It fills gaps{f', which are marked by {mask},' if mask else ''} and writes no text."
        return
    if ends.adds_start:
        yield starts_with(ends.start_name)
    if ends.adds_more:
        yield ENDS_WITHOUT


def _chat_template(folder: Folder) -> str | None:
    """The default one, where there are several."""
    if folder.has(TEMPLATE):
        return folder.text(TEMPLATE)
    template = folder.object_if_there(TOKENIZER_CONFIG).get("chat_template")
    if isinstance(template, list):
        named = {
            each.get("name"): each.get("template") for each in template if isinstance(each, dict)
        }
        template = named.get("default")
    if template is not None and not isinstance(template, str):
        raise ImportFailed(f"{TOKENIZER_CONFIG}: chat_template is no text; one was expected.")
    return template or None


def _values(front: str, key: str) -> Iterator[str]:
    """Returns the values of ``key: value``, ``key: [one, two]``, or one a line behind dashes."""
    match = re.search(rf"^{key}:[ \t]*(.*(?:\n[ \t]*-[ \t].*)*)", front, re.MULTILINE)
    for part in re.split(r"[\[\],\n]|^-\s", match[1]) if match else []:
        if value := part.strip().removeprefix("- ").strip().strip("\"'"):
            yield value
