"""A field that holds a text, token ids, or a list of either."""

from __future__ import annotations

from collections.abc import Callable

from ...schemas import whole
from ..fields import ID, Json, wrong
from ..prompts import Prompts


def prompts_up_to(most: int) -> Callable[[object], Prompts]:
    """A validator; ``most``: how long a list may be."""

    def read(value: object) -> Prompts:
        if isinstance(value, str):
            return Prompts((value,), many=False)
        if not isinstance(value, list) or not value:
            raise wrong(
                "a text, a list of texts, token ids or a list of lists of them was expected"
            )
        texts = all(isinstance(item, str) for item in value)
        if not texts and not all(isinstance(item, list) and item for item in value):
            return Prompts((_ids(value),), many=False)
        if len(value) > most:
            raise wrong(f"{len(value):,} are too many: {most:,} at most were expected")
        return Prompts(tuple(value if texts else map(_ids, value)), many=True)

    return read


def documented(most: int) -> Json:
    """Its JSON schema."""
    tokens = {"type": "array", "items": ID, "minItems": 1}
    lists = ({"type": "array", "items": each} for each in ({"type": "string"}, tokens))
    many = [{**each, "minItems": 1, "maxItems": most} for each in lists]
    return {"anyOf": [{"type": "string"}, many[0], tokens, many[1]]}


def _ids(items: list[object]) -> tuple[int, ...]:
    ids = [id for id in map(whole, items) if isinstance(id, int) and not isinstance(id, bool)]
    if len(ids) < len(items):
        raise wrong("a list of texts, of token ids or of lists of token ids was expected")
    return tuple(ids)
