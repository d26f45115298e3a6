"""Bands: the primary metric's lift from day to day, with what holds at all looks up to each day."""

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import NamedTuple

from slotwise.analysis.experiments.page.markup import Html, tag
from slotwise.analysis.experiments.page.written import lift

_WIDE, _HIGH, _LEFT, _BOTTOM, _TOP = 840, 300, 90, 34, 16


class Day(NamedTuple):
    """A day's lift; a bound that is None reaches to the edge."""

    day: int
    value: float
    low: float | None
    high: float | None


def band(days: Sequence[Day], title: str, name: str, minimum: float | None, relative: bool = True) -> Html:
    """Return the drawing of at least one day; `minimum` is the smallest effect worth shipping, drawn as a line."""
    scale = _Scale(days, minimum)
    upper = [f"{scale.x(each.day):.1f},{scale.y(each.high, scale.top):.1f}" for each in days]
    lower = [f"{scale.x(each.day):.1f},{scale.y(each.low, scale.bottom):.1f}" for each in days]
    middle = [f"{scale.x(each.day):.1f},{scale.y(each.value, 0):.1f}" for each in days]
    last = days[-1]
    value, low, high = (lift(each, relative) for each in (last.value, last.low, last.high))
    described = f"After day {last.day}: {value}, {low} to {high}."
    return tag(
        "svg",
        tag("title", title, id=name),
        tag("desc", described),
        [_level(scale, each, relative) for each in scale.marks()],
        tag("polygon", points=" ".join([*upper, *reversed(lower)]), class_="band"),
        None if minimum is None else tag("line", x1=_LEFT, x2=_WIDE - 10, y1=scale.y(minimum, 0),
                                         y2=scale.y(minimum, 0), class_="minimum"),
        tag("polyline", points=" ".join(middle), class_="line"),
        [tag("circle", cx=scale.x(each.day), cy=scale.y(each.value, 0), r=2.5, class_="point") for each in days],
        [tag("text", f"day {each}", x=scale.x(each), y=_HIGH - 10, class_="tick", text_anchor="middle")
         for each in _days(days)],
        class_="plot", role="img", viewBox=f"0 0 {_WIDE} {_HIGH}", aria_labelledby=name,
    )  # fmt: skip


class _Scale:
    def __init__(self, days: Sequence[Day], minimum: float | None):
        self._first, self._last = days[0].day, days[-1].day
        # The first days know next to nothing: drawn in full they would flatten all others.
        known = [each for day in days[len(days) // 4 :] for each in (day.low, day.high) if each is not None]
        known += [day.value for day in days] + [0.0] + ([] if minimum is None else [minimum])
        room = (max(known) - min(known)) * 0.06 or 1.0
        self.bottom, self.top = min(known) - room, max(known) + room

    def x(self, day: float) -> float:
        width = _WIDE - 30 - _LEFT
        return _LEFT + 10 + width * (day - self._first) / max(self._last - self._first, 1)

    def y(self, value: float | None, otherwise: float) -> float:
        value = otherwise if value is None else value
        share = (min(max(value, self.bottom), self.top) - self.bottom) / (self.top - self.bottom)
        return _HIGH - _BOTTOM - (_HIGH - _BOTTOM - _TOP) * share

    def marks(self) -> list[float]:
        """Round values, three or four of them, 0 among them."""
        step = rounded((self.top - self.bottom) / 4)
        return [each * step for each in range(ceil(self.bottom / step), int(self.top // step) + 1)]


def rounded(value: float) -> float:
    """Return the next 1, 2 or 5 times a power of ten, upwards."""
    power = 10.0 ** floor(log10(value))
    return next(each * power for each in (1, 2, 5, 10) if each * power >= value * (1 - 1e-9))


def _level(scale: _Scale, value: float, relative: bool) -> list[Html]:
    y = scale.y(value, 0)
    return [
        tag("line", x1=_LEFT, x2=_WIDE - 10, y1=y, y2=y, class_="zero" if not value else "grid"),
        tag(
            "text", "0" if not value else lift(value, relative), x=_LEFT - 8, y=y + 4, class_="tick", text_anchor="end"
        ),
    ]


def _days(days: Sequence[Day]) -> list[int]:
    first, last = days[0].day, days[-1].day
    return sorted({first, (first + last) // 2, last})
