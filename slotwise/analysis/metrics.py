"""Metrics of a log: one sheet each, with its value, the window before, its days, and its groups."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from slotwise import log
from slotwise.analysis.folder import read_json
from slotwise.analysis.opened import OpenLog
from slotwise.documents.metrics import Metric
from slotwise.measures.estimate import Figure, difference, enough
from slotwise.measures.spans import Span, from_ms, to_ms, zone
from slotwise.measures.sums import DAY_OF
from slotwise.metering import Group, Metering

PLAIN_GROUPS = ("touchpoint", "scene", "context.channel", "product.category")
DAYS = 28
"""Days of a sheet."""
_ATTRIBUTES = 6
_ROWS = 50
"""Groups of a sheet, those with the most first."""


def end_of(opened: OpenLog) -> int:
    """Return up to when the log tells, ms UTC: when it was exported or simulated to, or else after its last event."""
    if opened.until is not None:
        return opened.until
    ended = read_json(opened.folder, log.DATASET_FILE, {}).get("ended_at")
    if isinstance(ended, int):
        return ended
    rows = opened.connection.execute(f"SELECT max({log.OCCURRED_AT}) FROM {opened.events.source}").fetchall()
    return int(rows[0][0] or 0) + 1


def groups_of(opened: OpenLog) -> list[str]:
    """Return the facts by which a sheet tells a metric apart: the plain ones and persons' attributes that are text."""
    persons = opened.file(log.PERSONS_FILE)
    attributes = persons.categories(log.ATTRIBUTE_PREFIX) if persons is not None else []
    return [*PLAIN_GROUPS, *(f"person.{name.removeprefix(log.ATTRIBUTE_PREFIX)}" for name in attributes[:_ATTRIBUTES])]


def sheet(metering: Metering, metric: str, span: Span, by: Sequence[str], days: Span | None = None) -> dict[str, Any]:
    """Return what there is to tell about a metric in a span as plain values; raise UnknownMetricError.

    `before` is the span of the same length before it, `change` the difference of both; `days` are whole local days.
    """
    entry = metering.entry(metric)
    now = metering.figure(metric, span)
    before = metering.figure(metric, Span(2 * span.since - span.until, span.since))
    daily = metering.figures(metric, days, (DAY_OF,)) if days is not None else {}
    return {
        **head(entry, span),
        **told(now),
        "before": told(before),
        "change": told(difference(now, before)),
        "days": [
            {DAY_OF: datetime.fromtimestamp(int(group[0]) / 1_000, UTC).date().isoformat(), **told(each)}
            for group, each in sorted(daily.items())
        ],
        "by": {name: _rows(metering.figures(metric, span, (name,))) for name in by},
    }


def head(entry: Metric, span: Span) -> dict[str, Any]:
    """Return what a metric is called and over what it was measured."""
    names = ("metric", "title", "kind", "unit", "direction", "owner", "description", "time_zone", "window")
    return {
        **{name: getattr(entry, name) for name in names},
        "since": to_text(span.since),
        "until": to_text(span.until),
    }


def days_of(entry: Metric, until: int, days: int = DAYS) -> Span:
    """Return the last whole days of the metric's own clock up to a moment, and what has begun of the last one."""
    local = from_ms(until - 1).astimezone(zone(entry.time_zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return Span(max(to_ms(midnight - timedelta(days=days - 1)), 0), until)


def told(figure: Figure) -> dict[str, Any]:
    """Return a figure as plain values; with too few persons it says so."""
    return {**figure.to_json(), "enough": enough(figure)}


def to_text(moment: int) -> str:
    """Return ms UTC as RFC 3339."""
    return from_ms(moment).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _rows(figures: dict[Group, Figure]) -> list[dict[str, Any]]:
    weight = {
        group: each.numerator if each.denominator is None else each.denominator for group, each in figures.items()
    }
    largest = sorted(figures, key=lambda group: (-weight[group], str(group)))[:_ROWS]
    return [{"group": group[0], **told(figures[group])} for group in largest]
