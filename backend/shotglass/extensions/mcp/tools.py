"""The tools that an agent has: plain methods, which write nothing.

What they take is bounded here by its schema, and by the engine as everywhere; an error is a
sentence of ours, which says what was expected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from ...engine.asking import Changes
from ...engine.measurement.plan import Conditions
from ...errors import InvalidRequest, WrongTask
from ...lab import Model, Prompt, head_off
from .answers import (
    AfterExamples,
    Compared,
    Explained,
    ListedModel,
    MeasuredRows,
    ReadRecord,
    Records,
    Scored,
    ScoredPrompt,
)
from .models import Models
from .records import read_record, record_names

TEMPLATE = "{input} ->{output}\n"
CHOSEN = Field(description="Id of the model; the default one without it.", max_length=64)
Id = Annotated[str | None, CHOSEN]
Text = Annotated[str, Field(max_length=100_000)]
Short = Annotated[str, Field(max_length=2_000)]
Template = Annotated[
    str,
    Field(
        max_length=2_000,
        description="How an example is written, with {input} and {output}; the question is written "
        "the same way up to {output}.",
    ),
]
Seed = Annotated[int, Field(ge=0, le=2**53 - 1)]
Heads = Annotated[
    Sequence[Annotated[Sequence[int], Field(min_length=2, max_length=2)]],
    Field(max_length=64, description="Pairs of layer and head, from 0, that are switched off."),
]


class GivenExample(BaseModel):
    """An answer mostly begins with a space, as words in a text do: " cold"."""

    model_config = ConfigDict(extra="forbid")
    input: Short
    output: Short


class GivenRow(BaseModel):
    """A question and its right answer, which mostly begins with a space."""

    model_config = ConfigDict(extra="forbid")
    input: Short
    expected: Short


@dataclass(frozen=True)
class ToolLimits:
    """``most_seconds``: of a measurement, as it is estimated beforehand."""

    most_seconds: int = 300


class Tools:
    """``records``: the folder of saved runs that may be read, or None. One call is answered after
    another, so that a long one does not share the processor with the next."""

    def __init__(self, models: Models, records: Path | None, limits: ToolLimits) -> None:
        self._models, self.records, self._limits = models, records, limits
        self._turn = Lock()

    def list_models(self) -> list[ListedModel]:
        """The models that can be chosen, with their sizes and licences."""
        with self._turn:
            return self._models.listed()

    def compare(
        self,
        question: Text,
        examples: Annotated[Sequence[GivenExample], Field(max_length=64)],
        template: Template = TEMPLATE,
        answers: Annotated[Sequence[Short], Field(max_length=64)] = (),
        instruction: Text = "",
        counts: Annotated[Sequence[int], Field(min_length=1, max_length=33)] = (0, 1, 2, 4, 8),
        max_tokens: Annotated[int, Field(ge=1, le=256)] = 8,
        temperature: Annotated[float, Field(ge=0, le=2)] = 0.0,
        seed: Seed = 0,
        model: Id = None,
    ) -> Compared:
        """Asks one question after none, one and more of the examples, all else equal: how likely is
        each answer, over the whole vocabulary, and what does the model write?

        ``counts``: after how many of the examples, those that are more than there are left out.
        ``answers``: what is scored; the examples' answers without any. The same seed gives the same
        text."""
        prompt: dict[str, Any] = {
            "instruction": instruction,
            "template": template,
            "shot_sets": {"examples": [each.model_dump() for each in examples]},
            "query": {"input": question},
            "labels": [{"text": text} for text in answers],
        }
        with self._turn:
            chosen = self._generating(model)
            result = chosen.compare(
                Prompt.from_json(prompt),
                shots=counts,
                max_tokens=max_tokens,
                temperature=temperature,
                seed=seed,
            )
        lanes = [AfterExamples.of(lane) for lane in result.lanes]
        return Compared(chosen.id, result.computed_by.precision, lanes)

    def score(
        self,
        prompt: Text,
        answers: Annotated[Sequence[Short], Field(min_length=1, max_length=64)],
        heads_off: Heads = (),
        model: Id = None,
    ) -> ScoredPrompt:
        """How likely each answer follows the prompt, exactly (chain rule over its tokens), and what
        is likeliest whatever the answers are. With ``heads_off`` also without these attention
        heads: what did they do?"""
        with self._turn:
            chosen = self._generating(model)
            changes: Changes = [head_off(layer, head) for layer, head in heads_off]
            # Both through the graph that takes changes, so that they can be compared.
            before = chosen.score(prompt, answers, interventions=[] if changes else None)
            after = chosen.score(prompt, answers, interventions=changes) if changes else None
        return ScoredPrompt(
            chosen.id, Scored.of(before.score), Scored.of(after.score) if after else None
        )

    def explain(
        self,
        prompt: Text,
        answer: Annotated[
            str | None,
            Field(max_length=200, description="One token; the likeliest next one without it."),
        ] = None,
        sources: Annotated[int, Field(ge=1, le=100)] = 10,
        model: Id = None,
    ) -> Explained:
        """Why the model says what it says after the prompt: what each layer would say (logit lens),
        and which attention heads added to the answer's logit, and from which tokens (direct logit
        attribution)."""
        with self._turn:
            chosen = self._generating(model)
            target = None if answer is None else _token(chosen, prompt, answer)
            lens = chosen.lens(prompt) if answer is None else chosen.lens(prompt + answer, -2)
            attributed, reason = None, None
            try:
                attributed = chosen.attribution(prompt, target, sources=sources)
            except InvalidRequest as error:
                reason = str(error)
        return Explained.of(lens, answer is not None, attributed, reason)

    def measure(
        self,
        rows: Annotated[Sequence[GivenRow], Field(min_length=2, max_length=1_000)],
        template: Template = TEMPLATE,
        counts: Annotated[Sequence[int], Field(min_length=1, max_length=9)] = (0, 4),
        examples_from: Annotated[int, Field(ge=0, le=64)] = 8,
        draws: Annotated[int, Field(ge=1, le=32)] = 1,
        seed: Seed = 0,
        model: Id = None,
    ) -> MeasuredRows:
        """Asks all rows after each number of examples, and says with intervals and tests whether
        examples help. ``examples_from``: so many of the rows are the examples and are not asked;
        ``draws``: how often examples are drawn anew."""
        conditions = Conditions(k=tuple(counts), draws=draws, content_free=())
        items = [row.model_dump() for row in rows]
        with self._turn:
            chosen, began = self._generating(model), monotonic()
            task: dict[str, Any] = {"pool": examples_from, "seed": seed}
            planned = chosen.measure_cost(items, template, conditions, **task)
            seconds = sum(cost.seconds for cost in planned.costs)
            if seconds > self._limits.most_seconds:
                raise InvalidRequest(
                    f"This would take some {seconds:,.0f} seconds; {self._limits.most_seconds} at "
                    "most were expected (--most-seconds): give fewer rows, counts or draws.",
                    pointer="/rows",
                )
            result = chosen.measure(items, template, conditions, **task)
        sentences = str(result).splitlines()
        spent = round(monotonic() - began, 1)
        return MeasuredRows(
            len(planned.questions), spent, sentences, result.rows(), result.comparisons()
        )

    def list_records(self) -> Records:
        """The names of the saved runs and measurements that ``read_record`` reads."""
        return Records(record_names(self._folder()))

    def read_record(self, name: Annotated[str, Field(max_length=200)]) -> ReadRecord:
        """A saved run or measurement by its name, as ``list_records`` gives it; no model is
        needed."""
        return read_record(self._folder(), name)

    def _folder(self) -> Path:
        if self.records is None:
            raise InvalidRequest("No folder of records is open: shotglass mcp --records FOLDER.")
        return self.records

    def _generating(self, id: str | None) -> Model:
        """Raises WrongTask for a model that continues no text."""
        model = self._models.model(id)
        if model.manifest.task != "causal-lm":
            raise WrongTask(f"{model.id} fills gaps; a model that continues a text was expected.")
        return model


def _token(model: Model, prompt: str, answer: str) -> int:
    """Returns the id of an answer of one token. Raises InvalidRequest for another, also for one
    that changes how the prompt is cut."""
    before, after = model.tokens(prompt).tokens, model.tokens(prompt + answer).tokens
    if len(after) != len(before) + 1 or after[: len(before)] != before:
        pieces = ", ".join(repr(piece.text) for piece in model.tokens(answer).tokens)
        raise InvalidRequest(
            f"The answer {answer!r} is cut into {pieces or 'nothing'} here; one token that follows "
            "the prompt was expected.",
            pointer="/answer",
        )
    return int(after[-1].id)
