"""Metering: the value of a metric over a span of a log, the same from whatever source its rows are read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from slotwise.documents.metrics import SHARE, Metric, resolved
from slotwise.errors import UnknownMetricError
from slotwise.measures.estimate import Figure, Sums, ratio, total
from slotwise.measures.measure import Pick
from slotwise.measures.source import Source
from slotwise.measures.spans import Offsets, Span, zone
from slotwise.measures.sums import Asked, sums

Group = tuple[str | int, ...]
_NOTHING = Sums(0, 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Metering:
    """Measures the metrics of a checked dictionary over one source."""

    source: Source
    metrics: Mapping[str, Metric]

    def figure(self, metric: str, span: Span, only: Pick | None = None) -> Figure:
        """Return the value over a span, narrowed to the rows of `only`; raise UnknownMetricError."""
        return self.figures(metric, span, (), only)[()]

    def figures(self, metric: str, span: Span, by: Sequence[str] = (), only: Pick | None = None) -> dict[Group, Figure]:
        """Return the value of every group by the values of `by`; a day is ms since 1970 by its own clock."""
        entry = self.entry(metric)
        numerator, denominator = resolved(entry, self.metrics)
        offsets = Offsets.of(zone(entry.time_zone), span)
        found = sums(self.source, Asked(numerator, denominator, span, offsets, tuple(by), only))
        if not by:
            found = {(): found.get((), _NOTHING)}
        if denominator is None:
            return {group: total(each) for group, each in found.items()}
        return {group: ratio(each, share=entry.unit == SHARE) for group, each in found.items()}

    def entry(self, metric: str) -> Metric:
        """Return a metric of the dictionary; raise UnknownMetricError."""
        entry = self.metrics.get(metric)
        if entry is None:
            raise UnknownMetricError(f"there is no metric {metric!r}", expected=sorted(self.metrics), given=metric)
        return entry
