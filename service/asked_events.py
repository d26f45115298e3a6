"""What events may be sent: their shape, open for fields that are not known, and that of the call."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError

from service.asked import Facts, Id, Person, Shape, Slot

Moment = Annotated[str, StringConstraints(max_length=40), Field(json_schema_extra={"format": "date-time"})]


class EventPerson(Person):
    """Whom an event is about: an id, identities or both. Fields that are not known are kept as properties."""

    model_config = ConfigDict(extra="allow")

    proof: Annotated[str, StringConstraints(max_length=8_192)] | None = Field(
        default=None, description="That these ids are one person's: of POST /v1/persons/link-proofs."
    )


class AskedEvent(BaseModel):
    """One event. Fields that are not known are kept as properties: a phone in the field cannot be fixed."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True, allow_inf_nan=False)

    event_id: Id = Field(description="Chosen by the sender; the same id again, with the same body, is a duplicate.")
    type: Annotated[
        str, StringConstraints(pattern=r"^(exposure|view|click|start|step|leave|convert|dismiss|x\..{1,60})$")
    ]
    occurred_at: Moment | None = Field(default=None, description="RFC 3339; when missing, the moment of arrival.")
    person: EventPerson
    touchpoint: Id | None = None
    slot: Slot | None = None
    content_id: Id | None = None
    product_id: Id | None = None
    decision_id: Id | None = None
    session: Id | None = None
    scene: Id | None = None
    token: Annotated[str, StringConstraints(max_length=4_096)] | None = Field(
        default=None, description="Of the placement that the event is about, as it was received."
    )
    context: Facts = Field(default_factory=dict)
    value: Annotated[float, Field(ge=-1e12, le=1e12)] | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None
    properties: dict[Id, Any] = Field(default_factory=dict)
    sent_at: Moment | None = Field(
        default=None, description="What the sender's clock showed when it sent this; before that of the call."
    )

    @model_validator(mode="after")
    def _about_somebody(self) -> "AskedEvent":
        if self.person.id is None and not self.person.identities:
            raise PydanticCustomError("person_missing", "An event needs a person's id or identities")
        return self


ONE: TypeAdapter[AskedEvent] = TypeAdapter(AskedEvent)
MANY: TypeAdapter[list[AskedEvent]] = TypeAdapter(list[AskedEvent])
"""Checks a whole batch in one go, where nothing is wrong with it."""


class EventsRequest(Shape):
    """The body of POST /v1/events. An event of another shape is rejected by itself, and the call is taken."""

    events: list[AskedEvent | Any] = Field(min_length=1)
    sent_at: Moment | None = Field(
        default=None,
        description="RFC 3339: what the sender's clock showed when it sent this; a wrong clock is corrected by it.",
    )


class EventsEnvelope(Shape):
    """The same with events that nobody has looked at yet."""

    events: list[Any] = Field(min_length=1)
    sent_at: Moment | None = None


class RejectedQuery(BaseModel):
    """The query string of the list of rejected events."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,18}$")] | None = Field(
        default=None, description="`next_cursor` of the page before."
    )
    code: Id | None = Field(default=None, description="Only those of one reason.")
    resolved: bool = Field(default=False, description="Also those that were stored since.")
