"""What every body of a request is: strict, frozen, without unknown fields; and a whole number."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from ..bounds import whole

Whole = Annotated[int, BeforeValidator(whole)]


class Body(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)
