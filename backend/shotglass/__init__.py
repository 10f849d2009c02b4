"""The runtime: prompts in, explained tokens out. numpy, onnxruntime and flask; never torch.

``import shotglass as sg`` is the Python API (docs/python.md): ``sg.load`` and ``sg.connect`` give a
model to ask. What is behind the names is imported when they are first used.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import errors as errors
    from .lab import AttentionResult as AttentionResult
    from .lab import AttributionResult as AttributionResult
    from .lab import CausesResult as CausesResult
    from .lab import CompareResult as CompareResult
    from .lab import Conditions as Conditions
    from .lab import EmbedResult as EmbedResult
    from .lab import FillResult as FillResult
    from .lab import GenerateResult as GenerateResult
    from .lab import HiddenResult as HiddenResult
    from .lab import Item as Item
    from .lab import Label as Label
    from .lab import LaneResult as LaneResult
    from .lab import LensResult as LensResult
    from .lab import LogitsResult as LogitsResult
    from .lab import MeasureResult as MeasureResult
    from .lab import Model as Model
    from .lab import Plan as Plan
    from .lab import Prompt as Prompt
    from .lab import Query as Query
    from .lab import Result as Result
    from .lab import Sample as Sample
    from .lab import SavedRun as SavedRun
    from .lab import ScoreResult as ScoreResult
    from .lab import Shot as Shot
    from .lab import TokensResult as TokensResult
    from .lab import TokenStream as TokenStream
    from .lab import ToolCall as ToolCall
    from .lab import attention_cut as attention_cut
    from .lab import connect as connect
    from .lab import head_off as head_off
    from .lab import load as load
    from .lab import open_run as open_run
    from .lab import patch as patch
    from .lab import steer as steer

    __version__: str

# onnxruntime 1.32 reports to its makers unless this is set before it is first imported: it writes
# a device id, graph names and error texts into the user's cache and looks up their server's name.
# Shotglass works offline and tells nobody anything. This is the one place that every process of
# ours passes first (server, commands, exporter, confined processes), and the only change that this
# code ever makes to the environment: a setting of the start, made on import and never after it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

_LAB = frozenset(
    {
        "AttentionResult", "AttributionResult", "CompareResult", "Conditions", "EmbedResult",
        "CausesResult", "FillResult", "GenerateResult", "HiddenResult", "Item", "Label",
        "LaneResult", "LensResult",
        "LogitsResult", "MeasureResult", "Model", "Plan", "Prompt", "Query", "Result", "Sample",
        "SavedRun", "ScoreResult", "Shot", "TokenStream", "TokensResult", "ToolCall",
        "attention_cut",
        "connect", "head_off", "load", "open_run", "patch", "steer",
    }
)  # fmt: skip


def __getattr__(name: str) -> Any:
    """What programs use, imported when it is first asked for; the functions of extensions too."""
    if name in _LAB:
        return getattr(import_module(".lab", __name__), name)
    if name == "errors":
        return import_module(".errors", __name__)
    if name == "__version__":
        from importlib.metadata import version

        return version("shotglass")
    added = None if name.startswith("_") else import_module(".extending", __name__).function(name)
    if added is not None:
        return added
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_LAB, "errors", "__version__"})
