"""Campaigns: what is to be reached where and until when, and what is expected of it, stated before it starts."""

from collections.abc import Iterator
from datetime import datetime
from math import prod
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, model_validator

from slotwise.documents import Entries, Entry, Problem, World, pointer, unknown
from slotwise.documents.metrics import Metric
from slotwise.documents.processes import Process
from slotwise.measures.naming import Group, Id, Owner, Title
from slotwise.measures.shape import Shape
from slotwise.measures.spans import Span, to_ms

Share = Annotated[float, Field(ge=0, le=1)]
_NEAR = 1e-6


def _is_moment(text: str) -> str:
    if moment(text) is None:
        raise ValueError(f"{text!r} is not a moment with a time zone, such as 2026-06-01T00:00:00+08:00")
    return text


Moment = Annotated[str, AfterValidator(_is_moment)]


class Segment(Shape):
    """What is expected of one segment: its share of those who enter, and the rate of every step after the first."""

    segment: str
    share: Share
    rates: dict[str, Share] = Field(min_length=1)
    """By step of the process: the share of those at the step before who go on to it."""

    @property
    def conversion(self) -> float:
        """The share of those who enter that reaches the goal."""
        return prod(self.rates.values())


class Expectation(Shape):
    """What is expected: the goal metric's value with its range, and how it comes about."""

    value: float = Field(allow_inf_nan=False)
    low: float = Field(allow_inf_nan=False)
    high: float = Field(allow_inf_nan=False)
    segments: list[Segment] = Field(default_factory=list, max_length=100)

    @model_validator(mode="after")
    def _is_in_its_range(self) -> "Expectation":
        if not self.low <= self.value <= self.high:
            raise ValueError("the expected value lies outside of its own range")
        if self.segments and abs(sum(each.share for each in self.segments) - 1) > _NEAR:
            raise ValueError("the shares of the segments do not add up to 1")
        return self

    @property
    def conversion(self) -> float:
        """What the segments come to together."""
        return sum(each.share * each.conversion for each in self.segments)


class Campaign(Entry):
    """One campaign with its expectation."""

    name: ClassVar[str] = "campaigns"
    key: ClassVar[str] = "campaign"
    reads_log: ClassVar[bool] = True

    campaign: Id
    title: Title
    goal: Id
    """A metric."""
    process: Id | None = None
    """The steps by which it is reached; needed where the expectation has segments."""
    segment: Group | None = None
    """The fact by which the segments of the expectation are told apart; empty for one segment of all, named ``""``."""
    audience: Id | None = None
    touchpoints: list[str] = Field(default_factory=list)
    """Only what was shown there counts; empty: anywhere."""
    contents: list[str] = Field(default_factory=list)
    """Only these contents count; empty: any."""
    start: Moment
    end: Moment
    expected: Expectation
    owner: Owner

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "Campaign":
        if self.span.until <= self.span.since:
            raise ValueError("the campaign ends before it starts")
        return self

    @property
    def span(self) -> Span:
        """From start until before the end, ms UTC."""
        start, end = moment(self.start), moment(self.end)
        assert start is not None
        assert end is not None
        return Span(to_ms(start), to_ms(end))

    def check(self, entries: Entries, world: World) -> Iterator[Problem]:
        """Yield references that lead nowhere, and an expectation whose parts do not come to its whole."""
        yield from unknown(self.goal, Metric.name, entries, ["goal"])
        if self.process is not None:
            yield from unknown(self.process, Process.name, entries, ["process"])
        if self.audience is not None:
            yield from unknown(self.audience, "audiences", entries, ["audience"])
        for place, each in enumerate(self.touchpoints):
            yield from unknown(each, "touchpoints", entries, ["touchpoints", place])
        yield from self._parts(entries)

    @classmethod
    def check_change(cls, before: Entries, after: Entries) -> Iterator[Problem]:
        """Warn where an expectation is changed: reports hold a campaign to what was expected when it started."""
        for place, (name, campaign) in enumerate(after.get(cls.name, {}).items()):
            old = before.get(cls.name, {}).get(name)
            if old is not None and old.expected != campaign.expected:
                detail = "the expectation changes; a report shows the one that stood when the campaign started"
                yield Problem(pointer(cls.name, place, "expected"), "expectation_changed", detail, warning=True)

    def _parts(self, entries: Entries) -> Iterator[Problem]:
        segments = self.expected.segments
        if not segments:
            return
        if self.process is None:
            yield Problem("/process", "process_missing", "an expectation by segment and step needs a process")
            return
        names = [each.segment for each in segments]
        if len(set(names)) < len(names):
            yield Problem("/expected/segments", "segment_twice", "a segment stands twice", given=names)
        if self.segment is None and names != [""]:
            detail = "segments need the fact by which they are told apart"
            yield Problem("/segment", "segment_missing", detail, [""], names)
        process = entries.get(Process.name, {}).get(self.process)
        steps = [each.step for each in process.steps[1:]] if process else []
        for place, each in enumerate(segments):
            if process and sorted(each.rates) != sorted(steps):
                at = pointer("expected", "segments", place, "rates")
                yield Problem(at, "steps_differ", "rates are told for every step after the first", steps, [*each.rates])
        if not self.expected.low - _NEAR <= self.expected.conversion <= self.expected.high + _NEAR:
            detail = "what is expected by step and segment comes to another value than the whole"
            expected = [self.expected.low, self.expected.high]
            yield Problem("/expected/segments", "expectation_inconsistent", detail, expected, self.expected.conversion)


def moment(text: str) -> datetime | None:
    """Return an RFC 3339 moment; None when it is none or names no time zone."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.utcoffset() is not None else None
