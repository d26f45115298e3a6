"""What may be asked about tags: the shapes of queries."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class TagsQuery(BaseModel):
    """The query string of the list of tags."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    status: Literal["proposed", "approved", "live", "retired"] | None = None
    counts: bool = Field(default=False, description="Whether to count who holds each, over all persons.")
