"""The wiring of an explain graph: which nodes read a tensor, and which node makes it."""

from __future__ import annotations

from collections.abc import Mapping

from ....errors import ModelFolderError
from .onnx_messages import GRAPH_NODE, NODE_INPUT, NODE_KIND, NODE_OUTPUT, Field, message

_PASSED_ON = (b"MatMul", b"Reshape")  # between a layer's attention and its heads' outputs
_TANH = (b"Mul", b"Tanh", b"Div")  # of scores; of logits too in graphs of earlier versions
CAPS = (*_TANH, b"Sub", b"Reciprocal", b"Add", b"Exp", b"Min")  # between a product and its logits
SHAPED = (*_TANH, b"Reshape")  # between a product and its scores


class Nodes:
    """The nodes of a graph, by what they read and by what they make. Raises ModelFolderError where
    they are not as they are written today."""

    def __init__(self, graph: list[Field]) -> None:
        self._readers: dict[bytes, list[Field]] = {}
        self._makers: dict[bytes, Field] = {}
        for field in graph:
            if field.number == GRAPH_NODE:
                for name in field.strings(NODE_INPUT):
                    self._readers.setdefault(name, []).append(field)
                self._makers.update((name, field) for name in field.strings(NODE_OUTPUT))

    def made_by(self, kind: bytes, place: str) -> list[str]:
        """Returns the tensors that nodes of this kind make; ``place`` says where they are
        expected."""
        makers = self._makers.items()
        names = [name.decode() for name, maker in makers if only_value(maker, NODE_KIND) == kind]
        if not names:
            raise other_make(place)
        return names

    def only_reader(self, name: str, *kinds: bytes) -> Field:
        """The one node that reads a tensor, which is of one of these kinds."""
        readers = self._readers.get(name.encode(), [])
        if len(readers) != 1 or only_value(readers[0], NODE_KIND) not in kinds:
            raise other_make(name)
        return readers[0]

    def reader(self, name: str, kind: bytes) -> Field:
        """The one node of this kind that reads a tensor; nodes of other kinds may read it too."""
        readers = self._readers.get(name.encode(), [])
        ours = [reader for reader in readers if only_value(reader, NODE_KIND) == kind]
        if len(ours) != 1:
            raise other_make(name)
        return ours[0]

    def source(self, name: str, kind: bytes, over: tuple[bytes, ...] = ()) -> Field:
        """The node of this kind that makes a tensor, or makes it but for nodes of the kinds
        ``over``, each of which passes on its first input."""
        while (maker := self._makers.get(name.encode())) is not None:
            made_by = only_value(maker, NODE_KIND)
            if made_by == kind:
                return maker
            if made_by not in over:
                break
            name = inputs(maker)[0]
        raise other_make(name)

    def stored(self, name: str) -> str:
        """A weight as the graph computes with it: itself, or what is cast to fp32 of it."""
        cast = f"{name}.fp32"
        return cast if cast.encode() in self._makers else name

    def is_read(self, name: str) -> bool:
        return name.encode() in self._readers

    def linear(self, name: str) -> tuple[str, str]:
        """Returns the input and the output of a linear map, including its bias."""
        product = self.reader(self.stored(f"{name}.weight"), b"MatMul")
        bias = self.stored(f"{name}.bias")
        made = output(self.reader(bias, b"Add")) if self.is_read(bias) else output(product)
        return inputs(product)[0], made

    def projections(self, layer: int) -> list[str]:
        """The queries, keys and values that a layer's first map makes, biases included: (B, S, H*d)
        and twice (B, S, G*d)."""
        packed = self.linear(f"layers.{layer}.attention.qkv")[1]
        return [name.decode() for name in self.reader(packed, b"Split").strings(NODE_OUTPUT)]

    def heads(self, layer: int) -> str:
        """The tensor that is put together from all heads of a layer: (B, H, S, d)."""
        name = f"attentions.{layer}"
        for _ in range(4):  # MatMul, and Reshape before and after it where heads share keys
            reader = self.only_reader(name, b"Transpose", *_PASSED_ON)
            if only_value(reader, NODE_KIND) == b"Transpose":
                return name
            name = only_value(reader, NODE_OUTPUT).decode()
        raise other_make(name)

    def mapped(self, heads: str) -> str:
        """Returns what the output map makes of the ``heads`` of a layer: (B, S, D)."""
        name = heads
        for kind in (b"Transpose", b"Reshape", b"MatMul"):
            name = only_value(self.only_reader(name, kind), NODE_OUTPUT).decode()
        return name

    def middle(self, layer: int) -> str:
        """The residual stream between a layer's attention and its feed-forward part, where that is
        what it read plus what its attention gives."""
        return output(self.reader(self.linear(f"layers.{layer}.attention.output")[1], b"Add"))

    def cached(self, layer: int) -> tuple[str, str]:
        """A layer's keys and values, (B, G, S, d), as all its queries are compared with them and
        as its heads are mixed of them."""
        keys = inputs(self.source(f"scores.{layer}", b"MatMul", SHAPED))[1]
        name = f"attentions.{layer}"
        while only_value(reader := self.only_reader(name, *_PASSED_ON), NODE_KIND) != b"MatMul":
            name = output(reader)
        return inputs(self.source(keys, b"Transpose"))[0], inputs(reader)[1]

    def lens_state(self, name: str) -> bytes:
        """The node, whole, that flattens a state of which the lens reads rows."""
        for reader in self._readers.get(name.encode(), []):
            rows = self._readers.get(output(reader).encode(), [])
            if any("lens_rows" in inputs(row) for row in rows):
                return reader.whole
        raise other_make(name)

    def lens_columns(self) -> Field:
        """The node that puts the lens's rows of all layers, (R, 1, D) each, beside each other."""
        rows = self._readers.get(b"lens_rows", [])
        if not rows:
            raise other_make("lens_rows")
        column = output(self.only_reader(output(rows[0]), b"Unsqueeze"))
        return self.only_reader(column, b"Concat")

    def stream(self, index: int) -> str:
        """The tensor that is shown as ``hidden_states.index``."""
        name = f"hidden_states.{index}"
        maker = self._makers.get(name.encode())
        if maker is None or only_value(maker, NODE_KIND) != b"Identity":
            raise other_make(name)
        return only_value(maker, NODE_INPUT).decode()


def inputs(field: Field) -> list[str]:
    """The names of what a node reads."""
    return [name.decode() for name in field.strings(NODE_INPUT)]


def reading(field: Field, renamed: Mapping[str, str]) -> bytes:
    """A node, as a field of its graph, with other inputs in the place of those that are
    ``renamed``."""
    parts = [
        message(NODE_INPUT, renamed.get(part.content.decode(), part.content.decode()).encode())
        if part.number == NODE_INPUT
        else part.whole
        for part in field.parts
    ]
    return message(GRAPH_NODE, b"".join(parts))


def output(field: Field) -> str:
    """The name of what a node of one output makes."""
    return only_value(field, NODE_OUTPUT).decode()


def only_value(field: Field, number: int) -> bytes:
    """The one value of a string; empty where there is another number of them."""
    values = field.strings(number)
    return values[0] if len(values) == 1 else b""


def other_make(tensor: str) -> ModelFolderError:
    return ModelFolderError(
        f"explain.onnx is not built as this version builds it, at {tensor:.80}, so nothing in it "
        "can be changed on the way: import the model again."
    )
