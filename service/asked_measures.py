"""What is asked of metrics, funnels, campaigns and probes: the shapes of query strings."""

from pydantic import BaseModel, ConfigDict, Field


class NothingAsked(BaseModel):
    """No parameters."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ProbesQuery(BaseModel):
    """How many alarms are told."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: int = Field(20, ge=1, le=500, description="Most alarms, the one that fired last first.")
