"""The insides of many texts, one after another: residual stream, attention, logits.

Letters: S tokens of a text, H heads, D width, V vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

from ....architecture import ModelConfig
from ....errors import ContextLengthExceeded, InvalidRequest
from ...model import Engine
from ...runtime.explain_graph import LONGEST
from ...runtime.session import Floats

Ids = tuple[int, ...]


@dataclass(frozen=True)
class InsideChoice:
    """What is given of the inside of each text: the residual stream before the layers ``hidden``,
    where the number of layers stands for what the last one leaves, and the attention of the layers
    ``attention``; with ``last`` of the last token alone."""

    hidden: tuple[int, ...] = ()
    attention: tuple[int, ...] = ()
    logits: bool = False
    last: bool = False

    def outputs(self, config: ModelConfig) -> dict[str, str]:
        """Returns the graph's outputs by what TransformerLens calls their places."""
        names = {}
        for layer in self.hidden:
            end = layer == config.layers
            place = f"{layer - 1}.hook_resid_post" if end else f"{layer}.hook_resid_pre"
            names[f"blocks.{place}"] = f"hidden_states.{layer}"
        for layer in self.attention:
            names[f"blocks.{layer}.attn.hook_pattern"] = f"attentions.{layer}"
        return names | ({"logits": "logits"} if self.logits else {})

    def size(self, config: ModelConfig, tokens: int) -> int:
        """Returns how many bytes the arrays of a text take."""
        rows = 1 if self.last else tokens
        numbers = len(self.hidden) * rows * config.width
        numbers += len(self.attention) * prod((config.heads, rows, tokens))
        return 4 * (numbers + self.logits * rows * config.vocabulary)


def encoded(engine: Engine, texts: Sequence[str]) -> list[Ids]:
    """Returns the tokens of each text. Raises InvalidRequest and ContextLengthExceeded, whose
    pointer is the text's place from 0, for one that cannot be read or has more than LONGEST
    tokens."""
    each, most = [], min(engine.context, LONGEST)
    for place, text in enumerate(texts):
        try:
            ids = tuple(engine.encode(text))
        except InvalidRequest as error:
            error.pointer = f"/{place}"
            raise
        if (over := len(ids) - most) > 0:
            raise ContextLengthExceeded(
                f"The text is {len(ids)} tokens; {most} at most were expected: shorten it by "
                f"{over}.",
                over_by=over,
                pointer=f"/{place}",
            )
        each.append(ids)
    return each


def insides(
    engine: Engine, texts: Sequence[Ids], choice: InsideChoice
) -> Iterator[dict[str, Floats]]:
    """Yields the arrays of one text at a time, by the names of ``choice.outputs``: (S, D), (H, S,
    S) and (S, V), or of the last token alone (D,), (H, S) and (V,). The graph is loaded once.

    Raises InvalidRequest for a layer that is not there, or where nothing is chosen.
    """
    config = engine.manifest.architecture
    if not (choice.hidden or choice.attention or choice.logits):
        raise InvalidRequest("Nothing is chosen: hidden, attention or logits was expected.")
    for name, count in (("hidden", config.layers + 1), ("attention", config.layers)):
        layers = getattr(choice, name)
        if odd := [layer for layer in layers if not 0 <= layer < count]:
            raise InvalidRequest(
                f"There is no layer {odd[0]} for {name}: 0 to {count - 1} were expected.",
                pointer=f"/{name}",
            )
        if len(set(layers)) < len(layers):
            raise InvalidRequest(
                f"A layer is named twice in {name}: name each once.", pointer=f"/{name}"
            )
    names = choice.outputs(config)
    with engine.capture.series(list(names.values())) as series:
        for ids in texts:
            outputs = series.run(ids)
            arrays = {name: outputs[output][0] for name, output in names.items()}
            if choice.last:
                arrays = {name: array[..., -1, :] for name, array in arrays.items()}
            yield arrays
