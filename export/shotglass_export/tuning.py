"""The part of a recipe that goes on from a model that was imported: rows of one's own, and an
adapter in place of all weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from shotglass.bounds import Bound, Rule
from shotglass.errors import InvalidRequest
from shotglass.parsing import Unfit
from shotglass.rows import Columns, answer_space

# The linears of a layer by the names that a recipe has for them, and by the canonical ones.
LINEARS: Mapping[str, str] = {
    "query": "attention.query", "key": "attention.key", "value": "attention.value",
    "output": "attention.output", "gate": "ffn.gate", "up": "ffn.up", "down": "ffn.down",
}  # fmt: skip
LARGEST_RANK = 1024

Linears = Annotated[
    tuple[str, ...],
    Rule(f"a list of some of {', '.join(LINEARS)}, each once,",
         lambda names: names and len(set(names)) == len(names) and LINEARS.keys() >= set(names)),
]  # fmt: skip


@dataclass(frozen=True)
class RowsRecipe:
    """The ``[data.rows]`` table: questions with answers, in any of the forms of ``shotglass.rows``.

    ``template`` has ``{input}`` and ``{output}``, as a task's has. ``input`` and ``expected`` name
    columns; "" leaves them to be found.
    """

    file: Path
    template: str
    input: str = ""
    expected: str = ""

    def __post_init__(self) -> None:
        try:
            answer_space(self.template)
        except InvalidRequest as error:
            raise Unfit(("template",), self.template, str(error).rstrip(".")) from None
        if "{reasoning}" in self.template:
            why = "rows have no reasoning: {input} and {output} were expected"
            raise Unfit(("template",), self.template, why)

    @property
    def columns(self) -> Columns:
        return Columns(input=self.input or None, expected=self.expected or None)


@dataclass(frozen=True)
class LoraRecipe:
    """``lora = { rank = 8, alpha = 16, on = ["query", "value"] }`` of ``[training]``.

    Each linear in ``on`` becomes ``W x + alpha / rank B A x`` with A (rank, in) and B (out, rank);
    they alone are trained (Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models").
    """

    rank: Annotated[int, Bound(1, LARGEST_RANK, whole=True)] = 8
    alpha: Annotated[float, Bound(0, 1e6, above=True)] = 16.0
    on: Linears = ("query", "value")

    @property
    def scale(self) -> float:
        return self.alpha / self.rank
