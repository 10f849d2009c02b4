"""The Serve config of the RayService manifest, deployed on a node of this machine by Ray's own
schema, and the door of its head pod before it."""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
import yaml
from support.servers.live_server import live_server
from support.servers.ray_nodes import (
    ROOT,
    SETTINGS,
    RayNodes,
    end,
    free_port,
    ray_environment,
    wait_for_ray,
)

from shotglass.cli import cli

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

MANIFEST = ROOT / "backend" / "deploy" / "kubernetes" / "rayservice.yaml"
MODELS = ROOT / "backend" / "shotglass" / "models"  # those that ship
HOST = "shotglass-head-svc.default.svc.cluster.local"
ASKED = {"model": "house-gpt2", "prompt": "The red house", "max_tokens": 16, "temperature": 0}
DEPLOY = """
import json, sys
import ray
from ray import serve
from ray.serve.context import _get_global_client
from ray.serve.schema import ServeDeploySchema

config = ServeDeploySchema.model_validate(json.loads(sys.argv[2]))
ray.init(address=sys.argv[1])
http = config.http_options
serve.start(config.proxy_location, {"host": http.host, "port": http.port})
_get_global_client().deploy_apps(config, _blocking=True)
"""


def test_the_door_and_the_serve_config_of_the_manifest_answer_as_one_process_does(
    pytestconfig: pytest.Config, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    service = yaml.safe_load(MANIFEST.read_text())
    config = yaml.safe_load(service["spec"]["serveConfigV2"])
    (application,) = config["applications"]
    application["args"]["roots"] = [str(MODELS)]
    config["http_options"]["port"] = free_port()
    _, door = service["spec"]["rayClusterConfig"]["headGroupSpec"]["template"]["spec"]["containers"]
    words = cli.commands["serve"].make_context("serve", list(door["args"])).params
    assert (words["replicas"], words["allowed_hosts"]) == ("0:4", (HOST,))

    programs, port = ray_environment(pytestconfig), free_port()
    nodes = RayNodes(programs, tmp_path_factory.mktemp("ray"))
    command = [*door["command"], *door["args"]]
    command[0] = str(programs / command[0])
    process, output = None, tmp_path / "door.txt"
    try:
        nodes.join()
        ours = f"--address={nodes.address} --port={port} --models={MODELS} --host=127.0.0.1"
        command += ours.split()  # the last of an option counts
        early = subprocess.run(command, capture_output=True, text=True, env=nodes.environment)
        assert "No Serve config has deployed an application 'shotglass'" in early.stderr
        deploy = [str(programs / "python"), "-c", DEPLOY, nodes.address, json.dumps(config)]
        subprocess.run(deploy, check=True, env=nodes.environment)
        with output.open("w") as file:
            process = subprocess.Popen(
                command, stdout=file, stderr=subprocess.STDOUT, env=os.environ | SETTINGS
            )
        wait_for_ray(port, process, output)
        with live_server(MODELS, "--model", "house-gpt2") as address:
            assert written(port, HOST) == written(int(address.rsplit(":", 1)[1]), "127.0.0.1")
        proxy = int(config["http_options"]["port"])
        assert status(proxy, "/-/healthz") == 200  # by which KubeRay knows that a pod is ready
        assert status(proxy, f"{application['route_prefix']}/v1/completions") >= 400
    finally:
        if process is not None:
            end(process)
        nodes.close()


def status(port: int, path: str) -> int:
    with closing(HTTPConnection("127.0.0.1", port, timeout=300)) as connection:
        body = json.dumps(ASKED) if "completions" in path else None
        kind = {"Content-Type": "application/json"}
        connection.request("POST" if body else "GET", path, body, kind)
        return connection.getresponse().status


def written(port: int, host: str) -> str:
    with closing(HTTPConnection("127.0.0.1", port, timeout=300)) as connection:
        headers = {"Content-Type": "application/json", "Host": f"{host}:{port}"}
        connection.request("POST", "/v1/completions", json.dumps(ASKED), headers)
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status == 200, text
        return str(json.loads(text)["choices"][0]["text"])
