"""The manifests for Kubernetes: their container starts here, and their fields are those of the
published schemas."""

from __future__ import annotations

import os
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from support.models.tiny import write_tiny_folder
from support.processes.until import until
from system.backend.deploy.conftest import ROOT, free_port

from shotglass.cli import cli

MANIFESTS = ROOT / "backend" / "deploy" / "kubernetes"
SCHEMAS = os.environ.get("SHOTGLASS_CRDS")  # a folder of the CustomResourceDefinitions


def objects(file: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all(file.read_text()))


def test_the_container_of_kserves_runtime_serves_under_the_names_of_its_service(
    tmp_path: Path,
) -> None:
    runtime, service = objects(MANIFESTS / "kserve.yaml")
    (container,) = runtime["spec"]["containers"]
    write_tiny_folder(tmp_path / "models" / "tiny", "tiny")
    port = free_port()
    filled = {"{{.Name}}": service["metadata"]["name"], "{{.Namespace}}": "class"}
    filled |= {"/mnt/models": str(tmp_path / "models"), "8000": str(port)}
    words = [*container["command"], *container["args"]]
    for mark, text in filled.items():
        words = [word.replace(mark, text) for word in words]
    with subprocess.Popen(words, env=os.environ | {"HOME": str(tmp_path)}) as process:
        try:
            for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
                path = container[probe]["httpGet"]["path"]
                until(lambda path=path: status(port, path, "lab-predictor.class") == 200, 30)
            assert status(port, "/v1/models", "lab-predictor.class.svc.cluster.local") == 200
            assert status(port, "/v1/models", "other.example") == 421
        finally:
            process.terminate()


def test_the_door_of_the_ray_cluster_is_started_by_words_that_serve_knows() -> None:
    (cluster,) = objects(MANIFESTS / "raycluster.yaml")
    _, door = cluster["spec"]["headGroupSpec"]["template"]["spec"]["containers"]
    program, command = door["command"]
    assert program == "shotglass"
    words = cli.commands[command].make_context(command, list(door["args"])).params
    assert (words["on"], words["replicas"], words["port"]) == ("ray", "1:4", 8000)


def status(port: int, path: str, host: str) -> int:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0  # it does not listen yet


@pytest.mark.skipif(SCHEMAS is None, reason="SHOTGLASS_CRDS names no folder of published schemas")
@pytest.mark.parametrize("file", sorted(MANIFESTS.glob("*.yaml")), ids=lambda file: file.stem)
def test_every_field_is_one_that_the_published_schemas_have(file: Path) -> None:
    schemas = published(Path(SCHEMAS or ""))
    for thing in objects(file):
        strict = exact(schemas[thing["apiVersion"], thing["kind"]])
        strict["properties"]["metadata"] = {"type": "object"}  # Kubernetes' own
        Draft202012Validator(strict).validate(thing)
        with pytest.raises(Exception, match="Additional properties"):
            Draft202012Validator(strict).validate(thing | {"spec": thing["spec"] | {"sepc": 1}})


def published(folder: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """By version and kind."""
    return {
        (f"{spec['group']}/{version['name']}", spec["names"]["kind"]): version["schema"][
            "openAPIV3Schema"
        ]
        for file in folder.glob("*.yaml")
        for spec in (definition["spec"] for definition in objects(file))
        for version in spec["versions"]
    }


def exact(schema: Any) -> Any:
    """As JSON Schema, and without room for a misspelt field, which Kubernetes would leave out."""
    if isinstance(schema, list):
        return [exact(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {name: exact(part) for name, part in schema.items() if name != "anyOf"}
    if schema.get("x-kubernetes-int-or-string"):
        parts["type"] = ["integer", "string"]
    if "properties" in schema and not schema.get("x-kubernetes-preserve-unknown-fields"):
        parts.setdefault("additionalProperties", False)
    return parts
