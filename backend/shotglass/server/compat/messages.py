"""Messages as requests have them, and the conversation that they are for a model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from ...engine.conversation import Conversation
from ..model_registry import ModelRegistry
from ..schemas import Body
from . import tables
from .fields import TextParts

MOST_MESSAGES = 1024
MOST_NAMED = 256  # characters of who speaks


@tables.MESSAGE.added
class Message(Body):
    """``name``: who speaks; a chat template may write it, as ``message.name``."""

    role: Literal["system", "developer", "user", "assistant"]
    content: Annotated[str, TextParts("text")]
    name: Annotated[str, Field(min_length=1, max_length=MOST_NAMED)] | None = None


def conversation_for(hosting: ModelRegistry, id: str, messages: Sequence[Message]) -> Conversation:
    """With the model ``id``. Raises ModelNotFound."""
    manifest = hosting.library.folder(id).manifest
    return Conversation(messages, hosting.tokenizer(id), manifest, hosting.templates)
