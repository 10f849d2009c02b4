"""The page's types and bounds are those of /openapi.json."""

import re

import pytest
from contract.api_types import BOUNDED, FILE, made, type_of

from shotglass.server.app import document


def test_the_committed_types_are_what_the_script_makes_from_the_document() -> None:
    assert FILE.read_text(encoding="utf-8") == made(), "run `make api`"


def test_every_schema_of_the_document_is_a_type_of_the_page() -> None:
    named = re.findall(r"^export type (\w+) =", made(), re.MULTILINE)
    assert named == sorted(document()["components"]["schemas"])


@pytest.mark.parametrize("name", BOUNDED)
def test_each_limit_of_the_settings_stands_in_the_file(name: str) -> None:
    fields = document()["components"]["schemas"][name]["properties"]
    section = made().partition(f"\n  {name}: {{\n")[2].partition("\n  },\n")[0]
    limited = [field for field, schema in fields.items() if "maximum" in schema]
    assert re.findall(r"^ {4}(\w+):", section, re.MULTILINE) == limited
    for field in limited:
        assert f"maximum: {fields[field]['maximum']}" in section


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"$ref": "#/components/schemas/Piece"}, "Piece"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "number | null"),
        ({"enum": ["a", None]}, '"a" | null'),
        ({"type": ["string", "null"]}, "string | null"),
        ({"type": "array", "items": {"enum": [1, 2]}}, "(1 | 2)[]"),
        ({"type": "array", "prefixItems": [{"type": "number"}] * 2}, "[number, number]"),
        ({"type": "object"}, "Record<string, unknown>"),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, "Record<string, number>"),
        (
            {
                "type": "object",
                "properties": {"a": {"type": "string"}, "b": {"const": "c", "default": "c"}},
                "required": ["a"],
            },
            '{\n  a: string;\n  b?: "c";\n}',
        ),
    ],
)
def test_a_schema_becomes_its_type(schema: dict[str, object], expected: str) -> None:
    assert type_of(schema) == expected


def test_a_schema_that_has_no_type_yet_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="patternProperties"):
        type_of({"patternProperties": {}})
