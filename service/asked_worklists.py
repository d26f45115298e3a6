"""What may be asked about worklists: the shapes of requests."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from service.asked import Id, Shape, Whole
from service.asked_events import Moment
from service.worklists.telling import CURSOR

MOST = 100


class WorklistQuery(BaseModel):
    """The query string of a worklist."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: Annotated[int, Field(ge=1, le=1_000)] = MOST
    cursor: Annotated[str, StringConstraints(pattern=CURSOR)] | None = None


class ReportQuery(BaseModel):
    """The query string of the report on worklists."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: Annotated[float, Field(gt=0, le=3_653, description="How far back tasks are counted, days.")] = 28.0


class TakeRequest(Shape):
    """The body of POST /v1/worklists/{staircase}/take."""

    agent: Id
    count: Annotated[int, Field(ge=1, le=100), Whole] = 1


class ResultRequest(Shape):
    """The body of POST /v1/tasks/{id}/result."""

    agent: Id
    result: Id
    note: Annotated[str, StringConstraints(max_length=4_000)] = ""
    follow_up_at: Moment | None = Field(
        default=None, description="When the person wants to be spoken to again; moved into the opening hours."
    )


class ReleaseRequest(Shape):
    """The body of POST /v1/tasks/{id}/release."""

    agent: Id
