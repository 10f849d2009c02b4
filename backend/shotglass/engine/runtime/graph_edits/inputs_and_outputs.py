"""A native graph with one input more, and any graph with fewer outputs."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ....contract import TensorSpec
from .onnx_messages import (
    GRAPH_INPUT,
    GRAPH_NODE,
    GRAPH_OUTPUT,
    NODE_INPUT,
    NODE_KIND,
    NODE_OUTPUT,
    VALUE_NAME,
    Field,
    edit_graph,
    message,
    tensor,
)

QUERY_LENGTHS = TensorSpec("query_seqlens", "int32", ("B",))
_ATTENTION, _PLACE = b"GroupQueryAttention", 16  # which of its inputs it is, from 0


def with_query_lengths(model: bytes) -> bytes:
    """A native graph that reads several prompts in one run, each after what its own slot holds.

    GroupQueryAttention has an input for it, ``query_seqlens`` (B,): how many of each row's S tokens
    are the row's own; the rest is padding behind them, which it neither reads nor keeps. Without
    the input it refuses more than one row of several tokens that go on after a cache. Graphs in
    model folders have none, so that every runtime takes them, and it is put in when one is loaded.

    Every row's bits are those that it has alone. Raises ValueError for what is no serialised model.
    """

    def edit(graph: list[Field]) -> Iterator[bytes]:
        for field in graph:
            if field.number == GRAPH_NODE and field.strings(NODE_KIND) == [_ATTENTION]:
                given = len(field.strings(NODE_INPUT))
                blanks = message(NODE_INPUT, b"") * (_PLACE - given)
                name = message(NODE_INPUT, QUERY_LENGTHS.name.encode())
                yield message(GRAPH_NODE, field.content + blanks + name)
            else:
                yield field.whole
        yield tensor(GRAPH_INPUT, QUERY_LENGTHS)

    return edit_graph(model, edit)


def prune(model: bytes, outputs: Collection[str]) -> bytes:
    """``model`` with only the ``outputs`` named and the nodes that lead to them: onnxruntime
    computes every node of a graph and keeps every output till the end of a run, asked for or not.

    Raises ValueError for what is no serialised model.
    """
    names = {name.encode() for name in outputs}

    def pruned(graph: list[Field]) -> list[bytes]:
        needed, parts = set(names), []
        for field in reversed(graph):  # nodes stand in order: who needs a node comes after it
            if field.number == GRAPH_NODE:
                if needed.isdisjoint(field.strings(NODE_OUTPUT)):
                    continue
                needed.update(field.strings(NODE_INPUT))
            elif field.number == GRAPH_OUTPUT and names.isdisjoint(field.strings(VALUE_NAME)):
                continue
            parts.append(field.whole)
        return parts[::-1]

    return edit_graph(model, pruned)
