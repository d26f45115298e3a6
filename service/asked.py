"""What a caller may ask for: the shapes of requests, strict, with unknown fields refused."""

import math
from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

MAX_ID = 128
MAX_FACTS = 200
MAX_TEXT = 1_024

Id = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=MAX_ID)]
Fact = str | float


def _whole(given: Any) -> Any:
    """JSON knows one kind of number: 3.0 is as whole as 3."""
    return int(given) if isinstance(given, float) and given.is_integer() else given


Whole = BeforeValidator(_whole)
"""For numbers of a JSON body that must be whole."""
Count = Annotated[int, Field(ge=1), Whole]
Slot = Annotated[int, Field(ge=1, le=32_767), Whole]


class Shape(BaseModel):
    """Base of all shapes: nothing is converted, nothing unknown is let through."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


def _facts(given: Any) -> dict[str, Fact]:
    """Return facts by name; true and false become their words, null means that the fact is missing."""
    if not isinstance(given, dict):
        raise PydanticCustomError("facts_type", "Input should be an object of facts by name")
    if len(given) > MAX_FACTS:
        raise PydanticCustomError("facts_too_many", "There should be at most {most} facts", {"most": MAX_FACTS})
    found: dict[str, Fact] = {}
    for name, value in given.items():
        if not 1 <= len(name) <= MAX_ID:
            raise PydanticCustomError(
                "facts_name", "A fact's name should have 1 to {most} characters", {"most": MAX_ID}
            )
        if isinstance(value, bool):
            found[name] = "true" if value else "false"
        elif (isinstance(value, str) and len(value) <= MAX_TEXT) or (
            isinstance(value, int | float) and math.isfinite(value)
        ):
            found[name] = value
        elif value is not None:
            raise PydanticCustomError(
                "facts_value",
                "A fact should be a text of at most {most} characters, a finite number, true, false or null",
                {"most": MAX_TEXT, "key": name},
            )
    return found


_FACTS_SCHEMA = {
    "type": "object",
    "maxProperties": MAX_FACTS,
    "propertyNames": {"minLength": 1, "maxLength": MAX_ID},
    "additionalProperties": {"type": ["string", "number", "boolean", "null"], "maxLength": MAX_TEXT},
}
Facts = Annotated[dict[str, Fact], PlainValidator(_facts), WithJsonSchema(_FACTS_SCHEMA)]


class Person(Shape):
    """Who it is for: an id of ours, or identities that were linked to one; neither means an anonymous visitor."""

    id: Id | None = None
    identities: dict[Id, Id] = Field(default_factory=dict, max_length=20)
    attributes: Facts = Field(default_factory=dict)


ANONYMOUS = Person()


class AskedTouchpoint(Shape):
    """One touchpoint; `slots` empty means as many as it has; `candidates` given means: rank just these."""

    touchpoint: Id
    slots: Count | None = None
    exclude: list[Id] = Field(default_factory=list)
    candidates: list[Id] | None = None


class AskedExperiments(Shape):
    """What a test wants of experiments; needs a secret key with the scope `experiments`."""

    force: dict[Id, Id] = Field(
        default_factory=dict,
        max_length=50,
        description="By experiment: a variant to see for a test. It is logged as forced and kept out of statistics.",
    )


_SOMETHING: dict[str, Any] = {
    "anyOf": [
        {"properties": {"touchpoints": {"minItems": 1}}},
        {"properties": {"open": {"const": True}}, "required": ["open"]},
    ]
}


class DecisionRequest(Shape):
    """The body of POST /v1/decisions."""

    model_config = ConfigDict(json_schema_extra=_SOMETHING)

    request_id: Id | None = Field(
        default=None, description="Chosen by the caller; repeats within 10 minutes get the same answer."
    )
    person: Person = ANONYMOUS
    context: Facts = Field(default_factory=dict, description="Raw facts of the request.")
    scene: Id | None = Field(default=None, description="Named by the caller; otherwise detected from the facts.")
    session: Id | None = None
    open: bool = Field(default=False, description="Also ask for what the scene opens now by itself.")
    touchpoints: list[AskedTouchpoint] = Field(description="At least one, unless `open` asks for what a scene opens.")
    deadline_ms: Annotated[float, Field(ge=0, le=60_000)] | None = None
    explain: Literal["none", "reason", "full"] = "none"
    personalize: bool = True
    dry_run: bool = Field(default=False, description="Nothing is logged and no cap is used up.")
    experiments: AskedExperiments | None = None
    opened: ClassVar[tuple[str, ...]] = ()
    """The touchpoints that the scene opens by itself, once that was found out: a copy of the request has them."""

    @field_validator("touchpoints")
    @classmethod
    def _something(cls, touchpoints: list[AskedTouchpoint], info: ValidationInfo) -> list[AskedTouchpoint]:
        if not touchpoints and not info.data.get("open"):
            raise PydanticCustomError("too_short", "List should have at least 1 item, or `open` should be true")
        return touchpoints

    def with_opened(self, opened: Sequence[str], more: Sequence[AskedTouchpoint]) -> "DecisionRequest":
        """Return the request with what the scene opens, asking for some more touchpoints."""
        return self.model_copy(update={"touchpoints": [*self.touchpoints, *more], "opened": tuple(opened)})


class DecisionQuery(BaseModel):
    """The query string of the GET twin; facts come as `context.<name>`."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    person: Id | None = Field(default=None, description="The person's id; none for an anonymous visitor.")
    slots: Count | None = None
    request_id: Id | None = None
    scene: Id | None = None
    session: Id | None = None
    deadline_ms: Annotated[float, Field(ge=0, le=60_000)] | None = None
    explain: Literal["none", "reason", "full"] = "none"
    personalize: bool = True
    dry_run: bool = False
