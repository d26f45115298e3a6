"""Metrics: the dictionary of what is measured, one definition each, for every surface that shows it."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal, NamedTuple

from slotwise.documents import Entries, Entry, Problem, World, pointer, unknown
from slotwise.measures.measure import Measure, Pick
from slotwise.measures.naming import Id, Owner, Title
from slotwise.measures.spans import Duration, TimeZone
from slotwise.measures.where import unreadable

SHARE = "share"


class Metric(Entry):
    """One metric: a numerator, or a numerator over a denominator, summed over persons in a window."""

    name: ClassVar[str] = "metrics"
    key: ClassVar[str] = "metric"
    reads_log: ClassVar[bool] = True

    metric: Id
    title: Title
    kind: Literal["behaviour", "experience"]
    numerator: Measure
    denominator: Measure | None = None
    unit: Title
    """`share` lies between 0 and 1; anything else is shown as it is: `visits per person`, `s`, `CNY`."""
    window: Duration = "7d"
    """How much of the log it is read over unless somebody asks for other days."""
    time_zone: TimeZone = "UTC"
    """Where its days begin."""
    direction: Literal["up", "down"] = "up"
    """Which way is better."""
    owner: Owner
    description: str = ""

    def check(self, entries: Entries, world: World) -> Iterator[Problem]:
        """Yield conditions that cannot be read of the log, and references that lead nowhere or in a circle."""
        for side, measure in self.sides():
            yield from picked(measure, side)
            for name, other in (("after", measure.after), ("before", measure.before)):
                if other is not None:
                    yield from picked(other, side, name)
            if measure.metric is not None:
                yield from self._reference(measure.metric, side, entries)
        if self.unit == SHARE and self.denominator is None:
            detail = "a share is a part of something: it needs a denominator"
            yield Problem("/denominator", "denominator_missing", detail)
        if self.denominator is not None and never(self.denominator):
            detail = "the denominator counts nothing, so that the metric would be a division by zero"
            yield Problem("/denominator/when", "division_by_zero", detail)

    def sides(self) -> list[tuple[str, Measure]]:
        """Return numerator and denominator by name."""
        given = [("numerator", self.numerator), ("denominator", self.denominator)]
        return [(name, measure) for name, measure in given if measure is not None]

    def _reference(self, metric: str, side: str, entries: Entries) -> Iterator[Problem]:
        at = [side, "metric"]
        yield from unknown(metric, self.name, entries, at)
        way = [self.metric]
        known: Mapping[str, Metric] = entries.get(self.name, {})
        while metric in known and metric not in way:
            way.append(metric)
            metric = known[metric].numerator.metric or ""
        if metric == self.metric:
            detail = f"metrics take their numerators from each other in a circle: {' -> '.join([*way, metric])}"
            yield Problem(pointer(*at), "reference_circular", detail, given=metric)


class Resolved(NamedTuple):
    """The measures of a metric with references to other metrics followed."""

    numerator: Measure
    denominator: Measure | None


def resolved(metric: Metric, metrics: Mapping[str, Metric]) -> Resolved:
    """Return the measures of a metric of a checked dictionary."""
    denominator = metric.denominator
    return Resolved(
        _followed(metric.numerator, metrics), None if denominator is None else _followed(denominator, metrics)
    )


def _followed(measure: Measure, metrics: Mapping[str, Metric]) -> Measure:
    while measure.metric is not None:
        measure = metrics[measure.metric].numerator
    return measure


def picked(pick: Pick, *at: str | int) -> Iterator[Problem]:
    """Yield what a condition over rows of the log asks that no row tells."""
    if pick.when is None:
        return
    for node, detail in unreadable(pick.when.tree):
        yield Problem(pointer(*at, "when"), "field_unknown", f"{detail} (column {node.at})", given=pick.when.text)


def never(pick: Any) -> bool:
    """Tell whether a pick can hold no row, whatever the log says."""
    return pick.when is not None and pick.when.text == "false"
