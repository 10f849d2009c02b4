"""Which runs of a native graph's nodes are one operator of ``backend/kernels``."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..kernels import seal
from .inputs_and_outputs import QUERY_LENGTHS
from .nodes import CODES, FLOATS, GraphNode, Stored, in_order
from .onnx_messages import Value

_BLOCKS = (16, 32, 64, 128, 256)  # numbers that may share a scale
_GELU = (2 / math.pi) ** 0.5
# Whether it is a layer norm, whether it is of a sum, and the number below the root by default.
_NORMS = {
    "SkipSimplifiedLayerNormalization": (0, 1, 1e-12),
    "SkipLayerNormalization": (1, 1, 1e-12),
    "LayerNormalization": (1, 0, 1e-5),
}
_ATTENTION_INPUTS = {0, 3, 4, 5, 6, 7, 8, 16}  # of GroupQueryAttention, that ours has
# What moves numbers, or rounds each result of two numbers as IEEE 754 says.
_EXACT = {
    *("Add", "Cast", "Concat", "Div", "Gather", "GatherBlockQuantized", "Mul", "Pad", "Relu"),
    *("Reshape", "Slice", "Split", "Sqrt", "Sub", "Transpose", "Unsqueeze"),
}
_ATTENTION_VALUES = {
    "num_heads",
    "kv_num_heads",
    "scale",
    "softcap",
    "do_rotary",
    "local_window_size",
}


@dataclass(frozen=True)
class _Weight:
    """What a product's operator reads from a file: ``values`` are its attributes, ``columns`` what
    it makes of a row."""

    kind: str
    columns: int
    bias: str
    values: Mapping[str, Value]


class Fusions:
    """The nodes of a graph, which runs of them are replaced in. ``floats``: those of the graph's
    inputs that are fp32. ``kernels``: the instruction set that the operators compute with; empty
    for the best one."""

    def __init__(
        self,
        nodes: Sequence[GraphNode],
        stored: Mapping[str, Stored],
        floats: Collection[str],
        kernels: str = "",
    ) -> None:
        self._nodes, self._stored, self._floats = nodes, stored, floats
        self._common: dict[str, Value] = {"kernels": kernels, "seal": seal()}
        self._readers: dict[str, list[GraphNode]] = {}
        for node in nodes:
            for name in filter(None, node.inputs):
                self._readers.setdefault(name, []).append(node)

    def nodes(self) -> list[GraphNode]:
        """All nodes of the graph, in an order in which each follows what it reads."""
        remaining: dict[str, GraphNode] = {node.outputs[0]: node for node in self._nodes}
        for node in self._nodes:
            run = self._run(node) if remaining.get(node.outputs[0]) is node else None
            if run is None:
                continue
            replaced, own = run
            for part in replaced:
                remaining.pop(part.outputs[0], None)
            remaining[own.outputs[0]] = own
        return in_order(remaining.values())

    def _run(self, node: GraphNode) -> tuple[list[GraphNode], GraphNode] | None:
        """Returns the nodes of a run that begins with ``node``, and the operator in their place."""
        if not self._floats:  # its cache is in halves, and so may be what its nodes make
            return None
        if weight := self._weight(node):
            return self._product(node, weight)
        if node.kind in _NORMS:
            return self._norm(node)
        if node.kind == "Pow":
            return self._root_mean_square(node)
        if curve := _curve(node):
            return [node], self._own("Activation", node, [node.input(0)], **curve)
        if node.kind == "GroupQueryAttention":
            return self._attention(node)
        return None

    def _own(self, kind: str, node: GraphNode, inputs: Sequence[str], **values: Value) -> GraphNode:
        """An operator that makes what ``node`` makes."""
        return GraphNode(kind, inputs, node.outputs, {**values, **self._common}, node.name)

    def _weight(self, node: GraphNode) -> _Weight | None:
        if node.kind == "MatMulNBits":
            return self._blocks(node)
        transposed = {"MatMul": 0, "Gemm": 1}.get(node.kind)
        usual = node.values if node.kind == "MatMul" else {"transB": 1}
        matrix = self._stored.get(node.input(1))
        if transposed is None or matrix is None or not matrix.file or node.values != usual:
            return None
        if len(matrix.sizes) != 2 or matrix.kind != FLOATS:
            return None
        depth, columns = reversed(matrix.sizes) if transposed else matrix.sizes
        place: dict[str, Value] = {
            "file": str(matrix.file),
            "offset": matrix.offset,
            "transposed": transposed,
        }
        values: dict[str, Value] = {**place, "depth": depth, "columns": columns}
        return _Weight("Product", columns, node.input(2), values)

    def _blocks(self, node: GraphNode) -> _Weight | None:
        codes, scales = (self._stored.get(node.input(place)) for place in (1, 2))
        depth, columns, block = (node.values.get(name) for name in ("K", "N", "block_size"))
        if not codes or not scales or not codes.file or codes.file != scales.file:
            return None
        if node.input(3) or node.input(4) or node.values.get("bits") != 8 or block not in _BLOCKS:
            return None
        if not isinstance(depth, int) or not isinstance(columns, int) or depth < 1:
            return None
        blocks = -(-depth // int(block))
        if codes.sizes != (columns, blocks, block) or codes.kind != CODES:
            return None
        if scales.kind != FLOATS or scales.sizes not in ((columns, blocks), (columns * blocks,)):
            return None
        place: dict[str, Value] = {
            "file": str(codes.file),
            "offset": codes.offset,
            "scales": scales.offset,
        }
        values: dict[str, Value] = {
            **place,
            "depth": depth,
            "columns": columns,
            "block": int(block),
        }
        return _Weight("BlockProduct", columns, node.input(5), values)

    def _product(self, node: GraphNode, weight: _Weight) -> tuple[list[GraphNode], GraphNode]:
        inputs = [node.input(0), weight.bias]
        plain: dict[str, Value] = {**weight.values, "linear": 0.0, "cubic": 0.0, "gated": 0}
        if not weight.bias and (gate := self._gate(node, weight.columns)):
            values = {**weight.values, **_curve(gate[1]), "gated": 1}
            return [node, *gate], self._own(weight.kind, gate[-1], inputs, **values)
        if not weight.bias and (added := self._bias(node, weight.columns)):
            inputs[1] = next(name for name in added.inputs if name != node.outputs[0])
            return [node, added], self._own(weight.kind, added, inputs, **plain)
        return [node], self._own(weight.kind, node, inputs, **plain)

    def _gate(self, node: GraphNode, columns: int) -> list[GraphNode] | None:
        """Split, a curve and the product of the halves, where that is all that reads ``node``."""
        split = self._only_reader(node.outputs[0], "Split")
        if split is None or split.values != {"axis": -1} or len(split.outputs) != 2 or columns % 2:
            return None
        curved = self._only_reader(split.outputs[0], "QuickGelu", "FastGelu")
        times = self._only_reader(split.outputs[1], "Mul")
        if curved is None or times is None or not _curve(curved):
            return None
        if set(times.inputs) != {curved.outputs[0], split.outputs[1]}:
            return None
        first, second = (*self._numbers(split.input(1)), 0, 1)[:2]
        if self._only_reader(curved.outputs[0], "Mul") is not times or first != second:
            return None
        return [split, curved, times]

    def _numbers(self, name: str) -> tuple[int | float, ...]:
        return self._stored[name].numbers if name in self._stored else ()

    def _bias(self, node: GraphNode, columns: int) -> GraphNode | None:
        added = self._only_reader(node.outputs[0], "Add")
        if added is None:
            return None
        other = [self._stored.get(name) for name in added.inputs if name != node.outputs[0]]
        fits = len(other) == 1 and other[0] is not None and other[0].sizes == (columns,)
        return added if fits and other[0] and other[0].kind == FLOATS else None

    def _norm(self, node: GraphNode) -> tuple[list[GraphNode], GraphNode] | None:
        """A norm of one operator, after a sum or alone."""
        layer, skips, epsilon = _NORMS[node.kind]
        most = 2 + layer + skips
        outputs = [*node.outputs[:1], *(node.outputs[3:4] if skips else [])]
        if len(node.inputs) > most or any(set(node.outputs) - set(outputs) - {""}):
            return None
        if node.values.get("axis", -1) != -1 or len(node.inputs) < most - layer * skips:
            return None
        first = list(node.inputs[:2]) if skips else [node.input(0), ""]
        rest = [node.input(1 + skips), node.input(2 + skips) if layer else ""]
        epsilon = float(node.values.get("epsilon", epsilon))
        values: dict[str, Value] = {"layer": layer, "epsilon": epsilon, **self._common}
        return [node], GraphNode("Norm", first + rest, outputs, values, node.name)

    def _root_mean_square(self, node: GraphNode) -> tuple[list[GraphNode], GraphNode] | None:
        """x / sqrt(mean(x^2) + epsilon) * weight, in standard operators from ``node`` on."""
        run, x = [node], node.input(0)
        for kind in ("ReduceMean", "Add", "Sqrt", "Div", "Mul"):
            reader = self._only_reader(run[-1].outputs[0], kind)
            if reader is None:
                return None
            run.append(reader)
        power, mean, added, _, share, scaled = run
        epsilon = [number for name in added.inputs for number in self._numbers(name)]
        weight = [name for name in scaled.inputs if name in self._stored]
        usual = self._numbers(power.input(1)) == (2.0,) and self._numbers(mean.input(1)) == (-1,)
        if not usual or share.input(0) != x or len(epsilon) != 1 or len(weight) != 1:
            return None
        inputs = [x, "", weight[0], ""]
        return run, self._own("Norm", scaled, inputs, layer=0, epsilon=float(epsilon[0]))

    def _attention(self, node: GraphNode) -> tuple[list[GraphNode], GraphNode] | None:
        given = {place for place, name in enumerate(node.inputs) if name}
        if given - _ATTENTION_INPUTS or set(node.values) - _ATTENTION_VALUES:
            return None
        if node.input(3) not in self._floats:
            return None
        turned = given & {7, 8}
        if node.input(16) != QUERY_LENGTHS.name or len(turned) == 1:
            return None
        if bool(turned) != bool(node.values.get("do_rotary")):
            return None
        inputs = [node.input(place) for place in (0, 3, 4, 5, 16, 7, 8)]
        own = self._own(
            "CachedAttention",
            node,
            inputs,
            heads=node.values["num_heads"],
            groups=node.values["kv_num_heads"],
            window=max(0, int(node.values.get("local_window_size", -1))),
            scale=float(node.values["scale"]),
            cap=float(node.values.get("softcap", 0.0)),
        )
        return [node], own

    def _only_reader(self, name: str, *kinds: str) -> GraphNode | None:
        readers = self._readers.get(name, [])
        return readers[0] if len(readers) == 1 and readers[0].kind in kinds else None


def others(nodes: Iterable[GraphNode]) -> set[str]:
    """The kinds of the nodes that are not ours, of those that may sum or round in an order of their
    own: without any, a row's bits depend on the row alone."""
    return {node.kind for node in nodes if node.whole} - _EXACT


def _curve(node: GraphNode) -> dict[str, float]:
    """The numbers of ``x * sigmoid(linear x + cubic x^3)``, where that is what ``node`` makes of
    what it reads."""
    if len(node.inputs) != 1:
        return {}
    if node.kind == "QuickGelu":
        return {"linear": float(node.values.get("alpha", 1.702)), "cubic": 0.0}
    if node.kind == "FastGelu":
        return {"linear": 2 * _GELU, "cubic": 2 * _GELU * 0.044715}
    return {}
