"""The page's types and bounds are those of /openapi.json."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / "web/scripts/api.py"))


@pytest.fixture(scope="module")
def made() -> str:
    return str(SCRIPT["made"]())


@pytest.fixture(scope="module")
def schemas() -> dict[str, Any]:
    components: dict[str, Any] = SCRIPT["document"]()["components"]
    return dict(components["schemas"])


def test_every_schema_of_the_document_is_a_type_of_the_page(
    made: str, schemas: dict[str, Any]
) -> None:
    named = re.findall(r"^export type (\w+) = components\['schemas'\]", made, re.MULTILINE)
    assert sorted(named) == sorted(schemas)


@pytest.mark.parametrize("name", SCRIPT["BOUNDED"])
def test_each_limit_of_the_settings_stands_in_the_file(
    name: str, made: str, schemas: dict[str, Any]
) -> None:
    fields = schemas[name]["properties"]
    section = made.partition(f'\n  "{name}": {{\n')[2].partition("\n  }")[0]
    limited = [field for field, schema in fields.items() if "maximum" in schema]
    assert re.findall(r'^ {4}"(\w+)":', section, re.MULTILINE) == limited
    for field in limited:
        assert f'"maximum": {fields[field]["maximum"]}' in section
