"""Probes: thresholds on metrics that are watched while things happen."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StringConstraints, model_validator

from slotwise.conditions import Condition
from slotwise.documents import Entries, Entry, Problem, World, unknown
from slotwise.documents.metrics import Metric, Resolved, picked, resolved
from slotwise.measures.measure import Measure, Pick
from slotwise.measures.naming import Id, Owner, Title
from slotwise.measures.shape import Shape
from slotwise.measures.spans import Duration, TimeZone

Direction = Literal["up", "down", "both"]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+(/\S*)?$", max_length=2_000)]
LIVE_ROOTS = ("context", "product")
"""Facts with two names that the live log tells of its rows; contents and persons are told by the log's export only."""


class Absolute(Shape):
    """Fires outside of fixed bounds."""

    kind: Literal["absolute"]
    above: float | None = Field(None, allow_inf_nan=False)
    below: float | None = Field(None, allow_inf_nan=False)

    @model_validator(mode="after")
    def _has_a_bound(self) -> "Absolute":
        if self.above is None and self.below is None:
            raise ValueError("an absolute threshold has `above`, `below` or both")
        if self.above is not None and self.below is not None and self.below > self.above:
            raise ValueError("no value is neither above nor below these: `below` is greater than `above`")
        return self


class Weekday(Shape):
    """Fires when the value is far from that of the same weekdays and hours of former weeks."""

    kind: Literal["weekday"]
    weeks: int = Field(4, ge=1, le=12)
    tolerance: float = Field(gt=0, le=100)
    """How far from the former weeks' value, relative to it: 0.3 is 30 %."""
    direction: Direction = "both"


class Expected(Shape):
    """Fires when the value is far from what was expected."""

    kind: Literal["expected"]
    value: float = Field(allow_inf_nan=False)
    tolerance: float = Field(gt=0, le=100)
    """How far from the expectation, relative to it."""
    direction: Direction = "both"


Threshold = Annotated[Absolute | Weekday | Expected, Field(discriminator="kind")]


class Probe(Entry):
    """One probe: a metric over the last window, and what it must not cross."""

    name: ClassVar[str] = "probes"
    key: ClassVar[str] = "probe"
    reads_log: ClassVar[bool] = True

    probe: Id
    title: Title
    metric: Id
    filter: Condition | None = None
    """Narrows the rows that the metric reads: `touchpoint == "app.home.banner"`."""
    window: Duration
    threshold: Threshold
    min_sample: int = Field(100, ge=1)
    """With a smaller denominator (without one: fewer persons) nothing is said."""
    sure: bool = True
    """Only what is beyond the threshold with its whole 95 % interval fires."""
    severity: Literal["info", "warning", "critical"] = "warning"
    webhook: Url | None = None
    """Is told when the probe fires and when it ends."""
    owner: Owner
    time_zone: TimeZone = "UTC"
    """By whose clock the same hour of former weeks is found."""

    @property
    def only(self) -> Pick:
        """The filter as a pick."""
        return Pick(when=self.filter)

    def check(self, entries: Entries, world: World) -> Iterator[Problem]:
        """Yield a metric that does not exist or that the live log does not tell."""
        yield from unknown(self.metric, Metric.name, entries, ["metric"])
        yield from (each._replace(pointer="/filter") for each in picked(self.only, "filter"))
        metrics: Mapping[str, Any] = entries.get(Metric.name, {})
        if self.metric not in metrics or _leads_nowhere(metrics[self.metric], metrics):
            return
        for where, names in [
            ("/metric", names_read(resolved(metrics[self.metric], metrics))),
            ("/filter", _of(self.only)),
        ]:
            late = sorted(name for name in names if "." in name and name.partition(".")[0] not in LIVE_ROOTS)
            if late:
                detail = f"{late[0]} is not known while things happen, only in the log's export"
                yield Problem(where, "not_live", detail, [f"{root}.*" for root in LIVE_ROOTS], late)


def _leads_nowhere(metric: Metric, metrics: Mapping[str, Metric]) -> bool:
    """Whether references end in nothing or in a circle, which the metric itself is blamed for."""
    for _, measure in metric.sides():
        seen = set[str]()
        while measure.metric is not None:
            if measure.metric in seen or measure.metric not in metrics:
                return True
            seen.add(measure.metric)
            measure = metrics[measure.metric].numerator
    return False


def names_read(measures: Resolved) -> set[str]:
    """Return the facts of rows that measures read."""
    found = set[str]()
    for measure in measures:
        if isinstance(measure, Measure):
            for pick in (measure, measure.after, measure.before):
                found |= _of(pick)
            found |= {measure.field} if measure.field else set[str]()
    return found


def _of(pick: Pick | None) -> set[str]:
    return set() if pick is None or pick.when is None else set(pick.when.names)
