"""``README.md`` of an export: what it is, what its files are, and a program that runs them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from shotglass.contract import MANIFEST, TOKENIZER, FileEntry
from shotglass.text import Tokenizer
from shotglass.text.masked_tokens import MaskedTokens

from ...to_onnx.checks.agreement import points_off
from ..format import Format, Plan
from ..source import Source

README = "README.md"
_PROMPTS = {"en": "Once upon a time", "zh": "从前有一天"}
_GAP = "The{} sat on the mat."
_FILES = {
    TOKENIZER: "the tokenizer",
    MANIFEST: "the model's shape, start and end tokens, licence and origin",
    "config.json": "the shape, as transformers names it",
    "config.pbtxt": "names, types and sizes of what goes in and comes out, for Triton",
    "generation_config.json": "the tokens that end a text",
    "genai_config.json": "the names of the graph's tensors, for onnxruntime-genai",
    "special_tokens_map.json": "the special tokens by their use",
    "tokenizer_config.json": "the tokenizer's settings, for transformers",
}
_TEMPLATE = """\
# {name}

{name} (`{id}`), written by Shotglass in the format `{format}`, {precision}. {purpose}
Licence: {licence}.
{rounding}
| file | bytes | what it is |
| --- | --- | --- |
{files}
| `export.json` | | the checks that these files have passed, with their figures and sha256 |

{programs}
"""
_PROGRAM = """\
## In {name}

```sh
{needs}
```

Run in this folder, this {does}:

```{language}
{text}```
"""
_NAMES = {"python": "Python", "js": "JavaScript (Node.js)"}


_ROUNDING = """
**Its numbers are not those of fp32**, since its weights are rounded. On {positions:,} tokens of a
text: mean KL {mean_kl_nats:.6f} nats; the likeliest token is the same at {top1_agreement:.1%} of
the places, and at the others a text goes another way; {off}.
"""


def readme(
    source: Source,
    format: Format,
    plan: Plan,
    files: Mapping[str, FileEntry],
    quality: Mapping[str, Any],
) -> str:
    """``files``: all that is in the folder by now. ``quality``: what was measured where weights are
    rounded, else nothing."""
    manifest = source.manifest
    beside = PurePosixPath(plan.graph).with_name(plan.weights).as_posix()
    known = _FILES | {plan.graph: "the graph", beside: "its weights"}
    if plan.build is None:
        known |= {plan.graph: "the model: shape, weights, tokenizer and chat template"}
    rows = (f"| `{n}` | {e.bytes:,} | {known.get(n, '')} |" for n, e in sorted(files.items()))
    masked = source.config.bidirectional
    values = _values(source, plan)
    programs = [program for program in format.programs if program.masked == masked]
    does = "fills the gap with the likeliest token" if masked else "writes the likeliest tokens"
    return _TEMPLATE.format(
        name=manifest.name,
        id=manifest.id,
        format=format.name,
        precision=plan.precision,
        purpose=format.purpose,
        licence=manifest.licence,
        rounding=_ROUNDING.format(**quality, off=points_off(quality["points"])) if quality else "",
        files="\n".join(rows),
        programs="\n".join(
            _PROGRAM.format(
                name=_NAMES[program.language],
                needs=program.needs,
                does=does,
                language=program.language,
                text=program.text(values),
            )
            for program in programs
        ).rstrip(),
    )


def _values(source: Source, plan: Plan) -> dict[str, Any]:
    """Returns what the capital words of a program stand for."""
    manifest, tokenizer = source.manifest, Tokenizer.load(source.tokenizer)
    mask = MaskedTokens.of(tokenizer, manifest).mask
    texts = [_PROMPTS[name] for name in manifest.languages if name in _PROMPTS]
    texts += _PROMPTS.values()
    if source.config.bidirectional:
        prompt = _GAP.format("" if mask is None else tokenizer.token_text(mask))
        start: list[int] = []
    elif (text := next((t for t in texts if tokenizer.unspelled(t) is None), None)) is not None:
        prompt, start = text, list(manifest.added_start)
    else:  # a model that cannot spell any of ours begins from its start token alone
        prompt, start = "", [manifest.start_id or 0]
    return {
        "GRAPH": plan.graph,
        "FILE": PurePosixPath(plan.graph).name,
        "WEIGHTS": plan.weights,
        "PROMPT": prompt,
        "START": start,
        "STOPS": list(manifest.stop_ids),
        "GAP": mask,
        **plan.words,
    }
