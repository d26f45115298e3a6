"""What may be asked about experiments: the shapes of bodies and query strings."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.asked import ANONYMOUS, Facts, Id, Person, Shape
from service.asked_configuration import Author, Number, Reason

Share = Annotated[float, Field(gt=0, le=1, description="Share of the layer that is enrolled: 0.05 is 5 %.")]
Variant = Annotated[str, Field(min_length=1, max_length=64)]
Status = Literal["draft", "running", "paused", "stopped", "archived"]


class ListQuery(BaseModel):
    """Which experiments."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    status: Status | None = Field(None, description="Only those that stand so.")


class ActRequest(Shape):
    """What every act says: who, why, and optionally which revision it was made of."""

    author: Author | None = None
    reason: Reason
    parent: Number | None = Field(None, description="The revision that the act was made of; another one is a 409.")


class DocumentRequest(ActRequest):
    """An experiment as it is written; `status` and `phases` are left out: acts write them."""

    experiment: dict[str, Any]


class StartRequest(ActRequest):
    """The start: with the document's own share unless another one is named."""

    share: Share | None = None
    planned_share: Share | None = Field(None, description="Where it is to be ramped to, which it is planned with.")
    override: bool = Field(False, description="Start although the effect cannot be reached in the planned days.")


class RampRequest(ActRequest):
    """A larger share of the layer."""

    share: Share


class PauseRequest(ActRequest):
    """A variant to pause or to resume; none: the whole experiment."""

    variant: Variant | None = None


class PhaseRequest(ActRequest):
    """A new phase: what is different in it, as a JSON merge patch of the document."""

    experiment: dict[str, Any] = Field(default_factory=dict)
    share: Share | None = None


class AssignmentRequest(Shape):
    """A unit whose assignment is asked for; nothing is logged."""

    person: Person = ANONYMOUS
    session: Id | None = None
    context: Facts = Field(default_factory=dict)
    forced: Variant | None = Field(None, description="As if the request forced this variant.")


class PowerRequest(Shape):
    """A plan: the document of an experiment, written or not yet, and the share that it would enrol."""

    experiment: dict[str, Any]
    share: Share | None = None


class PowerQuery(BaseModel):
    """An experiment that was written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    experiment: Annotated[str, Field(min_length=1, max_length=64)]
    share: float | None = Field(None, gt=0, le=1, description="Share of the layer; else the document's own.")


class HistoryQuery(BaseModel):
    """How much of the history."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: int = Field(100, ge=1, le=1_000)


class ReportQuery(BaseModel):
    """Which report."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    phase: int | None = Field(None, ge=1, le=100, description="A phase that is over; else the last one.")
