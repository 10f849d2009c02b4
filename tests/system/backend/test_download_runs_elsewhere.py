"""A downloaded zip, unpacked in an empty folder, runs on bare onnxruntime and some numpy."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from support.models.tiny import Family, write_tiny_folder
from support.servers.http_answers import events_of

from shotglass.precisions import Precision
from shotglass.server.app import create_app, make_services
from shotglass.server.config import ServerConfig

PORTABLE = """
import json, sys
import numpy as np, onnxruntime, tokenizers

manifest = json.load(open("manifest.json"))
c = manifest["architecture"]
session = onnxruntime.InferenceSession("portable.onnx")
ids = tokenizers.Tokenizer.from_file("tokenizer.json").encode(sys.argv[1]).ids
empty = np.zeros((1, c["kv_heads"], 0, c["head_size"]), np.float32)
past = {i.name: empty for i in session.get_inputs() if i.name.startswith("past")}
new, made = ids, []
while len(made) < int(sys.argv[2]):
    total = len(ids) + len(made)
    feeds = {"input_ids": np.array([new]), "attention_mask": np.ones((1, total), np.int64)}
    feeds["position_ids"] = np.arange(total - len(new), total)[None]
    logits, *present = session.run(None, feeds | past)
    past = dict(zip(past, present))
    new = [int(logits[0, -1].argmax())]
    made += new
    if new[0] in manifest["stop_ids"]:
        break
print(json.dumps(made))
"""

NATIVE = """
import json, sys
import numpy as np, onnxruntime, tokenizers

manifest = json.load(open("manifest.json"))
c = manifest["architecture"]
session = onnxruntime.InferenceSession(sys.argv[3])
names = {i.name for i in session.get_inputs()}
ids = tokenizers.Tokenizer.from_file("tokenizer.json").encode(sys.argv[1]).ids
room = np.zeros((1, c["kv_heads"], len(ids) + int(sys.argv[2]), c["head_size"]), np.float32)
past = {i.name: room for i in session.get_inputs() if i.name.startswith("past")}
new, made = ids, []
while len(made) < int(sys.argv[2]):
    total = len(ids) + len(made)
    feeds = {"input_ids": np.array([new]), "seqlens_k": np.array([total - 1], np.int32)}
    feeds["total_sequence_length"] = np.array(total, np.int32)
    feeds["logits_rows"] = np.array([len(new) - 1])
    feeds["position_ids"] = np.arange(total - len(new), total)[None]
    feeds = {name: value for name, value in feeds.items() if name in names}
    logits, *present = session.run(None, feeds | past)
    past = dict(zip(past, present))
    new = [int(logits[0].argmax())]
    made += new
    if new[0] in manifest["stop_ids"]:
        break
print(json.dumps(made))
"""

EXPLAIN = """
import json, sys
import numpy as np, onnxruntime, tokenizers

session = onnxruntime.InferenceSession("explain.onnx")
tokenizer = tokenizers.Tokenizer.from_file("tokenizer.json")
ids = tokenizer.encode(sys.argv[1]).ids
feeds = {"input_ids": np.array([ids]), "lens_rows": np.array([len(ids) - 1])}
attention, lens = session.run(["attentions.0", "lens"], feeds)
assert np.allclose(attention.sum(-1), 1) and not np.triu(attention, 1).any()
print(json.dumps([int(lens[0, -1].argmax())]))
"""

STRANGERS: dict[str, tuple[str, Precision]] = {
    "portable": (PORTABLE, "fp32"),
    "native-fp32": (NATIVE, "fp32"),
    "native": (NATIVE, "int8"),
}
PROMPTS = ["Review: good\nSentiment:", "the cat sat on the", "1, 2, 3,"]
TOKENS = 12


@pytest.mark.parametrize("format", STRANGERS)
@pytest.mark.parametrize("family", ["llama", "gpt1", "gpt2", "gpt3"])
def test_a_stranger_with_onnxruntime_reproduces_the_servers_greedy_ids(
    tmp_path: Path, family: Family, format: str
) -> None:
    folder = write_tiny_folder(tmp_path / "models", f"tiny-{family}", family, 5, add=["int8"])

    prove(folder, format, tmp_path)


@pytest.mark.parametrize("family", ["llama", "gpt2"])
def test_a_stranger_with_onnxruntime_looks_inside_and_finds_the_servers_next_token(
    tmp_path: Path, family: Family
) -> None:
    root = write_tiny_folder(tmp_path / "models", f"tiny-{family}", family, 5).parent
    services = make_services(ServerConfig(roots=(root,), precision="fp32", static=Path("none")))
    client = create_app(services.config, services).test_client()
    here = tmp_path / "elsewhere"
    unpack(client, f"tiny-{family}", "explain", here)
    for prompt in PROMPTS:
        assert elsewhere(here, EXPLAIN, prompt) == greedy_ids(client, f"tiny-{family}", prompt)[:1]
    services.hosting.close()


def prove(folder: Path, format: str, scratch: Path) -> None:
    program, precision = STRANGERS[format]
    assert "shotglass" not in program
    config = ServerConfig(roots=(folder.parent,), precision=precision, static=Path("none"))
    services = make_services(config)
    client = create_app(config, services).test_client()
    here = scratch / "elsewhere"
    unpack(client, folder.name, format, here)
    for prompt in PROMPTS:
        assert elsewhere(here, program, prompt, f"{format}.onnx") == greedy_ids(
            client, folder.name, prompt
        )
    services.hosting.close()


def unpack(client: FlaskClient, id: str, format: str, here: Path) -> None:
    """The download as files of an empty folder."""
    archive = here.with_suffix(".zip")
    answer = client.get(f"/api/v1/models/{id}/download/{format}", buffered=False)
    with archive.open("wb") as file:
        for chunk in answer.response:
            file.write(chunk)
    answer.close()
    with zipfile.ZipFile(archive) as unpacked:
        unpacked.extractall(here)
    archive.unlink()


def greedy_ids(client: FlaskClient, id: str, prompt: str) -> list[int]:
    settings = {"max_tokens": TOKENS, "temperature": 0}
    body = {"model": id, "prompt": prompt, "settings": settings}
    events = events_of(client.post("/api/v1/generate", json=body).data)
    return [event["id"] for event in events if event["type"] == "token"]


def elsewhere(here: Path, program: str, prompt: str, *more: str) -> list[int]:
    """What a process that has never heard of this package makes of the folder."""
    ran = subprocess.run(
        [sys.executable, "-I", "-c", program, prompt, str(TOKENS), *more],
        cwd=here,
        capture_output=True,
        text=True,
        check=True,
    )
    ids: list[int] = json.loads(ran.stdout)
    return ids
