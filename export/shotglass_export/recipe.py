"""A training run, written down: a recipe's TOML as frozen dataclasses (standard library only)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .toml_table import Table

RECIPE_TEXT = "recipe-text"  # the source that is written in the recipe itself
SPECIAL_TOKENS = ("<|endoftext|>", "<|mask|>", "<|start|>", "<|delim|>", "<|extract|>")
BYTES = 256
LARGEST_VOCABULARY = 1 << 16  # token ids are stored as uint16


@dataclass(frozen=True)
class DataRecipe:
    """The ``[data]`` table.

    ``repeat``: how often a source's documents are in one epoch (1 if not named; 0.5 keeps every
    other one). ``text`` and ``files`` are what the source "recipe-text" consists of; ``words`` is
    the whole vocabulary of the tokenizer "words".
    """

    sources: tuple[str, ...]
    tokenizer: str = "bpe"  # or "words"
    vocabulary: int = 6144
    held_out: float = 0.02  # share of each source's documents
    repeat: Mapping[str, float] = field(default_factory=dict)
    text: str = ""
    files: tuple[Path, ...] = ()
    words: tuple[str, ...] = ()

    @classmethod
    def read(cls, table: Table, folder: Path) -> DataRecipe:
        """``folder``: where the recipe is, which its ``files`` are relative to.

        Raises RecipeInvalid.
        """
        recipe = cls(
            sources=table.texts("sources"),
            tokenizer=table.choice("tokenizer", ("bpe", "words"), "bpe"),
            vocabulary=table.integer("vocabulary", 6144, least=len(SPECIAL_TOKENS) + BYTES),
            held_out=table.number("held_out", 0.02, most=0.5),
            repeat=table.shares("repeat"),
            text=table.text("text", ""),
            files=tuple(folder / name for name in table.texts("files", ())),
            words=table.texts("words", ()),
        )
        table.end()
        recipe._check(table)
        return recipe

    def _check(self, table: Table) -> None:
        if not self.sources or len(set(self.sources)) < len(self.sources):
            table.refuse("sources", list(self.sources), "one or more different names are needed")
        if self.vocabulary > LARGEST_VOCABULARY:
            table.refuse("vocabulary", self.vocabulary, f"{LARGEST_VOCABULARY} is the largest")
        for name in self.repeat:
            if name not in self.sources:
                table.refuse("repeat", name, f"the sources are {', '.join(self.sources)}")
        if (RECIPE_TEXT in self.sources) != bool(self.text or self.files):
            table.refuse(
                "sources", list(self.sources),
                f'"{RECIPE_TEXT}" goes together with text = "..." or files = [...]',
            )  # fmt: skip
        for path in self.files:
            if not path.is_file():
                table.refuse("files", str(path), "there is no such file")
        if (self.tokenizer == "words") != bool(self.words):
            table.refuse("words", list(self.words), 'tokenizer = "words" needs words, no other')
