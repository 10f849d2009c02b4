"""The program in an export's README, taken from there and run as it stands, writes what the engine
writes."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import tokenizers
from outer.conformance.environments import interpreter, packages
from outer.conformance.triton import serving
from support.models.tiny import LOOSE, write_tiny_folder

from shotglass.contract import TOKENIZER
from shotglass.decoding import DecodingSettings
from shotglass.engine.library import BUNDLED, Library, ModelFolder
from shotglass.engine.masked_model import MaskedModel
from shotglass.engine.model import Engine
from shotglass.engine.tasks.complete import CompletionRequest, CompletionToken, complete
from shotglass.engine.tasks.fill import Filled, FillRequest, fill
from shotglass.precisions import Precision
from shotglass_export.formats.export import export_model
from shotglass_export.formats.registry import FORMATS
from shotglass_export.to_onnx.folder import file_entry

TOKENS = 12  # that the programs write
PROMPT, GAP = "Once upon a time", "The{} sat on the mat."


@pytest.fixture(scope="module")
def house() -> ModelFolder:
    return Library([BUNDLED]).folder("house-gpt2")


@pytest.fixture(scope="module")
def masked() -> ModelFolder:
    return Library([BUNDLED]).folder("house-bert")


@pytest.fixture(scope="module")
def rotary(tmp_path_factory: pytest.TempPathFactory) -> ModelFolder:
    """Random: what it writes is no text, and hangs on each token that it reads."""
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny-llama", "llama", 5, add=["int8"])
    return Library([root]).folder("tiny-llama")


def written(folder: ModelFolder, precision: Precision = "fp32") -> str:
    """By the engine: the likeliest tokens after the prompt."""
    engine = Engine.open(folder, slots=1, precision=precision, threads=1)
    prompt = tuple(engine.encode(PROMPT))
    settings = DecodingSettings(temperature=0, max_tokens=TOKENS)
    try:
        events = list(complete(engine, CompletionRequest((prompt,), settings)))
    finally:
        engine.close()
    new = [event.logprobs.id for event in events if isinstance(event, CompletionToken)]
    new = [id for id in new if id not in folder.manifest.stop_ids]
    assert len(new) > 3
    return text_of(folder, [*prompt, *new])


def filled(folder: ModelFolder) -> str:
    """By the engine: the likeliest token in the gap."""
    model = MaskedModel.open(folder)
    [found] = [
        x for x in fill(model, FillRequest((GAP.format("[MASK]"),))) if isinstance(x, Filled)
    ]
    ids = [piece.id for piece in found.tokens]
    ids[found.gaps[0].token] = found.gaps[0].distribution.alternatives[0].id
    return text_of(folder, ids)


def text_of(folder: ModelFolder, ids: list[int]) -> str:
    tokenizer = tokenizers.Tokenizer.from_file(str(folder.path / TOKENIZER))
    return str(tokenizer.decode(ids)).strip()


def exported(folder: ModelFolder, out: Path, format: str, precision: str | None = None) -> Path:
    tolerances = LOOSE if folder.manifest.id.startswith("tiny") else None
    export_model(folder.path, format, precision, out, tolerances=tolerances)
    return out


def program(out: Path, language: str = "python") -> str:
    """The only one of that language in the README."""
    text = (out / "README.md").read_text("utf-8")
    [found] = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    return str(found)


def printed(out: Path, *command: str | Path) -> str:
    """What a command prints, in the export's folder."""
    done = subprocess.run(
        list(map(str, command)), cwd=out, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


def python(out: Path, with_python: Path | str = sys.executable) -> str:
    return printed(out, with_python, "-I", "-W", "ignore", "-c", program(out))


@contextmanager
def script(out: Path) -> Iterator[Path]:
    """The JavaScript of the README as a file, its packages beside it."""
    file, beside = out / "program.mjs", out / "node_modules"
    file.write_text(program(out, "js"), "utf-8")
    beside.symlink_to(packages() / "node_modules")
    yield file


@pytest.mark.parametrize(
    ("model", "format", "precision"),
    [
        ("house", "portable", "fp32"),
        ("rotary", "portable", "fp32"),
        ("rotary", "native", "fp32"),
        ("rotary", "native", "int8"),
    ],
)
def test_in_onnxruntime_it_writes_what_the_engine_writes(
    model, format, precision, tmp_path, request
):
    folder = request.getfixturevalue(model)
    out = exported(folder, tmp_path / "out", format, precision)
    assert python(out) == written(folder, precision)


def test_in_eight_bits_it_is_the_same_program_over_another_graph(rotary, tmp_path):
    out = exported(rotary, tmp_path / "out", "int8")
    assert FORMATS["int8"].programs is FORMATS["portable"].programs
    assert 'InferenceSession("int8.onnx")' in program(out)
    assert python(out).startswith(PROMPT)


@pytest.mark.parametrize("format", ["portable", "explain"])
def test_a_masked_model_fills_the_gap_as_the_engine_does(masked, format, tmp_path):
    out, expected = exported(masked, tmp_path / "out", format, "fp32"), filled(masked)
    found = python(out)
    if format == "portable":
        assert found == expected
    else:
        [*_, last, _] = found.splitlines()  # after the last layer
        assert f"The{eval(last.partition(' ')[2])} sat on the mat." == expected


def test_the_lens_ends_with_the_token_that_the_engine_writes_next(house, tmp_path):
    out = exported(house, tmp_path / "out", "explain")
    [*layers, attention] = python(out).splitlines()
    assert len(layers) == house.manifest.architecture.layers + 1
    assert written(house).startswith(PROMPT + eval(layers[-1].partition(" ")[2]))
    shares = eval(attention.rpartition(" at ")[2])
    assert sum(shares) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("format", FORMATS)
def test_a_readme_names_the_model_and_every_file_that_is_there(rotary, format, tmp_path):
    out = exported(rotary, tmp_path / "out", format)
    text = (out / "README.md").read_text("utf-8")
    assert text.startswith(f"# {rotary.manifest.name}\n")
    assert FORMATS[format].purpose in text
    for path in out.rglob("*"):
        name = path.relative_to(out).as_posix()
        if path.is_file() and name not in ("README.md", "export.json"):
            assert f"| `{name}` | {file_entry(path).bytes:,} | " in text
            assert f"`{name}` | {file_entry(path).bytes:,} |  |" not in text  # says what it is
    words = re.findall(r"\b[A-Z]{3,}\b", "".join(re.findall(r"```\w+\n(.*?)```", text, re.DOTALL)))
    assert set(words) <= {
        "INT64",
        "JSON",
    }  # every word that stands for something has been filled in


@pytest.mark.slow
@pytest.mark.parametrize("model", ["house", "masked"])
def test_in_optimum_it_writes_what_the_engine_writes(model, tmp_path, request):
    folder = request.getfixturevalue(model)
    out = exported(folder, tmp_path / "out", "hf")
    expected = filled(folder) if model == "masked" else written(folder)
    assert python(out, interpreter("optimum")) == expected


@pytest.mark.parametrize("model", ["house", "rotary", "masked"])
def test_in_transformers_it_writes_what_the_engine_writes(model, tmp_path, request):
    folder = request.getfixturevalue(model)
    expected = filled(folder) if model == "masked" else written(folder)
    assert python(exported(folder, tmp_path / "out", "torch")) == expected


@pytest.mark.slow
@pytest.mark.parametrize(
    ("format", "model"), [("hf", "house"), ("web", "house"), ("web", "rotary")]
)
def test_in_javascript_it_writes_what_the_engine_writes(format, model, tmp_path, request):
    """transformers.js, and onnxruntime-web with WebAssembly, in Node.js."""
    folder = request.getfixturevalue(model)
    out = exported(folder, tmp_path / "out", format)
    with script(out) as file:
        assert printed(out, "node", file) == written(folder)


@pytest.mark.slow
@pytest.mark.parametrize("model", ["house", "rotary"])
def test_in_genai_it_writes_what_the_engine_writes(model, tmp_path, request):
    folder = request.getfixturevalue(model)
    out = exported(folder, tmp_path / "out", "genai", "fp32")
    assert python(out, interpreter("genai")) == written(folder)


@pytest.mark.slow
@pytest.mark.parametrize("model", ["house", "rotary"])
def test_in_llama_cpp_it_writes_what_the_engine_writes(model, tmp_path, request):
    folder = request.getfixturevalue(model)
    assert python(exported(folder, tmp_path / "out", "gguf")) == written(folder)


@pytest.mark.slow
@pytest.mark.parametrize("model", ["house", "masked"])
def test_in_triton_it_writes_what_the_engine_writes(model, tmp_path, request):
    """In NVIDIA's server; over the graph in its Python backend, since the onnxruntime backend is on
    no registry."""
    folder = request.getfixturevalue(model)
    out, port = exported(folder, tmp_path / "a-model", "triton"), free_port()
    expected = filled(folder) if model == "masked" else written(folder)
    client = program(out).replace("localhost:8000", f"localhost:{port}")
    with serving(out, tmp_path, port):
        assert printed(out, interpreter("triton"), "-I", "-c", client) == expected


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
