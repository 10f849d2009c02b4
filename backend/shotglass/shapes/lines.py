"""The published shapes as lines of text, for the command line: the sizes, then the parts."""

from __future__ import annotations

from collections.abc import Iterator

from .published import SHAPES, PublishedShape, row

LINE = "{:<15}{:>5}{:>17}{:>10}{:>9}{:>7}{:>7}{:>6}{:>6}{:>8}{:>7}{:>12}{:>10}"
HEADS = (
    "model", "year", "exact", "published", "off by", "layers", "width", "heads", "size",
    "context", "vocab", "KV, fp16", "FLOPs",
)  # fmt: skip
PARTS = "{:<15}{:>17}{:>15}{:>13}{:>17}{:>17}{:>12}{:>12}"
PART_HEADS = ("of which", "exact", "embedding", "position", "attention", "ffn", "norm", "other")
READINGS = {"width": "width as printed", "heads": "heads as printed"}
FOOT = (
    "* The paper's numbers contradict each other; each reading keeps the one it names.",
    "Off by: the published count, from the exact one.",
    "KV: bytes of the cache for a token. FLOPs: of a token that attends to a full context, "
    "2 N + 4 L C (H d), with N the weights that multiply.",
    "Embedding: with a tied head, which is the same table. Biases count with their matrix. "
    "Other: BERT's segments and pooler.",
)


def shape_lines() -> Iterator[str]:
    yield LINE.format(*HEADS)
    for shape in SHAPES:
        yield LINE.format(*_columns(shape)) + _reading(shape)
    yield ""
    yield PARTS.format(*PART_HEADS)
    for shape in SHAPES:
        if shape.config is not None:
            yield PARTS.format(*_parts(shape)) + _reading(shape)
    yield from ("", *FOOT)


def _reading(shape: PublishedShape) -> str:
    return f"  * {READINGS[shape.reading]}" if shape.reading else ""


def _parts(shape: PublishedShape) -> list[str]:
    found = row(shape)
    counts = [found["parameters"], *(found["parts"][name] for name in PART_HEADS[2:])]
    return [shape.name, *(f"{count:,}" for count in counts)]


def _columns(shape: PublishedShape) -> list[str]:
    config, found = shape.config, row(shape)
    if config is None:
        return [shape.name, str(shape.date[0]), "undisclosed", *[""] * 10]
    count, published, cache = found["parameters"], shape.published, found["kv_bytes"]
    return [
        shape.name,
        str(shape.date[0]),
        f"{count:,}",
        f"{published / 1e6:,.0f}M" if published else "",
        f"{100 * (published / count - 1):+.1f} %" if published else "",
        *(str(size) for size in (config.layers, config.width, config.heads, config.head_size)),
        str(config.context),
        str(config.vocabulary),
        f"{cache['fp16']:,}" if cache else "none",
        f"{found['flops_per_token']:.3g}",
    ]
