"""What a caller may ask of reviews."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from service.asked import Id


class ReviewQuery(BaseModel):
    """The query string of the content review."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    touchpoint: Id | None = Field(default=None, description="Whose contents; without it, all touchpoints in short.")
    verdict: Literal["keep", "promote", "replace", "needs_data"] | None = Field(
        default=None, description="Only contents with this verdict; with a touchpoint."
    )


class ValueQuery(BaseModel):
    """The query string of the touchpoints' value: it has none."""

    model_config = ConfigDict(extra="forbid", frozen=True)
