"""The waist: the names, types and symbolic shapes of every graph's tensors, and the manifest.

``shotglass_export`` writes by this file, ``engine`` reads by it, the browser reads the
``manifest.json`` made from it. Letters as in ``architecture``; B rows, S new
tokens, P past tokens, T = P + S, R rows that are asked for, M buffer length.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Annotated, Any, Literal, TypeVar

from .architecture import ModelConfig
from .bounds import Bound, Rule
from .errors import ModelFolderError, quoted
from .parsing import Unfit, loads, parsed

FORMAT = 1
MANIFEST = "manifest.json"
MANIFEST_ROOM = 1 << 18  # bytes; those that we write have some ten thousand
TOKENIZER = "tokenizer.json"
OPSET = 21
IR_VERSION = 10

HALF = "fp16, norms and sums in fp32"  # the precision of native-fp16

Task = Literal["causal-lm", "masked-lm"]
GraphKind = Literal["portable", "native", "native-fp32", "native-fp16", "explain", "web"]
CacheType = Literal["float32", "float16"]
T = TypeVar("T")

# What folders imported by earlier versions hold besides: 8-bit graphs that nothing runs any more.
RETIRED = ("reading", "writing")
RETIRED_FILES = ("reading.onnx", "writing.onnx", "weights.reading.bin")

ID_PATTERN = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")  # so that none lies elsewhere

FileName = Annotated[str, Rule("a plain file name", FILE_NAME.fullmatch)]
Digest = Annotated[str, Rule("64 hexadecimal digits", re.compile("[0-9a-f]{64}").fullmatch)]
FileSize = Annotated[int, Rule("a number of bytes"), Bound(0, 1 << 50, whole=True)]
TokenId = Annotated[int, Rule("a token's id"), Bound(0, (1 << 22) - 1, whole=True)]


@dataclass(frozen=True)
class TensorSpec:
    """One graph input or output; a string in ``shape`` is a symbolic size."""

    name: str
    dtype: Literal["int64", "int32", "float32", "float16"]
    shape: tuple[int | str, ...]


# --- portable.onnx: standard ops, past and present concatenated, Optimum's tensor names ---


def portable_inputs(config: ModelConfig) -> list[TensorSpec]:
    """``attention_mask`` is 1 for tokens that may be seen, 0 for padding."""
    return [
        TensorSpec("input_ids", "int64", ("B", "S")),
        TensorSpec("attention_mask", "int64", ("B", "T")),
        TensorSpec("position_ids", "int64", ("B", "S")),
        *_cache(config, "past_key_values", "P", config.head_size),
    ]


def portable_outputs(config: ModelConfig) -> list[TensorSpec]:
    return [
        TensorSpec("logits", "float32", ("B", "S", config.vocabulary)),
        *_cache(config, "present", "T", config.head_size),
    ]


# --- the graphs of a masked-lm: a whole text at once, no cache, every token sees all ---


def masked_inputs(config: ModelConfig, native: bool = False) -> list[TensorSpec]:
    """Texts begin at position 0 and are one segment; padding stands after them, its mask is 0. The
    native graph takes texts of one length, and rows that it is to read out, which index (B*S)."""
    own = ("logits_rows", ("R",)) if native else ("attention_mask", ("B", "S"))
    return [TensorSpec(name, "int64", shape) for name, shape in (("input_ids", ("B", "S")), own)]


def masked_outputs(config: ModelConfig, native: bool = False) -> list[TensorSpec]:
    """What stands at each place, or at each of the rows; not what follows it."""
    places: tuple[str, ...] = ("R",) if native else ("B", "S")
    return [TensorSpec("logits", "float32", (*places, config.vocabulary))]


# --- native.onnx: onnxruntime's fused ops, past and present are one buffer of M tokens a row ---


def native_head_size(config: ModelConfig) -> int:
    """The size of a head in the native graphs and their cache: the model's own, or the next that
    GroupQueryAttention takes, filled up with zeros (a multiple of 8, of 16 with rotary positions).
    """
    multiple = 16 if config.positions == "rotary" else 8
    return -(-config.head_size // multiple) * multiple


def native_inputs(config: ModelConfig, cache: CacheType = "float32") -> list[TensorSpec]:
    """``seqlens_k`` is each row's total length minus one; ``logits_rows`` indexes (B*S).

    ``position_ids`` exists only where a vector of each position is added (learned, sinusoidal):
    rotary ones follow from ``seqlens_k``.
    Heads in the cache are of ``native_head_size``.
    """
    added = [TensorSpec("position_ids", "int64", ("B", "S"))]
    return [
        TensorSpec("input_ids", "int64", ("B", "S")),
        *(added if config.adds_positions else []),
        TensorSpec("seqlens_k", "int32", ("B",)),
        TensorSpec("total_sequence_length", "int32", ()),
        TensorSpec("logits_rows", "int64", ("R",)),
        *_cache(config, "past_key_values", "M", native_head_size(config), cache),
    ]


def native_outputs(config: ModelConfig, cache: CacheType = "float32") -> list[TensorSpec]:
    """Logits are float32 whatever the ``cache`` is."""
    return [
        TensorSpec("logits", "float32", ("R", config.vocabulary)),
        *_cache(config, "present", "M", native_head_size(config), cache),
    ]


# --- explain.onnx: a whole text from position 0, no cache; what a layer computes comes out ---


def explain_inputs(config: ModelConfig) -> list[TensorSpec]:
    """``lens_rows`` indexes (B*S): the tokens at which every layer is read out."""
    return [TensorSpec("input_ids", "int64", ("B", "S")), TensorSpec("lens_rows", "int64", ("R",))]


def explain_outputs(config: ModelConfig) -> list[TensorSpec]:
    """A tensor a layer of each kind, and the logit lens.

    ``scores`` are q k / sqrt(d), or as the model scales and caps them, before the mask,
    ``attentions`` their masked softmax, which is exactly 0 above the diagonal and outside a
    layer's window. ``hidden_states`` are the residual
    stream: 0 before the first layer, L after the last and before the final norm. ``lens`` is final
    norm and head over each of them; its last is the row's logits. With norms after each sum
    (``norm_first`` False) the stream is what those norms leave, and there is no final one: the
    head reads the stream as it is.
    """
    layers, square = config.layers, ("B", config.heads, "S", "S")
    stream = ("B", "S", config.width)
    return [
        TensorSpec("logits", "float32", ("B", "S", config.vocabulary)),
        *(TensorSpec(f"attentions.{i}", "float32", square) for i in range(layers)),
        *(TensorSpec(f"scores.{i}", "float32", square) for i in range(layers)),
        *(TensorSpec(f"hidden_states.{i}", "float32", stream) for i in range(layers + 1)),
        TensorSpec("lens", "float32", ("R", layers + 1, config.vocabulary)),
    ]


def _cache(
    config: ModelConfig, prefix: str, length: str, size: int, dtype: CacheType = "float32"
) -> Iterator[TensorSpec]:
    shape = ("B", config.kv_heads, length, size)
    for layer in range(config.layers):
        for part in ("key", "value"):
            yield TensorSpec(f"{prefix}.{layer}.{part}", dtype, shape)


# --- the manifest ---


@dataclass(frozen=True)
class GraphEntry:
    """A graph of the folder: its file, the weight files it reads, how its weights are stored."""

    file: str
    weights: tuple[str, ...]
    precision: str  # "fp32", "int8 blocks of ...", "fp16 weights, fp32 arithmetic", or HALF

    @property
    def exact(self) -> bool:
        """Whether all arithmetic is in float32, over the weights as they are stored."""
        return not self.precision.startswith("int8") and self.precision != HALF


@dataclass(frozen=True)
class FileEntry:
    bytes: FileSize
    sha256: Digest


@dataclass(frozen=True)
class Manifest:
    """``manifest.json``. Free-form mappings hold measured facts that pages show as they are.

    ``stop_ids``: the tokens that end a text, in the source's order. ``end_id``: the one of them
    that the source calls its end token; None in folders from before it was written down.
    ``adds_start``: the source's tokenizer puts ``start_id`` before every text, and so do we; it
    stands before an empty one in any case.
    """

    id: str
    name: str
    task: Task
    architecture: ModelConfig
    graphs: Mapping[str, GraphEntry]
    files: Mapping[FileName, FileEntry]
    start_id: TokenId | None
    stop_ids: Annotated[tuple[TokenId, ...], Rule("a list of token ids")]
    licence: str
    languages: tuple[str, ...] = ()
    chat_template: str | None = None
    notes: tuple[str, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=dict)
    parity: Mapping[str, Any] = field(default_factory=dict)
    quality: Mapping[str, Any] = field(default_factory=dict)
    format: int = FORMAT
    end_id: TokenId | None = None
    adds_start: bool = False

    def __post_init__(self) -> None:
        if self.format != FORMAT:
            raise ModelFolderError(
                f"{MANIFEST} is of format {quoted(self.format, 40)}; this version reads {FORMAT}: "
                "import the model again."
            )
        if not ID_PATTERN.fullmatch(self.id):
            raise ModelFolderError(
                f"The model id {quoted(self.id)} is not usable: lower-case letters, digits, dots, "
                "dashes and underscores were expected, 64 at most."
            )
        vocabulary = self.architecture.vocabulary
        if self.adds_start and (self.start_id is None or self.start_id >= vocabulary):
            raise ModelFolderError(
                f"{MANIFEST} says that texts begin with a start token, and start_id is "
                f"{self.start_id}; one of the {vocabulary:,} tokens was expected."
            )

    @property
    def added_start(self) -> tuple[int, ...]:
        """What stands before every text: one token, or none."""
        return (self.start_id,) if self.adds_start and self.start_id is not None else ()

    def to_json(self) -> str:
        """Without what is not known or not so of the latest keys, so that older readers know
        every key."""
        content = asdict(self)
        content = {k: v for k, v in content.items() if k not in LATEST or v is not LATEST[k]}
        return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Raises ModelFolderError when a key is missing, unknown or of the wrong kind."""
        try:
            data = loads(text)
            json.dumps(data, ensure_ascii=False, allow_nan=False).encode()  # it is told to pages
            manifest = parsed(cls, data)
        except Unfit as fault:
            raise ModelFolderError(f"{MANIFEST}: {fault}.") from None
        except ValueError as error:
            raise ModelFolderError(f"{MANIFEST} cannot be read: {str(error)[:200]}.") from error
        if manifest.start_id is not None and manifest.start_id >= manifest.architecture.vocabulary:
            raise ModelFolderError(
                f"{MANIFEST}: start_id is {manifest.start_id}, and the vocabulary has "
                f"{manifest.architecture.vocabulary:,} tokens; one of them was expected, or null."
            )
        for kind, entry in manifest.graphs.items():
            for name in (entry.file, *entry.weights):
                if name not in manifest.files:
                    raise ModelFolderError(
                        f"{MANIFEST}: graphs.{kind[:80]} is {quoted(name)}; a name that files "
                        "lists was expected."
                    )
        # As it would be written now.
        return replace(
            manifest,
            graphs=_without(RETIRED, manifest.graphs),
            files=_without(RETIRED_FILES, manifest.files),
            quality=_without(RETIRED, manifest.quality),
        )


def _without(names: Collection[str], values: Mapping[str, T]) -> dict[str, T]:
    return {name: value for name, value in values.items() if name not in names}


# Keys that a manifest may lack, with the value that is left out.
LATEST = {"end_id": None, "adds_start": False}
