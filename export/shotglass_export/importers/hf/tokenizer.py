"""The tokenizer of a checkpoint folder as the content of a ``tokenizer.json``.

As it lies there; or built from the older files of GPT-2 and Qwen2, GPT-1 and BERT.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import tokenizers

from shotglass.errors import ImportFailed, ModelFolderError
from shotglass.text import Tokenizer

from .folder import Folder
from .old_tokenizers import build_bert, build_byte_level, build_gpt1, with_special_tokens

FILE = "tokenizer.json"
_SENTENCEPIECE = ("tokenizer.model", "spiece.model", "sentencepiece.bpe.model")
_BUILDERS: Mapping[str, Callable[[Folder], tokenizers.Tokenizer]] = {
    "openai-gpt": build_gpt1,
    "bert": build_bert,
}


def read_tokenizer(folder: Folder, model_type: str, vocabulary: int) -> dict[str, Any]:
    """Raises ImportFailed where there is none, or one that the model or the runtime cannot use."""
    inner = _from_json(folder) if folder.has(FILE) else _built(folder, model_type)
    content: dict[str, Any] = json.loads(inner.to_str())  # as the library itself understood it
    try:
        known = Tokenizer(inner).vocabulary
    except ModelFolderError as error:
        raise ImportFailed(error.detail) from error
    if known > vocabulary:
        raise ImportFailed(
            f"The tokenizer has ids up to {known - 1}; the model knows {vocabulary} tokens: they "
            "do not belong together."
        )
    return content


def _from_json(folder: Folder) -> tokenizers.Tokenizer:
    folder.object(FILE)  # what is no JSON, or holds a key twice, is refused first
    return _loaded(FILE, lambda: tokenizers.Tokenizer.from_str(folder.text(FILE)))


def _built(folder: Folder, model_type: str) -> tokenizers.Tokenizer:
    build = _BUILDERS.get(model_type, build_byte_level)
    files = ("vocab.txt",) if model_type == "bert" else ("vocab.json", "merges.txt")
    if not all(map(folder.has, files)):
        raise _missing(folder, files)
    return _loaded(" and ".join(files), lambda: with_special_tokens(folder, build(folder)))


def _loaded(name: str, load: Callable[[], tokenizers.Tokenizer]) -> tokenizers.Tokenizer:
    try:
        return load()
    except ImportFailed:
        raise
    except Exception as error:  # the library raises bare Exception
        raise ImportFailed(
            f"{name} cannot be read as a tokenizer ({error}): it is damaged; get it again."
        ) from error


def _missing(folder: Folder, files: tuple[str, ...]) -> ImportFailed:
    if model := next(filter(folder.has, _SENTENCEPIECE), None):
        return ImportFailed(
            f"The folder's tokenizer is {model} alone; {FILE} was expected: have transformers "
            "write it, by AutoTokenizer.from_pretrained(FOLDER).save_pretrained(FOLDER)."
        )
    return ImportFailed(
        f"The folder {folder.name} has no tokenizer; {FILE}, or {' and '.join(files)}, was "
        "expected."
    )
