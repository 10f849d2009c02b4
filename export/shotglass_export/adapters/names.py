"""The names by which transformers knows the weights of a model: the family of a checkpoint, or of
its shape."""

from __future__ import annotations

from dataclasses import dataclass

from shotglass.architecture import ModelConfig
from shotglass.errors import ExportFailed, ImportFailed

from ..checkpoint import Card
from ..formats.hub.hub_config import hub_config
from ..importers.hf.checkpoint import FAMILIES
from ..importers.hf.families.family import HfFamily
from ..importers.tensor_slice import TensorSlice, TensorSlices

WEIGHT = ".weight"


@dataclass(frozen=True)
class HubNames:
    """The names of transformers' model. ``modules`` gives, for each module without prefix and
    ``.weight``, the canonical weights that lie in its tensor."""

    family: HfFamily
    slices: TensorSlices

    @classmethod
    def of(cls, config: ModelConfig, card: Card) -> HubNames:
        """Returns the names for a model. Raises ImportFailed for a model of no shape that
        transformers has."""
        kind = str(card.provenance.get("model_type", ""))
        if kind not in FAMILIES:
            try:
                kind = str(hub_config(config)["model_type"])
            except ExportFailed as error:
                raise ImportFailed(
                    f"{card.name} is of a shape that transformers has not, so its layers have no "
                    "names that an adapter could go by: train all of its weights, without lora."
                ) from error
        return cls(FAMILIES[kind], FAMILIES[kind].slices(config))

    @property
    def modules(self) -> dict[str, dict[str, TensorSlice]]:
        modules: dict[str, dict[str, TensorSlice]] = {}
        for name, part in self.slices.items():
            if part.name.endswith(WEIGHT):
                modules.setdefault(part.name.removesuffix(WEIGHT), {})[name] = part
        return modules
