"""The route that reads questions with answers as people bring them. No model is asked."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import Blueprint, Response, request
from pydantic import Field, TypeAdapter, WithJsonSchema

from ....chinese import in_chinese
from ....engine.measurement.rules import MOST_ITEMS
from ....errors import InvalidRequest, Phrase
from ....prompting.prompt import MAX_LABELS
from ....rows import (
    ENCODINGS,
    Columns,
    ReadRows,
    UnreadableRows,
    Ways,
    read_rows,
    sentence_of,
    text_of,
)
from ....rows.sentences import alike_lines, left_out_lines
from ...openapi import described
from ...responses import JSON
from ...schemas import Body, expecting, parse
from ...services import Services
from ...streaming.room import Room

PATH = "/api/v1/rows"
MOST_CHARACTERS = 4_000_000
MOST_LINES = 100 * MOST_ITEMS
MOST_READERS = 2
_WAYS = Ways(Phrase(", or choose it here"), Phrase(", or choose the encoding that it has"))
_Encoding = Annotated[
    str | None,
    expecting(
        f"one of {', '.join(ENCODINGS)} was expected",
        lambda value: value is None or (isinstance(value, str) and value in ENCODINGS),
    ),
    WithJsonSchema({"enum": [*ENCODINGS, None]}),
]


class ChosenColumns(Body):
    """The name of the column that is each; one that is left out is guessed."""

    input: str | None = None
    expected: str | None = None
    labels: str | None = None
    id: str | None = None


class RowsBody(Body):
    """``text``: rows as CSV, TSV, JSON, JSON Lines or lines with arrows; or ``data``: a file of
    them, its bytes in base64, which are UTF-8, or UTF-16 with its mark, or in ``encoding``.
    ``columns``: the name of the column that is each; those left out are guessed. ``header``:
    whether the first row of a table names the columns, which is guessed where it is left out."""

    text: str | None = Field(None, max_length=MOST_CHARACTERS)
    data: str | None = Field(None, max_length=MOST_CHARACTERS * 4 // 3 + 4)
    encoding: _Encoding = None
    columns: ChosenColumns = ChosenColumns()
    header: bool | None = None

    def rows(self) -> str:
        """Returns the text of the rows. Raises InvalidRequest, UnreadableRows."""
        if (self.text is None) == (self.data is None):
            given = "neither" if self.text is None else "both"
            raise InvalidRequest(
                f"One of text and data was expected, and {given} is here.", pointer="/text"
            )
        if self.data is None:
            return self.text or ""
        try:
            content = b64decode(self.data, validate=True)
        except ValueError as error:
            raise InvalidRequest(
                f"The bytes were expected in base64: {error}.", pointer="/data"
            ) from None
        return text_of(content, self.encoding)

    def read(self, text: str) -> ReadRows:
        """Raises UnreadableRows also for more rows or answers than can be measured."""
        lines = max(text.count("\n"), text.count("\r"))
        if lines > MOST_LINES:
            raise UnreadableRows.of("many", count=f"{lines:,}", most=f"{MOST_ITEMS:,}")
        read = read_rows(text, Columns(**self.columns.model_dump()), self.header)
        if (count := len(read.items)) > MOST_ITEMS:
            raise UnreadableRows.of("many", count=f"{count:,}", most=f"{MOST_ITEMS:,}")
        shared = {item.expected for item in read.items if not item.labels}
        if len(shared) == 1:
            raise UnreadableRows.of("one answer")
        if len(shared) > MAX_LABELS:
            raise UnreadableRows.of("answers", count=f"{len(shared):,}", most=MAX_LABELS)
        return read


@dataclass(frozen=True)
class Sentence:
    """One sentence in the languages of the page."""

    en: str
    zh: str

    @classmethod
    def of(cls, phrase: Phrase) -> Sentence:
        short = phrase.shortened()
        return cls(short, in_chinese(short))


@dataclass(frozen=True)
class RowsFault:
    """Why rows cannot be read or measured. ``row`` counts from 1; None stands for all of them.
    ``columns``: those to choose from, where a column is missing; ``first``: the cells of the first
    row, where it names no columns."""

    detail: Sentence
    row: int | None = None
    columns: Sequence[str] | None = None
    first: Sequence[str] | None = None

    @classmethod
    def all_of(cls, error: UnreadableRows) -> Iterator[RowsFault]:
        """Yields the faults that are told, and how many more there are."""
        for fault in error.faults:
            detail = Sentence.of(sentence_of(fault, _WAYS))
            yield cls(detail, fault.get("row"), fault.get("columns"), fault.get("first"))
        if more := error.more:
            yield cls(Sentence.of(Phrase("$count more rows cannot be read.", count=f"{more:,}")))


@dataclass(frozen=True)
class Rows:
    """``text``: of a file. ``read``: None where there are ``faults``; ``notes``: what was left out,
    and which answers differ by their writing alone."""

    text: str | None
    read: ReadRows | None
    notes: Sequence[Sentence]
    faults: Sequence[RowsFault]

    @classmethod
    def of(cls, body: RowsBody) -> Rows:
        """Raises InvalidRequest for a body without rows."""
        file = None
        try:
            text = body.rows()
            file = None if body.data is None else text
            read = body.read(text)
        except UnreadableRows as error:
            return cls(file, None, (), [*RowsFault.all_of(error)])
        lines = (*alike_lines(read.answers), *left_out_lines(read))
        return cls(file, read, [*map(Sentence.of, lines)], ())


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("rows", __name__)
    routes.before_request(services.admission.refuse_when_draining)
    reading = Room(MOST_READERS, "rows that are read")
    answers = TypeAdapter(Rows)

    @routes.post(PATH)
    @described(
        "readRows", "Questions with answers, as rows of any form", "Rows", body=RowsBody,
        types=(Rows,),
    )  # fmt: skip
    def rows() -> Response:
        body = parse(RowsBody, request.get_data())
        with services.admission.run(), reading.taken(1):
            return Response(answers.dump_json(Rows.of(body)), content_type=JSON)

    return routes
