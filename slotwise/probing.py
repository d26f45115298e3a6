"""Probing: whether a metric is beyond a probe's threshold now, the same over the live log and over an export."""

from dataclasses import dataclass
from typing import Any, Literal

from slotwise.documents.probes import Absolute, Direction, Expected, Probe, Weekday
from slotwise.measures.estimate import Figure
from slotwise.measures.spans import Span, from_ms, milliseconds, zone
from slotwise.metering import Metering

State = Literal["within", "crossed", "near", "too_few", "nothing_to_compare"]
"""near: beyond the threshold, but not with the whole interval; too_few: less than the least sample."""


@dataclass(frozen=True)
class Verdict:
    """What a probe found at a moment: the value of the last window and the bounds that it has to stay within."""

    probe: Probe
    at: int
    """ms UTC."""
    figure: Figure
    low: float | None
    high: float | None
    state: State

    @property
    def threshold(self) -> float | None:
        """The bound that the value is beyond, None while it is within both."""
        value = self.figure.value
        if value is None:
            return None
        if self.low is not None and value < self.low:
            return self.low
        return self.high if self.high is not None and value > self.high else None

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        probe = self.probe
        told = {name: getattr(probe, name) for name in ("probe", "title", "metric", "window", "severity", "owner")}
        return {
            **told,
            "filter": None if probe.filter is None else probe.filter.text,
            "at": from_ms(self.at).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "state": self.state,
            **self.figure.to_json(),
            "bounds": {"low": self.low, "high": self.high},
        }


def verdict(probe: Probe, metering: Metering, now: int) -> Verdict:
    """Look at the window that ends at `now` (ms UTC, not included); raise UnknownMetricError."""
    span = Span(now - milliseconds(probe.window), now)
    figure = metering.figure(probe.metric, span, probe.only)
    low, high = bounds(probe, metering, span)
    return Verdict(probe, now, figure, low, high, _state(probe, figure, low, high))


def bounds(probe: Probe, metering: Metering, span: Span) -> tuple[float | None, float | None]:
    """Return what the value has to stay within; None on both sides where there is nothing to compare with."""
    threshold = probe.threshold
    if isinstance(threshold, Absolute):
        return threshold.below, threshold.above
    if isinstance(threshold, Expected):
        return _around(threshold.value, threshold.tolerance, threshold.direction)
    usual = _usual(probe, threshold, metering, span)
    return (None, None) if usual is None else _around(usual, threshold.tolerance, threshold.direction)


def _usual(probe: Probe, threshold: Weekday, metering: Metering, span: Span) -> float | None:
    """The value of the same hours of the same weekdays before, all of them together; None before there are any."""
    place = zone(probe.time_zone)
    spans = [span.earlier(7 * week, place) for week in range(1, threshold.weeks + 1)]
    figures = [each for each in (metering.figure(probe.metric, each, probe.only) for each in spans) if each.persons]
    if not figures:
        return None
    above = sum(each.numerator for each in figures)
    if all(each.denominator is None for each in figures):
        return above / len(figures)
    below = sum(each.denominator or 0.0 for each in figures)
    return above / below if below > 0 else None


def _around(value: float, tolerance: float, direction: Direction) -> tuple[float | None, float | None]:
    room = abs(value) * tolerance
    return (None if direction == "up" else value - room), (None if direction == "down" else value + room)


def _state(probe: Probe, figure: Figure, low: float | None, high: float | None) -> State:
    sample = figure.persons if figure.denominator is None else figure.denominator
    if low is None and high is None:
        return "nothing_to_compare"
    # A total without any rows is a zero that everybody should know of, a ratio without any is none.
    if figure.value is None or (sample < probe.min_sample and not (figure.denominator is None and _fell(figure, low))):
        return "too_few"
    below, above = low is not None and figure.value < low, high is not None and figure.value > high
    if not below and not above:
        return "within"
    if not probe.sure or figure.low is None or figure.high is None:
        return "near" if probe.sure else "crossed"
    surely = (low is not None and figure.high < low) or (high is not None and figure.low > high)
    return "crossed" if surely else "near"


def _fell(figure: Figure, low: float | None) -> bool:
    """Whether a total is below its bound: then few persons are what is wrong, and no reason to say nothing."""
    return low is not None and figure.value is not None and figure.value < low
