"""What a prompt's answer becomes when heads give nothing: it is read twice, with all heads and
without some, both in the explain graph, so that nothing else differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from ...errors import ContextLengthExceeded, InvalidRequest
from ...events import Score
from ..batching.messages import Prefilled
from ..causes.graph_runs import read_labels, taken
from ..causes.prompts import ReadPrompt
from ..causes.rankings import Head
from ..model import Engine
from ..runtime.explain_graph import LONGEST
from ..runtime.interventions import Interventions, ablated
from .run import score_event
from .score import encode_pair


@dataclass(frozen=True)
class HeadsOff:
    """What is said after a prompt with all heads, and with ``heads`` (layer, head) switched off at
    every token: zero ablation."""

    heads: tuple[Head, ...]
    before: Score
    after: Score


def ablate(engine: Engine, prompt: str, labels: Sequence[str], heads: Sequence[Head]) -> HeadsOff:
    """Zero ablation takes away what a head gives on average too; ``causes.heads`` has also a mean
    in its place. Raises ContextLengthExceeded over LONGEST tokens, LabelConflict, InvalidRequest
    for a head that is not there or named twice; all before anything is run.
    """
    config = engine.manifest.architecture
    for index, (layer, head) in enumerate(heads):
        if not (0 <= layer < config.layers and 0 <= head < config.heads):
            raise InvalidRequest(
                f"There is no head {head} in layer {layer}: the model has the layers 0 to "
                f"{config.layers - 1}, each with the heads 0 to {config.heads - 1}.",
                pointer=f"/heads/{index}",
            )
    if len(set(heads)) < len(heads):
        raise InvalidRequest("A head is named twice; name each once.", pointer="/heads")
    ids, encoded = encode_pair(engine, prompt, labels)
    if (tokens := len(ids) + encoded.longest) > LONGEST:
        raise ContextLengthExceeded(
            f"The prompt with its longest label is {tokens} tokens; heads can be switched off in "
            f"at most {LONGEST}: shorten it by {tokens - LONGEST}.",
            over_by=tokens - LONGEST,
        )
    read, scores = ReadPrompt(tuple(ids), encoded.ids, 0, (), ()), []
    with engine.capture.series(["logits"]) as series:
        for off in ((), tuple(heads)):
            scale = Interventions(head_scale=ablated(config, off))  # of 1 it changes no bit
            logprobs, following = taken(read_labels(series, read, partial(_always, scale)))
            scores.append(score_event(engine, "", Prefilled(0, following, logprobs), encoded))
    return HeadsOff(tuple(heads), *scores)


def _always(changes: Interventions, _tokens: int) -> Interventions:
    return changes
