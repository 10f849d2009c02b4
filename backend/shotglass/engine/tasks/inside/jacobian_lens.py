"""The Jacobian lens of a model as it ships: a small file that belongs to one model's weights.

The mean linear map from the residual stream before layer l to that after the last layer, at the
same token (``export/research/jacobian-lens.md`` says how it is fitted and what it gains). Letters:
L layers, D width, r rank.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ....contract import Manifest
from ....errors import InvalidRequest
from ...runtime.session import AnyArray, Floats

LENSES = Path(__file__).parents[3] / "lenses"
"""A file for each model that has one, ``<id>.npz``."""


@dataclass(frozen=True, eq=False)
class JacobianLens:
    """The maps of a lens: the head reads ``h_l + (h_l @ right[l]) @ left[l] + shift[l]`` of h_l
    (D,), with right (L, D, r), left (L, r, D) and shift (L, D), all float32."""

    right: Floats
    left: Floats
    shift: Floats

    def feeds(self) -> dict[str, AnyArray]:
        """Returns the inputs by ``jacobian_lens.jacobian_inputs``."""
        parts = {"right": self.right, "left": self.left, "shift": self.shift}
        return {f"lens_{part}.{i}": x for part, each in parts.items() for i, x in enumerate(each)}


def weights_digest(manifest: Manifest) -> str:
    """Returns the sha256 of the weights that the explain graph reads, of several files one after
    another."""
    files = manifest.graphs["explain"].weights if "explain" in manifest.graphs else ()
    return " ".join(manifest.files[file].sha256 for file in files)


def has_jacobian_lens(manifest: Manifest) -> bool:
    return bool(digest := weights_digest(manifest)) and _fitted_for(manifest.id) == digest


def jacobian_lens(manifest: Manifest) -> JacobianLens:
    """Returns the lens of the model. Raises InvalidRequest for a model without one, or with other
    weights than the lens was made of."""
    fitted = _fitted_for(manifest.id)
    way_out = 'Leave out lens_kind: "logit" reads every model.'
    if fitted is None:
        those = ", ".join(sorted(file.stem for file in LENSES.glob("*.npz"))) or "none"
        raise InvalidRequest(
            f"There is no J-lens of {manifest.id}; those of {those} are here. {way_out}",
            pointer="/lens_kind",
        )
    if fitted != (digest := weights_digest(manifest)):
        raise InvalidRequest(
            f"The J-lens of {manifest.id} belongs to the weights {fitted[:12]}, and these are "
            f"{digest[:12]}: import the model again that it was fitted for. {way_out}",
            pointer="/lens_kind",
        )
    with np.load(LENSES / f"{manifest.id}.npz") as file:
        return JacobianLens(*(file[name].astype(np.float32) for name in ("right", "left", "shift")))


def _fitted_for(id: str) -> str | None:
    """The digest of the weights that the lens of this id belongs to."""
    if not (path := LENSES / f"{id}.npz").is_file():
        return None
    with np.load(path) as file:
        return str(file["weights"])
