"""The Python API: a model here or behind a server, with the same methods, results and errors.

``import shotglass as sg`` has all of it: see docs/python.md.
"""

from ..engine.measurement.plan import Conditions as Conditions
from ..engine.measurement.plan import Plan as Plan
from ..engine.tool_calls import ToolCall as ToolCall
from ..prompting import Item as Item
from ..prompting import Label as Label
from ..prompting import Prompt as Prompt
from ..prompting import Query as Query
from ..prompting import Shot as Shot
from .interventions import attention_cut as attention_cut
from .interventions import head_off as head_off
from .interventions import patch as patch
from .interventions import steer as steer
from .local import load as load
from .model import Model as Model
from .remote import connect as connect
from .results.attribution import AttributionResult as AttributionResult
from .results.causes import CausesResult as CausesResult
from .results.distributions import LogitsResult as LogitsResult
from .results.distributions import ScoreResult as ScoreResult
from .results.embeddings import EmbedResult as EmbedResult
from .results.fills import FillResult as FillResult
from .results.insides import AttentionResult as AttentionResult
from .results.insides import HiddenResult as HiddenResult
from .results.insides import LensResult as LensResult
from .results.lanes import CompareResult as CompareResult
from .results.lanes import LaneResult as LaneResult
from .results.measurements import MeasureResult as MeasureResult
from .results.result import Result as Result
from .results.texts import GenerateResult as GenerateResult
from .results.texts import Sample as Sample
from .results.texts import TokenStream as TokenStream
from .results.tokens import TokensResult as TokensResult
from .saved_run import SavedRun as SavedRun
from .saved_run import open_run as open_run
