"""What may be asked about a content that a person does not see: the shapes of requests."""

from pydantic import BaseModel, ConfigDict, Field

from service.asked import Facts, Id, Shape, Slot


class WhyNotQuery(BaseModel):
    """The query string of GET /v1/persons/{id}/why-not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    touchpoint: Id
    content: Id


class WhyNotRequest(Shape):
    """The body of POST /v1/persons/{id}/why-not: the same in a situation."""

    touchpoint: Id
    content: Id
    context: Facts = Field(default_factory=dict, description="Raw facts of the request.")
    scene: Id | None = Field(default=None, description="Named by the caller; otherwise detected from the facts.")
    slots: Slot | None = Field(default=None, description="Slots that are asked for; default: all there are.")
