"""Changes inside the real model against transformers' Llama with hooks and masks of its own."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np
import pytest
import torch
from support.models.stored import stored_weights
from support.torch_models import torch_llama

from shotglass.engine import Interventions, ResidualPatch, ablated, default_roots, hidden_spans
from shotglass.engine.library import Library, ModelFolder
from shotglass.engine.runtime.explain_graph import Capture
from shotglass.text import Tokenizer

pytestmark = pytest.mark.slow

TOLERANCE = 1e-4  # in a logit
HEADS = 10
MOVED = 0.5  # in a logit, by any of these heads
TOGETHER = 5  # texts that transformers reads in one pass
PAIRS = [
    ("fast", "slow"), ("big", "small"), ("hot", "cold"), ("tall", "short"), ("old", "young"),
    ("rich", "poor"), ("hard", "soft"), ("light", "dark"), ("early", "late"), ("wet", "dry"),
]  # fmt: skip


def prompts() -> list[str]:
    """20 questions after four examples each."""
    pick = random.Random(0)
    found = []
    for number in range(20):
        asked, *examples = pick.sample(PAIRS, 5)
        lines = [f"{question} -> {answer}" for question, answer in examples]
        found.append("\n".join([*lines, f"{asked[number % 2]} ->"]))
    return found


@pytest.fixture(scope="module")
def folder() -> ModelFolder:
    return Library(default_roots()).folder("smollm2-135m")


@pytest.fixture(scope="module")
def capture(folder: ModelFolder) -> Capture:
    return Capture(folder, threads=2)


@pytest.fixture(scope="module")
def oracle(folder: ModelFolder) -> Any:
    """In double precision: two computations in single precision are up to 1.3e-4 apart in a logit
    after 30 layers, each by its own rounding."""
    weights = stored_weights(folder.path, folder.manifest)
    model = torch_llama(folder.manifest.architecture, weights)
    model.set_attn_implementation("eager")
    return model.double()


@pytest.fixture(scope="module")
def texts(folder: ModelFolder) -> list[list[int]]:
    tokenizer = Tokenizer.load(folder.path / "tokenizer.json")
    return [tokenizer.encode(prompt) for prompt in prompts()]


def theirs(oracle: Any, ids: list[int], **more: Any) -> Any:
    with torch.no_grad():
        return oracle(torch.tensor([ids]), use_cache=False, **more).logits[0].numpy()


def theirs_together(oracle: Any, texts: list[list[int]]) -> list[Any]:
    """As ``theirs`` for each text, in one pass: what is filled up behind a text no token of it
    sees, and the weights are read once."""
    longest = max(map(len, texts))
    ids = torch.tensor([[*ids, *[0] * (longest - len(ids))] for ids in texts])
    with torch.no_grad():
        logits = oracle(ids, use_cache=False).logits
    return [own[: len(ids)].numpy() for own, ids in zip(logits, texts, strict=True)]


@contextmanager
def with_heads(oracle: Any, scale: Any, mean: Any = None) -> Iterator[None]:
    """Heads changed where they enter the output map, which has one row of them after another."""

    def changing(layer: int) -> Any:
        def hook(_module: Any, args: tuple[torch.Tensor]) -> tuple[torch.Tensor]:
            heads = args[0].unflatten(2, (scale.shape[1], -1))
            share = torch.tensor(scale[layer]).to(heads)[:, None]
            instead = 0 if mean is None else torch.tensor(mean[layer]).to(heads)
            return ((share * heads + (1 - share) * instead).flatten(2),)

        return hook

    with ExitStack() as stack:
        for layer, block in enumerate(oracle.model.layers):
            hook = block.self_attn.o_proj.register_forward_pre_hook(changing(layer))
            stack.callback(hook.remove)
        yield


@pytest.mark.parametrize("number", range(HEADS))
def test_ablating_a_head_equals_a_hook(folder, capture, oracle, texts, number):
    """A case for each head, since one for all may take longer than a test is given."""
    config = folder.manifest.architecture
    every = [(layer, head) for layer in range(config.layers) for head in range(config.heads)]
    head = random.Random(1).sample(every, HEADS)[number]
    scale, worst = ablated(config, [head]), 0.0
    with with_heads(oracle, scale), capture.series(["logits"]) as series:
        for start in range(0, len(texts), TOGETHER):
            group = texts[start : start + TOGETHER]
            for ids, expected in zip(group, theirs_together(oracle, group), strict=True):
                ours = series.run(ids, interventions=Interventions(head_scale=scale))
                worst = max(worst, float(np.abs(ours["logits"][0] - expected).max()))
    plain = capture.run(texts[-1], ["logits"])["logits"][0]
    moved = float(np.abs(plain - expected).max())
    print(f"head {head}, {len(texts)} prompts: {worst:.1e} in a logit; it moves one by {moved:.2f}")
    assert worst <= TOLERANCE
    assert moved > MOVED


def test_hiding_an_example_equals_a_forward_pass_with_its_own_mask(folder, capture, oracle, texts):
    """Each of the four examples in turn, and its answer alone; positions stay what they are."""
    tokenizer = Tokenizer.load(folder.path / "tokenizer.json")
    worst = 0.0
    for prompt, ids in zip(prompts()[:5], texts, strict=False):
        lines, plain = prompt.split("\n"), capture.run(ids, ["logits"])["logits"][0]
        for index in range(4):
            before = [*lines[:index], ""] if index else [""]
            start = len(tokenizer.encode("\n".join(before)))
            label = len(tokenizer.encode("\n".join([*lines[:index], lines[index].split(" ->")[0]])))
            end = len(tokenizer.encode("\n".join([*lines[: index + 1], ""])))
            for span in ((start, end), (label + 1, end)):
                bias = hidden_spans(len(ids), [span])
                ours = capture.run(ids, ["logits"], interventions=Interventions(bias))["logits"][0]
                expected = theirs(oracle, ids, **masked(len(ids), span))
                worst = max(worst, float(np.abs(ours - expected).max()))
                assert np.abs(ours - plain)[end:].max() > 0.1
    print(f"hidden by mask: {worst:.1e} in a logit")
    assert worst <= TOLERANCE


def masked(tokens: int, span: tuple[int, int]) -> dict[str, torch.Tensor]:
    """A mask of who sees whom, written out pair by pair, as transformers takes one."""
    least = torch.finfo(torch.float64).min
    mask = torch.zeros(1, 1, tokens, tokens, dtype=torch.float64)
    for row in range(tokens):
        for column in range(tokens):
            if column > row or (span[0] <= column < span[1] <= row):
                mask[0, 0, row, column] = least
    return {"attention_mask": mask, "position_ids": torch.arange(tokens)[None]}


def test_mean_ablation_and_a_patched_state_equal_hooks(folder, capture, oracle, texts):
    """The means of the heads over all prompts; the stream of another prompt at the last token."""
    config = folder.manifest.architecture
    names = [f"heads.{layer}" for layer in range(config.layers)]
    inside = [capture.run(ids, [*names, "hidden_states.12"]) for ids in texts[:6]]
    mean = np.stack([np.mean([i[n][0].mean(axis=1) for i in inside], axis=0) for n in names])
    scale = ablated(config, [(3, 1), (12, 8), (20, 0), (29, 4)])
    ids, state = texts[-1], inside[0]["hidden_states.12"][0, -1]
    patch = ResidualPatch(12, len(ids) - 1, state)

    def patched(_module: Any, _args: Any, output: Any) -> Any:
        stream = output[0] if isinstance(output, tuple) else output
        stream[0, -1] = torch.tensor(state)
        return output

    changes = Interventions(head_scale=scale, head_mean=mean, patches=(patch,))
    ours = capture.run(ids, ["logits"], interventions=changes)["logits"][0]
    hook = oracle.model.layers[11].register_forward_hook(patched)
    with with_heads(oracle, scale, mean):
        expected = theirs(oracle, ids)
    hook.remove()
    worst = float(np.abs(ours - expected).max())
    print(f"mean ablation and a patch: {worst:.1e} in a logit")
    assert worst <= TOLERANCE
