"""What a caller gets who asks about the shadow."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class ShadowAnswer(BaseModel):
    """The shadow that is asked for, and what the newest one has found."""

    model_config = ConfigDict(extra="forbid")

    shadow: dict[str, Any] | None
    found: dict[str, Any] | None
