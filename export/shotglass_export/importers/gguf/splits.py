"""The ways in which byte-level BPE splits a text first, by the names that a GGUF gives them.

The patterns, and which names mean the same, are those of llama.cpp's src/llama-vocab.cpp.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shotglass.errors import ImportFailed

_DIGITS = {"type": "Digits", "individual_digits": True}
BYTE_LEVEL = {
    "type": "ByteLevel",
    "add_prefix_space": False,
    "trim_offsets": True,
    "use_regex": True,
}
_BYTES_ONLY = BYTE_LEVEL | {"use_regex": False}


def _pattern(regex: str) -> list[dict[str, Any]]:
    """Split by ``regex`` and no further, then to bytes."""
    split = {"type": "Split", "pattern": {"Regex": regex}, "behavior": "Isolated", "invert": False}
    return [split, _BYTES_ONLY]


_WORDS = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}%s| ?[^\s\p{L}\p{N}]+[\r\n]*|"
    r"\s*[\r\n]+|\s+(?!\S)|\s+"
)
SPLITS: Mapping[str, list[dict[str, Any]]] = {
    "gpt-2": [BYTE_LEVEL],
    "llama-bpe": _pattern(_WORDS % "{1,3}"),  # Llama 3
    "smaug-bpe": _pattern(_WORDS % "{1,3}"),
    "qwen2": _pattern(_WORDS % ""),
    "smollm": [_DIGITS, BYTE_LEVEL],  # every digit stands alone
}
# Of this one alone a piece that is a token is taken as it is, whatever the merges say; and a text
# begins with a start token where the file does not say that it does not.
WHOLE_FIRST = "llama-bpe"
_OTHER_NAMES: Mapping[str, Sequence[str]] = {
    "gpt-2": ("phi-2", "olmo", "mpt", "jais", "trillion", "granite-docling", "gigachat", "a.x-4.0",
              "mellum", "exaone4", "modern-bert", "jina-es", "jina-de", "jina-v2-es",
              "jina-v2-de"),
    "llama-bpe": ("llama3", "llama-v3", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2",
                  "jina-v5-nano"),
    "smaug-bpe": ("dbrx", "glm4", "chatglm-bpe"),
    "qwen2": ("deepseek-r1-qwen", "kormo", "f2llmv2", "megrez", "stablelm2", "hunyuan", "grok-2",
              "solar-open"),
    "smollm": ("starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b"),
}  # fmt: skip
_BY_NAME = {name: name for name in SPLITS} | {
    other: name for name, others in _OTHER_NAMES.items() for other in others
}


def split_named(name: str) -> str:
    """The key of SPLITS that ``name`` means. Raises ImportFailed for a way that none is."""
    if name not in _BY_NAME:
        raise ImportFailed(
            f"The file splits text the {name[:40]!r} way before BPE; "
            f"{', '.join(map(repr, sorted(_BY_NAME)))} can be read; ids would differ otherwise."
        )
    return _BY_NAME[name]


def starts_by_itself(name: str) -> bool:
    """Whether texts begin with a start token where the file does not say."""
    return _BY_NAME.get(name) == WHOLE_FIRST
