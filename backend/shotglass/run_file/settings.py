"""The settings of a run: as they are written, and as an engine takes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ..decoding import Constraint, DecodingSettings


def saved_settings(settings: DecodingSettings) -> dict[str, Any]:
    values = asdict(settings)
    bias, constraint = settings.logit_bias, settings.constraint
    del values["logit_bias"], values["constraint"]
    if bias:
        values["logit_bias"] = {str(id): value for id, value in bias}
    if constraint is not None:
        named = {"kind": constraint.kind, "source": constraint.source, "prefix": constraint.prefix}
        values["constraint"] = named
    return values


def settings_of(saved: Mapping[str, Any]) -> DecodingSettings:
    """Of a run that ``form.read`` has read. Raises InvalidRequest for a constraint without a
    source."""
    values = dict(saved) | {"stop": tuple(saved.get("stop", ()))}
    bias = values.pop("logit_bias", {})
    values["logit_bias"] = tuple((int(id), value) for id, value in bias.items())
    if "constraint" in values:
        values["constraint"] = Constraint(**values["constraint"])
    return DecodingSettings(**values)
