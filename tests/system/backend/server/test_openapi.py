"""/openapi.json against the server, over a tiny model: what it allows is taken, what it does not
is refused, and every answer is one that it tells of. Nothing is left out."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode
from support.models.tiny import give_chat_template, write_tiny_folder

from shotglass.exporter import Exporter
from shotglass.extensions.batches import BatchSettings
from shotglass.server.app import create_app, document, make_services
from shotglass.server.config import ServerConfig

REFUSED = ["400", "401", "403", "404", "405", "406", "409", "413", "415", "422", "428", "429"]
TAKEN = ["2xx", "404", "409"]
SEMANTIC = ["400", "413"]  # no schema tells how long a text is in tokens: see ``for_its_meaning``
CHECKS = {
    "negative_data_rejection": {"expected-statuses": REFUSED},
    "positive_data_acceptance": {"expected-statuses": TAKEN + SEMANTIC},
}


def for_its_meaning(context: Any, answer: Any, case: Any) -> None:
    """What the document allows is never refused for its form: the parser's refusals begin with
    the pointer to the field."""
    if case.meta.generation.mode == GenerationMode.POSITIVE and answer.status_code == 400:
        told = answer.json()
        assert not told["detail"].startswith("/"), told["detail"]
        assert told["error"]["code"] not in ("unknown_parameter", "invalid_json")


def installed() -> dict[str, Any]:
    """The document, with the model that there is for it wherever a model is named: a client of any
    sense looks that up."""
    whole = document()
    for name, schema in whole["components"]["schemas"].items():
        model = schema.get("properties", {}).get("model", {})
        if schema.get("additionalProperties") is False and model:
            there = "gap" if name == "FillBody" else "tiny"
            model["enum"] = [there, None] if "anyOf" in model else [there]
    for path, item in whole["paths"].items():
        for parameter in item.get("parameters", []):
            if parameter["name"] == "id" and "/models/" in path:
                parameter["schema"] = {"enum": ["tiny"]}
    return whole


class Late:
    """A WSGI app that is there only when the tests run; it counts what is asked."""

    def __init__(self) -> None:
        self.app: Callable[..., Any] | None = None
        self.asked: Counter[str] = Counter()

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        assert self.app is not None
        self.asked[environ["PATH_INFO"]] += 1
        return self.app(environ, start)


late = Late()
schema = schemathesis.openapi.from_dict(
    installed(), config=SchemathesisConfig.from_dict({"checks": CHECKS})
)
schema.app = late
whatever = settings(suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module", autouse=True)
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    root = tmp_path_factory.mktemp("models")
    # With the 8-bit graph: the one that a scripted exporter adds cannot be loaded.
    give_chat_template(write_tiny_folder(root, "tiny", "llama", 3, add=("int8",), context=64))
    write_tiny_folder(root, "gap", "bert", 3)
    exports, batches = map(tmp_path_factory.mktemp, ("exports", "batches"))
    settings = {"batches": BatchSettings(batches)}
    config = ServerConfig(roots=(root,), static=Path("none"), exports=exports, extensions=settings)
    made = make_services(config)
    program = Path(__file__).parents[3] / "support/servers/scripted_exporter.py"
    script = [sys.executable, str(program), "0"]
    services = replace(made, exporter=Exporter(script))
    late.app = create_app(services.config, services)
    yield
    services.hosting.close()
    for part in services.parts:
        part.end()


@pytest.mark.by_need
@schema.parametrize()
@settings(whatever, max_examples=3)
def test_a_few_requests_are_answered_as_described(case: Any) -> None:
    case.call_and_validate(additional_checks=[for_its_meaning])


@pytest.mark.slow
@schema.parametrize()
@settings(whatever, max_examples=450)
def test_ten_thousand_requests_are_answered_as_described(case: Any) -> None:
    case.call_and_validate(additional_checks=[for_its_meaning])


@pytest.mark.slow
def test_those_were_ten_thousand() -> None:
    assert late.asked.total() >= 10_000
