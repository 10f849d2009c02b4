"""The published shapes, GPT-1 to GPT-4 and BERT, what follows from a shape by arithmetic, and the
same as lines of text for the command line.

Shapes are data with their source; counts are ``architecture``'s. Stdlib only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import prod
from typing import Any

from .architecture import ModelConfig, Shape, active_shapes, weight_shapes

GPT1_SOURCE = "Radford et al. 2018, section 4.1; the count: Radford et al. 2019, table 2"
GPT2_SOURCE = "Radford et al. 2019, table 2"
GPT3_SOURCE = "Brown et al. 2020, table 2.1"
BERT_SOURCE = "Devlin et al. 2019, section 3"
GPT4_SOURCE = (
    "OpenAI 2023: the GPT-4 Technical Report, section 2, discloses no size; "
    "the context lengths: OpenAI's GPT-4 web page, March 2023"
)

HALF, SINGLE = 2, 4  # bytes of a number in fp16 and in fp32
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


@dataclass(frozen=True)
class PublishedShape:
    """One row of the table.

    ``config``: None where the shape is undisclosed.
    ``published``: the count as its source prints it, rounded as there; None where it prints none.
    ``reading``: which of two readings this is, where the printed shape contradicts itself.
    ``beside``: weights that were published with it and predict no token (BERT's pooler).
    ``generates``: whether it predicts the next token, and so has a head and a cache.
    """

    id: str
    name: str
    family: str
    date: tuple[int, int]  # year and month of the first paper or page
    source: str
    config: ModelConfig | None
    published: int | None = None
    reading: str | None = None
    beside: Mapping[str, Shape] = field(default_factory=dict)
    generates: bool = True


def parts(config: ModelConfig, beside: Mapping[str, Shape] | None = None) -> dict[str, int]:
    """How many parameters each kind of weight holds; biases count with their matrix."""
    counts = dict.fromkeys(("embedding", "position", "attention", "ffn", "norm", "other"), 0)
    for name, shape in {**weight_shapes(config), **(beside or {})}.items():
        counts[_part_of(name)] += prod(shape)
    return counts


def _part_of(name: str) -> str:
    owner = name.rpartition(".")[0]
    if owner.endswith("norm"):
        return "norm"
    kinds = ("attention", "ffn", "embedding", "position")
    return next((kind for kind in kinds if kind in owner.split(".")), "other")


def flops_per_token(config: ModelConfig, *, generates: bool = True) -> int:
    """Forward FLOPs of one token that attends to a full context: ``2 N + 4 L C (H d)``.

    N are the weights that multiply: the matrices of all layers, of experts one a layer, and the
    head; no biases and no norms. The second term is the scores and the weighted sum, two
    operations a number each; a layer with a window has that in place of C. After Kaplan et al.
    2020, section 2.1, who leave the head out and print half of this second term, without saying
    why.
    """
    multiplied = sum(
        prod(shape)
        for name, shape in active_shapes(config).items()
        if len(shape) > 1 and not name.startswith(_LOOKED_UP)
    )
    if config.tied and (generates or config.head_transform):
        multiplied += config.vocabulary * config.width
    seen = sum(
        min(config.window(layer) or config.context, config.context)
        for layer in range(config.layers)
    )
    return 2 * multiplied + 4 * seen * config.query_width


_LOOKED_UP = ("embedding.", "position.", "segment.", "embedding_norm.")  # before the first layer


def row(shape: PublishedShape) -> dict[str, Any]:
    """A published shape with all that follows from it, as JSON data."""
    head = {
        "id": shape.id, "name": shape.name, "family": shape.family, "year": shape.date[0],
        "month": shape.date[1],
        "source": shape.source, "reading": shape.reading, "published": shape.published,
        "generates": shape.generates, "installed": False,
    }  # fmt: skip
    if shape.config is None:
        return head | {"parameters": None, "shape": None}
    return head | figures(shape.config, shape.beside, generates=shape.generates)


def figures(
    config: ModelConfig, beside: Mapping[str, Shape] | None = None, *, generates: bool = True
) -> dict[str, Any]:
    """What follows from a shape: exact count, its parts, cache and operations of a token."""
    count = parts(config, beside)
    return {
        "parameters": sum(count.values()),
        "parts": count,
        "shape": config.to_json(),
        "kv_bytes": {
            "fp16": config.kv_bytes_per_token(HALF),
            "fp32": config.kv_bytes_per_token(SINGLE),
        }
        if generates
        else None,
        "flops_per_token": flops_per_token(config, generates=generates),
    }


GPT2_SMALL = ModelConfig(
    vocabulary=50_257, context=1024, layers=12, width=768, heads=12, kv_heads=12, head_size=64,
    ffn_width=3072, norm="layer", norm_epsilon=1e-5, positions="learned", activation="gelu_tanh",
    gated=False, tied=True, attention_bias=True, output_bias=True, ffn_bias=True,
)  # fmt: skip


def _gpt(layers: int, width: int, heads: int, head_size: int, context: int = 2048) -> ModelConfig:
    return replace(
        GPT2_SMALL, layers=layers, width=width, heads=heads, kv_heads=heads, head_size=head_size,
        ffn_width=4 * width, context=context,
    )  # fmt: skip


def _gpt2(size: str, layers: int, width: int, heads: int, published: int) -> PublishedShape:
    config = _gpt(layers, width, heads, width // heads, context=1024)
    return PublishedShape(
        f"gpt-2-{size}", f"GPT-2 {size}", "gpt-2", (2019, 2), GPT2_SOURCE, config, published
    )


def _gpt3(
    size: str, published: int, config: ModelConfig, reading: str | None = None
) -> PublishedShape:
    id = f"gpt-3-{size.lower()}" + (f"-{reading}" if reading else "")
    return PublishedShape(
        id, f"GPT-3 {size}", "gpt-3", (2020, 5), GPT3_SOURCE, config, published, reading
    )


def _bert(size: str, layers: int, width: int, published: int) -> PublishedShape:
    """Without the head that fills in words; the pooler, which makes no token, is counted beside."""
    config = replace(
        _gpt(layers, width, width // 64, 64, context=512), vocabulary=30_522, norm_first=False,
        norm_epsilon=1e-12, activation="gelu", bidirectional=True, segments=2, embedding_norm=True,
    )  # fmt: skip
    pooler: dict[str, Shape] = {"pooler.weight": (width, width), "pooler.bias": (width,)}
    return PublishedShape(
        f"bert-{size}", f"BERT {size}", "bert", (2018, 10), BERT_SOURCE, config, published,
        beside=pooler, generates=False,
    )  # fmt: skip


SHAPES: tuple[PublishedShape, ...] = (
    PublishedShape(
        "gpt-1", "GPT-1", "gpt-1", (2018, 6), GPT1_SOURCE,
        replace(GPT2_SMALL, vocabulary=40_478, context=512, norm_first=False), 117_000_000,
    ),
    _bert("base", 12, 768, 110_000_000),
    _bert("large", 24, 1024, 340_000_000),
    _gpt2("small", 12, 768, 12, 117_000_000),
    _gpt2("medium", 24, 1024, 16, 345_000_000),
    _gpt2("large", 36, 1280, 20, 762_000_000),
    _gpt2("XL", 48, 1600, 25, 1_542_000_000),
    _gpt3("Small", 125_000_000, _gpt(12, 768, 12, 64)),
    _gpt3("Medium", 350_000_000, _gpt(24, 1024, 16, 64)),
    _gpt3("Large", 760_000_000, _gpt(24, 1536, 16, 96)),
    _gpt3("XL", 1_300_000_000, _gpt(24, 2048, 16, 128), "width"),
    _gpt3("XL", 1_300_000_000, _gpt(24, 2048, 24, 128), "heads"),
    _gpt3("2.7B", 2_700_000_000, _gpt(32, 2560, 32, 80)),
    _gpt3("6.7B", 6_700_000_000, _gpt(32, 4096, 32, 128)),
    _gpt3("13B", 13_000_000_000, _gpt(40, 5120, 40, 128), "heads"),
    _gpt3("13B", 13_000_000_000, _gpt(40, 5140, 40, 128), "width"),
    _gpt3("175B", 175_000_000_000, _gpt(96, 12_288, 96, 128)),
    PublishedShape("gpt-4", "GPT-4", "gpt-4", (2023, 3), GPT4_SOURCE, None),
)  # fmt: skip


def shape_lines() -> Iterator[str]:
    yield LINE.format(*HEADS)
    for shape in SHAPES:
        yield LINE.format(*_columns(shape)) + _reading(shape)
    yield ""
    yield PARTS.format(*PART_HEADS)
    for shape in SHAPES:
        if shape.config is not None:
            figures = row(shape)
            counts = [figures["parameters"], *(figures["parts"][name] for name in PART_HEADS[2:])]
            yield PARTS.format(*[shape.name, *(f"{count:,}" for count in counts)]) + _reading(shape)
    yield from ("", *FOOT)


def _reading(shape: PublishedShape) -> str:
    return f"  * {READINGS[shape.reading]}" if shape.reading else ""


def _columns(shape: PublishedShape) -> list[str]:
    config, figures = shape.config, row(shape)
    if config is None:
        return [shape.name, str(shape.date[0]), "undisclosed", *[""] * 10]
    count, published, cache = figures["parameters"], shape.published, figures["kv_bytes"]
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
        f"{figures['flops_per_token']:.3g}",
    ]
