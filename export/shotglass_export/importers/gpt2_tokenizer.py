"""The tokenizer that lies beside a checkpoint which has none of its own, as a ``tokenizer.json``.

Looked for in this order: tokenizer.json; GPT-2's vocab.json and merges.txt; meta.json with
{"stoi": {character: id}} for models of characters. nanoGPT's meta.pkl is a pickle and never read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shotglass.errors import ImportFailed, quoted

from .gguf.splits import BYTE_LEVEL
from .gguf.tokenizer import added_token, bpe, tokenizer_json
from .strict_json import parse_object

END = "<|endoftext|>"
_ROOM = 64 << 20  # bytes of a file of words


def beside(path: Path, vocabulary: int) -> dict[str, Any]:
    """Raises ImportFailed, which says what to put there."""
    folder = path.parent
    if (folder / "tokenizer.json").is_file():
        return _whole(read_object(folder / "tokenizer.json"), vocabulary)
    if (folder / "vocab.json").is_file() and (folder / "merges.txt").is_file():
        words = read_object(folder / "vocab.json")
        merges = _text(folder / "merges.txt")
        _check_ids(list(words.values()), vocabulary)
        lines = [line for line in merges.splitlines() if line and not line.startswith("#version")]
        added = [added_token(words[END], END, special=True)] if END in words else []
        return tokenizer_json(bpe(words, lines), [BYTE_LEVEL], added)
    if (folder / "meta.json").is_file():
        # Every character a token. Beyond ASCII a character is several bytes, which would be
        # several tokens here, so such a model's ids could not be told apart.
        ids = read_object(folder / "meta.json").get("stoi")
        if not isinstance(ids, dict) or not ids:
            raise ImportFailed(
                'meta.json has no "stoi"; an object from characters to ids was expected.'
            )
        _check_ids(list(ids.values()), vocabulary)
        if odd := next((text for text in ids if len(text) != 1 or not text.isascii()), None):
            raise ImportFailed(
                f"meta.json has the character {odd[:20]!r}; single ASCII characters can be read so "
                "far."
            )
        stood = {_stand_in(text): id for text, id in ids.items()}
        return tokenizer_json(bpe(stood, []), [BYTE_LEVEL | {"use_regex": False}], [])
    raise ImportFailed(_missing(folder, vocabulary))


def read_object(path: Path) -> dict[str, Any]:
    """Raises ImportFailed."""
    return parse_object(_text(path).encode(), path.name)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _ROOM:
            raise ImportFailed(f"{path.name} has more than {_ROOM:,} bytes; it holds no words.")
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ImportFailed(f"{path.name} cannot be read: {error}.") from error


def _missing(folder: Path, vocabulary: int) -> str:
    if (folder / "meta.pkl").is_file():
        return (
            "meta.pkl is a pickle, which may hold code, and is never read. Where it was made, "
            "write its characters as JSON beside the checkpoint: json.dump({'stoi': meta['stoi']}, "
            "open('meta.json', 'w'))."
        )
    gpt2 = " (its vocabulary is GPT-2's)" if vocabulary in (50257, 50304) else ""
    return (
        f"The checkpoint has no tokenizer{gpt2}: put tokenizer.json beside it, or GPT-2's "
        'vocab.json and merges.txt, or for a model of characters meta.json with {"stoi": {...}}.'
    )


def _whole(tokenizer: dict[str, Any], vocabulary: int) -> dict[str, Any]:
    model = tokenizer.get("model")
    words = model.get("vocab") if isinstance(model, dict) else None
    if not isinstance(words, dict) or not isinstance(tokenizer.get("added_tokens"), list):
        raise ImportFailed("tokenizer.json has no vocabulary by name, or no list of added tokens.")
    added = [token for token in tokenizer["added_tokens"] if isinstance(token, dict)]
    _check_ids([*words.values(), *(token.get("id") for token in added)], vocabulary)
    return tokenizer


def _stand_in(character: str) -> str:
    """GPT-2's alphabet of bytes: what cannot be printed stands at U+0100 onwards."""
    code = ord(character)
    if 0x21 <= code <= 0x7E:
        return character
    return chr(0x100 + (code if code <= 0x20 else 0x21))  # 0x7F comes after the 33 before it


def _check_ids(ids: list[Any], vocabulary: int) -> None:
    for id in ids:
        if type(id) is not int or not 0 <= id < vocabulary:
            raise ImportFailed(
                f"The tokenizer beside the checkpoint has the id {quoted(id, 40)}; the model has "
                f"{vocabulary:,} tokens, from 0: they do not belong together."
            )
