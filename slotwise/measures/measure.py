"""Measure: which rows of the log are picked, and what is counted of them."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from slotwise.conditions import Condition
from slotwise.events import is_event_type
from slotwise.measures.shape import Shape
from slotwise.measures.spans import Duration, milliseconds


def _is_type(name: str) -> str:
    if not is_event_type(name):
        raise ValueError(f"{name!r} is not a type of event")
    return name


Type = Annotated[str, AfterValidator(_is_type)]


class Pick(Shape):
    """Rows of a log: of some types of events, where a condition holds."""

    log: Literal["events", "decisions"] = "events"
    """`decisions` are placements: what was answered, one row for every content that was put in a slot."""
    type: Type | list[Type] = Field(default_factory=list)
    """Types of events; empty for all."""
    when: Condition | None = None
    """A condition over the row: `touchpoint`, `scene`, `context.*`, `product.*`, `content.*`, `person.*` ..."""

    @property
    def types(self) -> tuple[str, ...]:
        """Types of events, empty for all."""
        return (self.type,) if isinstance(self.type, str) else tuple(self.type)

    @model_validator(mode="after")
    def _types_are_of_events(self) -> "Pick":
        if self.log == "decisions" and self.types:
            raise ValueError("decisions have no type")
        return self


class Other(Pick):
    """Another event of the same person that a row must have before or after it."""

    same: Literal["person", "visit", "product", "category", "content"] = "person"
    """What both have in common beside the person."""
    within: Duration
    """At most so long apart."""
    apart: Duration | None = None
    """At least so long apart: another visit and not the same."""

    @model_validator(mode="after")
    def _leaves_room(self) -> "Other":
        if self.apart is not None and milliseconds(self.apart) >= milliseconds(self.within):
            raise ValueError("`apart` leaves nothing of `within`")
        return self


class Measure(Pick):
    """What is counted of the rows; `metric` names another metric whose numerator is taken instead."""

    of: Literal["count", "persons", "visits", "answers", "sum", "seconds", "repeats"] = "count"
    """count: rows; persons: different persons; visits: different sessions; answers: different touchpoints of decisions;
    sum: of the values of `field`; seconds: since the event that `after` names; repeats: how often a person was shown
    the same content beyond `beyond` times."""
    field: str | None = None
    after: Other | None = None
    """Rows count only where such an event came before."""
    before: Other | None = None
    """Rows count only where such an event follows."""
    beyond: int | None = Field(None, ge=1)
    metric: str | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> "Measure":
        for problem in _misfits(self):
            raise ValueError(problem)
        return self


def _misfits(measure: Measure) -> Any:
    if measure.metric is not None and measure.model_fields_set - {"metric"}:
        yield "a measure that names a metric says nothing else"
    if (measure.field is None) == (measure.of == "sum"):
        yield "`field` says what is summed, and belongs to `of: sum`"
    if (measure.beyond is None) == (measure.of == "repeats"):
        yield "`beyond` belongs to `of: repeats`"
    if measure.of == "seconds" and measure.after is None:
        yield "`of: seconds` needs `after`: since when"
    if measure.of == "answers" and measure.log != "decisions":
        yield "`of: answers` is counted in the decisions"
    if measure.log == "decisions" and (measure.after or measure.before):
        yield "`after` and `before` are about events"
    if any(other is not None and other.log != "events" for other in (measure.after, measure.before)):
        yield "`after` and `before` name events"
