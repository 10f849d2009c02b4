"""What a checkpoint folder says about its model beside the numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from shotglass.architecture import ModelConfig
from shotglass.errors import ImportFailed

from ...checkpoint import Card
from .folder import Folder
from .settings import Settings
from .special_tokens import CONFIG, content_of

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
    ends = _Ends(folder, settings, config, tokenizer)
    front = _front_matter(folder)
    return Card(
        name=folder.name,
        licence=_first(front, "license") or settings.text("license", NO_LICENCE),
        languages=tuple(_values(front, "language")),
        notes=tuple(_notes(config, tokenizer, ends)),
        chat_template=_chat_template(folder),
        start_id=ends.start,
        stop_ids=ends.stops,
        provenance={
            "folder": folder.name,
            "model_type": settings.text("model_type"),
            "tensor_types": types,
            "files": folder.digests(),
        },
    )


class _Ends:
    """The tokens that begin and end a text: what is said first of generation, model, tokenizer."""

    def __init__(
        self,
        folder: Folder,
        settings: Settings,
        config: ModelConfig,
        tokenizer: Mapping[str, Any],
    ) -> None:
        self._sources = [Settings(folder.object_if_there(GENERATION), GENERATION), settings]
        self._named = folder.object_if_there(CONFIG)
        self._tokenizer, self._vocabulary = tokenizer, config.vocabulary
        self._generates = not config.bidirectional
        self.start = next(iter(self._ids("bos")), None)
        self.stops = tuple(sorted(set(self._ids("eos"))))

    def _ids(self, role: str) -> list[int]:
        """Those that the model can say, of the first file that names any."""
        if not self._generates:
            return []
        told = (source.integers(f"{role}_token_id") for source in self._sources)
        for ids in told:
            if known := [id for id in ids if id < self._vocabulary]:
                return known
        content = content_of(self._named.get(f"{role}_token"))
        return [] if content is None else self._named_ids(content)

    def _named_ids(self, content: str) -> list[int]:
        added = {token["content"]: token["id"] for token in self._tokenizer["added_tokens"]}
        return [added[content]] if content in added else []


def _notes(config: ModelConfig, tokenizer: Mapping[str, Any], ends: _Ends) -> Iterator[str]:
    if config.bidirectional:
        names = (token["content"] for token in tokenizer["added_tokens"])
        mask = next((name for name in names if "mask" in name.lower()), None)
        yield f"It fills gaps{f', which are marked by {mask},' if mask else ''} and writes no text."
    elif ends.start is not None and _puts_before(tokenizer, ends.start):
        yield (
            "Its texts began with a start token when it was trained; here prompts begin without "
            "one, unless they are empty."
        )


def _puts_before(tokenizer: Mapping[str, Any], start: int) -> bool:
    """Whether the tokenizer puts the token ``start`` before a text."""
    name = next((t["content"] for t in tokenizer["added_tokens"] if t["id"] == start), None)
    outer = tokenizer.get("post_processor") or {}
    for step in outer.get("processors", [outer]):
        pieces: list[dict[str, Any]] = step.get("single") or []
        if pieces and name is not None and pieces[0].get("SpecialToken", {}).get("id") == name:
            return True
    return False


def _chat_template(folder: Folder) -> str | None:
    """The default one, where there are several."""
    if folder.has(TEMPLATE):
        return folder.text(TEMPLATE)
    found = folder.object_if_there(CONFIG).get("chat_template")
    if isinstance(found, list):
        named = {each.get("name"): each.get("template") for each in found if isinstance(each, dict)}
        found = named.get("default")
    if found is not None and not isinstance(found, str):
        raise ImportFailed(f"{CONFIG}: chat_template is no text; one was expected.")
    return found or None


def _front_matter(folder: Folder) -> str:
    """The lines between the two rules at the head of a README."""
    found = _FRONT.match(folder.text(README)) if folder.has(README) else None
    return found[1] if found else ""


def _first(front: str, key: str) -> str | None:
    return next(_values(front, key), None)


def _values(front: str, key: str) -> Iterator[str]:
    """Of ``key: value``, ``key: [one, two]``, or one a line behind dashes."""
    found = re.search(rf"^{key}:[ \t]*(.*(?:\n[ \t]*-[ \t].*)*)", front, re.MULTILINE)
    for part in re.split(r"[\[\],\n]|^-\s", found[1]) if found else []:
        if value := part.strip().removeprefix("- ").strip().strip("\"'"):
            yield value
