"""The part that each head adds to the residual stream, and its effect on an answer by itself.

Letters: L layers, H heads, d head size, D width, P prompts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..runtime.explain_graph import Series
from ..runtime.interventions import Interventions
from ..runtime.session import Floats
from ..runtime.token_changes import ResidualPatch
from .graph_runs import Changes, Steps, read
from .prompts import ReadPrompt


def stream_names(layers: int) -> tuple[str, ...]:
    return tuple(f"hidden_states.{i}" for i in range(layers + 1))


def mapped_names(layers: int) -> tuple[str, ...]:
    return tuple(f"attention_outputs.{i}" for i in range(layers))


def last_states(series: Series, prompts: Sequence[ReadPrompt], layers: int) -> Steps[Floats]:
    """Returns the residual stream (P, L + 1, D) float32 at the last token of each prompt, before
    each layer and after the last one."""
    states = []
    for prompt in prompts:
        outputs = series.run(prompt.ids)
        states.append(np.stack([outputs[name][0, prompt.last] for name in stream_names(layers)]))
        yield len(prompt.ids)
    return np.stack(states)


def head_parts(series: Series, token: int, mean: Floats) -> Steps[Floats]:
    """Returns what heads that give ``mean`` (L, H, d) add to the residual stream, (L, H, D)
    float32: ``mean`` through the output map of each layer, without its bias. All heads are
    replaced, so any ``token`` will do."""
    layers, heads, _ = mean.shape
    off, parts = np.zeros((layers, heads), np.float32), []
    for head in range(heads):
        alone = np.zeros_like(mean)
        alone[:, head] = mean[:, head]
        outputs = series.run([token], interventions=Interventions(head_scale=off, head_mean=alone))
        parts.append(np.stack([outputs[name][0, 0] for name in mapped_names(layers)]))
        yield 1
    return np.stack(parts, axis=1)


def patched(prompt: ReadPrompt, layer: int, state: Floats) -> Changes:
    """Returns the change that puts the state (D,) at the prompt's last token behind ``layer``
    layers."""
    return lambda _tokens: Interventions(patches=(ResidualPatch(layer, prompt.last, state),))


def head_effects(
    series: Series, prompts: Sequence[ReadPrompt], states: Floats, parts: Floats
) -> Steps[Floats]:
    """(L, H): by how much the expected label's log-probability rises where a head's part (L, H, D)
    is added to the prompt's own state behind its layer, mean over ``prompts`` with ``states``
    (P, L + 1, D); in nats."""
    layers, heads, _ = parts.shape
    rises = np.zeros((layers, heads, len(prompts)))
    before = []
    for prompt in prompts:
        before.append((yield from read(series, prompt)).logprobs[0])
    for layer in range(layers):
        for head in range(heads):
            for place, prompt in enumerate(prompts):
                state = states[place, layer + 1] + parts[layer, head]
                reading = yield from read(series, prompt, patched(prompt, layer + 1, state))
                rises[layer, head, place] = reading.logprobs[0] - before[place]
    effects: Floats = rises.mean(axis=2)
    return effects
