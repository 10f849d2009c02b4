"""The labels of one prompt as token ids, and whether a label would merge with the prompt's end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...decoding import check_labels
from ...errors import InvalidRequest
from ...text import Tokenizer


@dataclass(frozen=True)
class EncodedLabels:
    """``moved`` names labels that change the prompt's own tokens when written right after it."""

    texts: tuple[str, ...]
    ids: tuple[tuple[int, ...], ...]
    moved: tuple[str, ...]

    @classmethod
    def after(cls, tokenizer: Tokenizer, prompt: str, texts: Sequence[str]) -> EncodedLabels:
        """Tokens of ``prompt + label`` that follow the prompt's; a label that would merge with the
        prompt's last token is encoded by itself. A start token before the prompt changes nothing.

        Raises LabelConflict, InvalidRequest.
        """
        if "" in texts:
            raise InvalidRequest(
                "A label is empty; text that can follow the prompt was expected.",
                pointer=f"/labels/{list(texts).index('')}",
            )
        before = tokenizer.encode(prompt) if texts else []
        ids, moved = [], []
        for text in texts:
            whole = tokenizer.encode(prompt + text)
            if whole[: len(before)] == before:
                ids.append(tuple(whole[len(before) :]))
            else:
                ids.append(tuple(tokenizer.encode(text)))
                moved.append(text)
        check_labels(texts, ids)
        return cls(tuple(texts), tuple(ids), tuple(moved))

    @property
    def longest(self) -> int:
        """Tokens of the longest label; 0 where there are none."""
        return max((len(ids) for ids in self.ids), default=0)
