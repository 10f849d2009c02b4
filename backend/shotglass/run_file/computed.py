"""The computations of a model on a text as a run: the logits of what follows it, as the page's Next
word shows them, and its attention, as Inside does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

import numpy as np
from numpy.typing import NDArray

from ..architecture.model_config import ModelConfig
from ..engine.interventions.changes import Change
from ..engine.tasks.explain import thumbnail
from ..engine.tasks.logits import NextLogits
from ..events import Piece
from .floats import saved_array
from .form import RunModel, head
from .interventions import saved_changes
from .texts import Prompt

ROOM = 4_000_000  # bytes of a file that arrays may take, as on the page
Changes = Sequence[Change] | None


def logits_run(
    model: RunModel,
    prompt: Prompt,
    taken: Sequence[int],
    following: NextLogits,
    vocabulary: Sequence[str],
    changes: Changes = None,
) -> dict[str, Any]:
    """``prompt``: a text or token ids; ``taken``: the tokens behind it; ``vocabulary``: the text of
    every token, by id; ``changes``: what was changed inside the model."""
    size = len(following.logits)
    texts = [*vocabulary[:size], *[""] * (size - len(vocabulary))]
    fields = [("text", prompt if isinstance(prompt, str) else "".join(texts[id] for id in prompt))]
    if not isinstance(prompt, str):
        fields += [("ids_of", model.id), ("ids", ".".join(map(str, prompt)))]
    fields += [("take", texts[id]) for id in taken]
    results = {
        "prompt": list(following.ids), "taken": list(taken), "allowed": None, "texts": texts,
        "logits": saved_array(following.logits),
    }  # fmt: skip
    return head("decode", model) | {
        "question": {"address": urlencode(fields), **saved_changes(changes)},
        "results": {"next": results},
    }


def attention_run(
    model: RunModel,
    config: ModelConfig,
    text: str,
    tokens: Sequence[Piece],
    attentions: Mapping[int, NDArray[np.float32]],
    changes: Changes = None,
) -> dict[str, Any]:
    """``attentions`` (H, S, S) by layer: as many as a file has room for, and the others named.
    ``changes``: what was changed inside the model."""
    arrays = {f"attentions.{layer}": values for layer, values in attentions.items()}
    if len(attentions) == config.layers:
        every = [thumbnail(attentions[layer]) for layer in range(config.layers)]
        arrays = {"thumbnails": np.stack(every), **arrays}
    saved, left_out, room = [], [], ROOM
    for name, values in arrays.items():
        if (size := values.nbytes * 4 // 3) > room:
            left_out.append(name)
            continue
        saved.append({"name": name, **saved_array(values)})
        room -= size
    windows = [config.window(layer) or 0 for layer in range(config.layers)]
    explained = {
        "model": model.id, "precision": model.precision, "layers": config.layers,
        "heads": config.heads, "head_size": config.head_size, "windows": windows,
        "bidirectional": config.bidirectional, "tokens": [asdict(token) for token in tokens],
        "lens": None, "arrays": saved,
    }  # fmt: skip
    address = urlencode({"text": text, "head": f"{next(iter(attentions))}.0"})
    question = {"address": address, "text": text, "spans": None, **saved_changes(changes)}
    return head("inside", model) | {
        "question": question,
        "results": {"explained": explained, "left_out": left_out},
    }
