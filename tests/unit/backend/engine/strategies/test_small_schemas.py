"""Answers that are held to forty small schemas are valid by another program's judgement."""

import json
from collections.abc import Iterator

import jsonschema
import pytest
from support.inputs.small_schemas import SMALL_SCHEMAS, Schema

from shotglass.decoding import Constraint, DecodingSettings
from shotglass.engine import Engine, Library, default_roots, generate
from shotglass.events import Done

MODELS = ["house-gpt2", pytest.param("smollm2-135m", marks=pytest.mark.slow)]


@pytest.fixture(scope="module", params=MODELS)
def model(request: pytest.FixtureRequest) -> Iterator[Engine]:
    opened = Engine.open(Library(default_roots()).folder(request.param))
    yield opened
    opened.close()


@pytest.mark.parametrize("schema", SMALL_SCHEMAS, ids=lambda schema: json.dumps(schema)[:60])
def test_both_samples_are_json_that_the_schema_allows(model: Engine, schema: Schema) -> None:
    settings = DecodingSettings(max_tokens=160, n=2, constraint=Constraint.of_schema(schema))
    done = [e for e in generate(model, "As JSON: ", settings) if isinstance(e, Done)]
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for sample in done:
        assert sample.reason == "stop_token"
        checker.validate(json.loads(sample.text))
    assert len(done) == 2
