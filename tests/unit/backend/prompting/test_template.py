"""The template's parsing, against a parser that knows only str.format's rules."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotglass.errors import InvalidRequest
from shotglass.prompting import Template

SOURCES = st.lists(
    st.sampled_from(["{input}", "{output}", "{reasoning}", "{{", "}}", "{", "}", "x", " ", "\n"])
).map("".join)


@given(source=SOURCES)
def test_it_reads_braces_as_str_format_does_or_refuses(source: str) -> None:
    try:
        pieces = [(part.text, part.field) for part in Template(source).parts]
    except InvalidRequest:
        return
    assert _flat(pieces) == _flat(_formatted(source))


@given(text=st.text("ab{} \n"))
def test_escaping_any_text_gives_it_back(text: str) -> None:
    escaped = text.replace("{", "{{").replace("}", "}}")
    assert Template("{input}:{output}" + escaped).tail == text


def test_what_stands_around_the_fields() -> None:
    template = Template("Q: {input}\nA:{reasoning}\nSo:{output}\n\n")
    assert (template.opening, template.bridge, template.tail) == ("Q: ", "\nA:", "\n\n")
    assert template.delimiter == "\nSo:"
    assert Template("{input}:{output}").delimiter == ""
    assert template.reasons
    assert not Template("{input}{output}").reasons


def test_the_sentence_names_what_was_found_and_the_way_out() -> None:
    with pytest.raises(InvalidRequest, match=r"'\{answer\}' at position 8.*\{\{ and \}\}"):
        Template("{input}:{answer}")


def _formatted(source: str) -> list[tuple[str, str | None]]:
    return [piece[:2] for piece in string.Formatter().parse(source)]


def _flat(pieces: list[tuple[str, str | None]]) -> str:
    """Fields as control characters, so that only the order of text and fields counts."""
    names = {"input": "\x01", "reasoning": "\x02", "output": "\x03", None: "", "": ""}
    return "".join(text + names[field] for text, field in pieces)
