"""What may be asked about audiences: the shapes of requests."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from service.asked import Id, Shape, Whole

_NAME = StringConstraints(min_length=1, max_length=128)
Name = Annotated[str, _NAME]


class PreviewQuery(BaseModel):
    """The query string of a preview."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: Annotated[int, Field(ge=1, le=1_000, description="How many members.")] = 10


class MembersQuery(BaseModel):
    """The query string of the members of an export."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: Annotated[int, Field(ge=1, le=10_000)] = 1_000
    cursor: Annotated[str, StringConstraints(max_length=2_000)] | None = None


class LiftQuery(BaseModel):
    """The query string of a lift."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    event: Annotated[str, _NAME] | None = Field(None, description="Type of event; the audience's goal without it.")
    days: Annotated[float, Field(gt=0, le=730, description="Days after the export; the goal's without it.")] | None = (
        None
    )


class OverlapRequest(Shape):
    """The body of POST /v1/audiences/overlap."""

    names: Annotated[list[Name], Field(min_length=1, max_length=100)]


class ExportRequest(Shape):
    """The body of POST /v1/audiences/{audience}/exports."""

    webhook: Annotated[str, StringConstraints(min_length=1, max_length=2_000)] | None = Field(
        None, description="Address that the persons are sent to, https; without it they are fetched."
    )


class ContactLimit(Shape):
    """How often a person may be given out."""

    most: Annotated[int, Field(ge=0, le=1_000), Whole]
    days: Annotated[float, Field(gt=0, le=730)]


class BestRequest(Shape):
    """The body of POST /v1/products/{product}/audience."""

    audience: Name | None = Field(None, description="Only of this audience; without it, of everybody.")
    touchpoint: Id | None = Field(None, description="Where; without it, where the product is clicked most.")
    limit: Annotated[int, Field(ge=1, le=1_000), Whole] = 100
    cursor: Annotated[str, StringConstraints(max_length=2_000)] | None = None
    sample: Annotated[int, Field(ge=1, le=20_000, description="Most persons that are scored."), Whole] = 2_000
    holdout: Annotated[float, Field(ge=0, le=1)] | None = None
    contact: ContactLimit | None = None
    export: bool = Field(False, description="Note the best `limit` persons as an export, and give that.")
