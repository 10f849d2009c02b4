"""The token that a model's source calls its end token, among those that end a text."""

from __future__ import annotations

from ..contract import Manifest
from .tokenizer import Tokenizer


def end_token(manifest: Manifest, tokenizer: Tokenizer) -> int | None:
    """None where no token ends a text.

    A folder from before ``end_id`` was written down has its stop tokens by their ids: there it is
    the one that the chat template writes by its name, else the first.
    """
    if manifest.end_id is not None:
        return manifest.end_id
    template = manifest.chat_template or ""
    names = {id: tokenizer.token_text(id) for id in manifest.stop_ids}
    written = (id for id, name in names.items() if name and name in template)
    return next(written, next(iter(manifest.stop_ids), None))
