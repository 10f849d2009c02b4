"""The cases of tokenizing.json: texts as token ids, by Hugging Face's own library.

Some are written by hand; thousands are fuzzed from named random numbers, which both sides can
draw, and are kept as one digest for each block of them. ``MODEL`` is a tokenizer that ships.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import tokenizers
from support.references.reference_decoding import uniform
from support.references.reference_scoring import counted_twice

MODEL = "house-gpt2"
MODELS = Path(__file__).parents[2] / "backend" / "shotglass" / "models"
BLOCKS, BLOCK = 40, 100
LONGEST = 40  # draws of a fuzzed text

TEXTS = [
    "",
    " ",
    "hot -> cold\nfast ->",
    "Review: A joy.\nSentiment: positive\n\n",
    "  two  spaces\tand\ttabs \n\n\n end  ",
    "don't they'll I'VE we’re 'S",
    "12345 3.14 1,000 ½ Ⅷ ² ٣ 五 ①",
    "例子改变了回答的形式，没有改变选择。",
    "naïve café e\u0301 ﬁ ß İ",
    "👩‍👩‍👧‍👦 🇨🇭 👍🏽 😀",
    "<|endoftext|> <|im_end|> <|mask|><|start|>",
    "\r\n\x00\x07\x1f\x7f\u00a0\u2003\u200b\ufeff\u2028",
    "שלום مرحبا สวัสดี हिन्दी",
    "a" * 70,
    "_under_score-dash/slash\\back`tick`",
]  # fmt: skip

START = 0  # the token that ends a text of this model; another's may begin one
LABEL = " slow"
ANSWERS = [  # asked for together
    [" slow", " slower", " fast"],
    [" in", " inside"],
    [" in", " in a box"],
    [" zib", " zibber", " mog"],
    ["1", "12"],
    [" A", " A"],
]
STARTED = ["", "hot -> cold\nfast ->", "<|endoftext|> is text", "  two  spaces"]  # ASCII

PIECES = [
    *(" ", "  ", "\n", "\n\n", "\t", "\r", "\u00a0", "\u3000", "\u200b", "\ufeff", "\u2028"),
    *("the", " the", " and", "fast", " -> ", "ing", "Sentiment", "'s", "'ll", "’re", "N'T"),
    *("0", "12", "½", "²", "Ⅷ", "٣", "④", "五", ".", ",", "...", "!?", "--", "_", "#", "<|"),
    *("|>", "<|endoftext|>", "<|mask|>", "é", "e\u0301", "ß", "İ", "ﬁ", "中文", "日本", "한국"),
    *("👍🏽", "👩‍👧", "🇨🇭", "ا", "ש", "ก", "ह", "\x00", "\x1b", "\x7f", "\u0300", "\U0001d400"),
]

# Of characters that have long been assigned: a browser's Unicode may be newer or older than the
# library's, and a letter of one is no letter of the other.
RANGES = [
    *((0x00, 0x377), (0x400, 0x52F), (0x5D0, 0x5EA), (0x621, 0x64A), (0x904, 0x939)),
    *((0x300, 0x36F), (0x2000, 0x2064), (0x2070, 0x2071), (0x2190, 0x23FF), (0x2460, 0x24FF)),
    *((0x3041, 0x3096), (0x4E00, 0x9FEF), (0xAC00, 0xD7A3), (0xE000, 0xF8FF), (0xFF01, 0xFF5E)),
    *((0x1F300, 0x1F5FF), (0x20000, 0x2A6D6), (0xE0100, 0xE01EF), (0xF0000, 0xFFFFD)),
]


def make() -> dict[str, list[Any]]:
    return cases(MODELS / MODEL / "tokenizer.json")


def cases(path: Path) -> dict[str, list[Any]]:
    """Of any tokenizer.json; special tokens in a text are text."""
    tokenizer = tokenizers.Tokenizer.from_file(str(path))
    tokenizer.encode_special_tokens = True

    def ids(text: str) -> list[int]:
        return list(tokenizer.encode(text, add_special_tokens=False).ids)

    def started(text: str) -> dict[str, Any]:
        """What the model reads behind the start token, which no character of the text is; and the
        tokens of a label that follows."""
        places = tokenizer.encode(text, add_special_tokens=False).offsets
        label = ids(text + LABEL)[len(ids(text)) :]
        return {
            "text": text,
            "start_id": START,
            "ids": [START, *ids(text)],
            "places": [[0, 0], *map(list, places)],
            "label": LABEL,
            "label_ids": label,
        }

    def answers(texts: list[str]) -> dict[str, Any]:
        """Whether form, the sum over these answers, would count a text twice."""
        encoded = [ids(text) for text in texts]
        number = {id: place for place, id in enumerate(sorted(set(chain(*encoded))))}
        renamed = [[number[id] for id in label] for label in encoded]
        return {"texts": texts, "ids": encoded, "twice": counted_twice(renamed, len(number))}

    return {
        "alphabet": [{"pieces": PIECES, "ranges": RANGES, "longest": LONGEST, "block": BLOCK}],
        "texts": [{"text": text, "ids": ids(text)} for text in TEXTS],
        "fuzzed": [{"seed": seed, "digest": _digest(seed, ids)} for seed in range(BLOCKS)],
        "started": [started(text) for text in STARTED],
        "answers": [answers(texts) for texts in ANSWERS],
    }


def fuzzed(seed: int, number: int) -> str:
    """A text from the draws (seed, number, 0), (seed, number, 1), ...; the first tells how many.

    Half of the draws are one of ``PIECES``, the others a code point of one of ``RANGES``.
    """
    count = int(uniform(seed, number, 0) * LONGEST)
    return "".join(_drawn(uniform(seed, number, 1 + i)) for i in range(count))


def _drawn(u: float) -> str:
    if u < 0.5:
        return PIECES[int(u * 2 * len(PIECES))]
    within = (u - 0.5) * 2 * len(RANGES)
    first, last = RANGES[int(within)]
    return chr(first + int((within - int(within)) * (last - first + 1)))


def _digest(seed: int, ids: Any) -> str:
    lines = (_line(ids(fuzzed(seed, number))) for number in range(BLOCK))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _line(ids: Sequence[int]) -> str:
    return ",".join(map(str, ids))
