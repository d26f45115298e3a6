"""What a caller gets: the shapes of answers, for the OpenAPI document and for tests that hold answers against them."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """Base of all shapes of answers."""

    model_config = ConfigDict(extra="forbid")


class Version(Shape):
    """A model version."""

    name: str
    version: str


class Why(Shape):
    """Why a content is in its slot."""

    code: str
    text: str


class PlacementAnswer(Shape):
    """A content in a slot."""

    slot: int = Field(ge=1)
    content_id: str
    product_id: str
    title: str | None = None
    deeplink: str | None = None
    score: float
    propensity: float = Field(
        gt=0, le=1, description="Probability that the policy put this content here, given the slots before."
    )
    reason: Why | None = None
    token: str | None = Field(None, description="Signed; return it with events about this placement.")


class EntryError(Shape):
    """What is wrong with one touchpoint of a call."""

    code: str
    title: str
    detail: str


class Experiment(Shape):
    """An experiment that the answer is part of."""

    key: str
    variant: str


class TouchpointAnswer(Shape):
    """The answer for one touchpoint: placements, or an error of this entry only."""

    touchpoint: str
    service_level: Literal["ranker", "blend", "popular_in_scene", "popular", "safety_list"] | None = None
    model: Version | None = None
    experiments: list[Experiment] = []
    placements: list[PlacementAnswer]
    short: str | None = Field(None, description="Why there are fewer placements than asked for.")
    rules_set_aside: list[str] | None = Field(
        None, description="Rules that left nothing to show, so that the touchpoint's own list answers without them."
    )
    explanation: dict[str, Any] | None = None
    error: EntryError | None = None


class PersonAnswer(Shape):
    """Who the answer is for."""

    id: str | None
    known: bool


class OpenedAnswer(Shape):
    """A touchpoint that the scene opens by itself."""

    touchpoint: str
    expires_at: str = Field(description="Until when what it shows may be shown.")


class DecisionAnswer(Shape):
    """The answer to a decision."""

    request_id: str | None
    decision_id: str
    person: PersonAnswer
    scene: str | None
    touchpoints: list[TouchpointAnswer]
    opened: list[OpenedAnswer] | None = Field(
        default=None, description="With `open`: touchpoints among these that the scene opens by itself, best first."
    )
    notes: list[str] | None = None
    ttl_seconds: int


class DecisionRecord(BaseModel):
    """A decision as it was logged."""

    model_config = ConfigDict(extra="allow")

    decision_id: str
    decided_at: int = Field(description="Milliseconds since 1970 UTC.")
    person_id: str | None
    scene: str | None
    touchpoints: list[dict[str, Any]]


class Explained(BaseModel):
    """Everything that stood behind an answer."""

    model_config = ConfigDict(extra="allow")

    scene: str | None
    touchpoints: list[dict[str, Any]]


class EventResult(Shape):
    """What became of one event."""

    event_id: str | None
    status: Literal["accepted", "duplicate", "rejected"]
    problem: dict[str, Any] | None = None


class EventsAnswer(Shape):
    """What became of the events, in their order."""

    received: int
    accepted: int
    duplicate: int
    rejected: int
    results: list[EventResult]


class RejectedEvent(Shape):
    """An event that was rejected."""

    id: int
    received_at: str
    event_id: str | None
    code: str
    problem: dict[str, Any]
    event: Any = Field(description="As it was sent; null when only its beginning was kept.")
    beginning: str | None = None
    resolved_at: str | None
    resolved_as: str | None


class RejectedAnswer(Shape):
    """A page of rejected events, oldest first."""

    data: list[RejectedEvent]
    next_cursor: str | None


class ResentAnswer(Shape):
    """What became of a rejected event that was sent again."""

    id: int
    event_id: str
    status: Literal["accepted", "duplicate"]


class ModelsAnswer(BaseModel):
    """The models: the one that is live and the ones on the shelf."""

    model_config = ConfigDict(extra="allow")

    data: list[dict[str, Any]]


class Health(BaseModel):
    """Whether the service is well."""

    model_config = ConfigDict(extra="allow")

    status: str


class ProblemAnswer(BaseModel):
    """A problem document (RFC 9457)."""

    model_config = ConfigDict(extra="forbid")

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str | None
    errors: list[dict[str, Any]] = []
