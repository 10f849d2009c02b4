"""A checkpoint folder read as a checkpoint: what ``transformers`` wrote, without torch.

config.json  model.safetensors or shards with their index  tokenizer files
generation_config.json, chat_template.jinja and README.md where they are there
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from shotglass.architecture import ModelConfig
from shotglass.errors import ImportFailed, ModelFolderError

from ...checkpoint import Checkpoint
from .card import read_card
from .families.bert import BERT
from .families.family import Family
from .families.gpt2 import GPT1, GPT2
from .families.llama import LLAMA, MISTRAL, QWEN2
from .folder import CONFIG, Folder
from .settings import Settings
from .tokenizer import read_tokenizer
from .weights import HfWeights

FAMILIES: Mapping[str, Family] = {
    "openai-gpt": GPT1,
    "gpt2": GPT2,
    "llama": LLAMA,
    "mistral": MISTRAL,
    "qwen2": QWEN2,
    "bert": BERT,
}


def read_hf_folder(path: Path) -> Checkpoint:
    """The weights are read from the mapped files when they are asked for.

    Raises ImportFailed for a folder that is not whole, damaged, or of a model we cannot run.
    """
    folder = Folder(path)
    settings = Settings(folder.object(CONFIG))
    family = _family(settings)
    config = _config(family, settings)
    weights = HfWeights(folder, family, config)
    tokenizer = read_tokenizer(folder, settings.text("model_type"), config.vocabulary)
    card = read_card(folder, settings, config, tokenizer, weights.types)
    return Checkpoint(config, weights, tokenizer, card)


def _family(settings: Settings) -> Family:
    name = settings.text("model_type")
    if name not in FAMILIES:
        raise ImportFailed(
            f"The folder holds a model of type {name!r}; {', '.join(FAMILIES)} are what can be "
            "read."
        )
    settings.require("quantization_config", None, "weights are read as they are stored")
    return FAMILIES[name]


def _config(family: Family, settings: Settings) -> ModelConfig:
    try:
        return family.config(settings)
    except ModelFolderError as error:
        raise ImportFailed(f"config.json describes no usable model: {error.detail}") from error
