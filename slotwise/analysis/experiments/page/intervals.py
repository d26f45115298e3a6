"""Intervals: every metric's lift on one axis: a point, the fixed interval as a bar, the always-valid one as a line."""

from collections.abc import Sequence
from typing import NamedTuple

from slotwise.analysis.experiments.page.bands import rounded
from slotwise.analysis.experiments.page.markup import Html, tag
from slotwise.analysis.experiments.page.written import lift

_LEFT, _PLOT, _RIGHT, _ROW, _TOP = 220, 420, 200, 34, 30
_WIDEST = 1.0
"""Lifts beyond this are cut off at the edge, with an arrow."""


class Bar(NamedTuple):
    """One line of the plot; `tone` is better, worse or open, and what is None reaches to the edge."""

    label: str
    value: float
    fixed: tuple[float | None, float | None]
    always: tuple[float | None, float | None]
    tone: str
    relative: bool = True


def intervals(bars: Sequence[Bar], title: str, description: str) -> Html:
    """Return the drawing of bars that share a scale."""
    known = [abs(each) for bar in bars for each in (bar.value, *bar.fixed, *bar.always) if each is not None]
    limit = max(known, default=0.0)
    if bars and bars[0].relative:
        limit = min(limit, max(_WIDEST, *(abs(bar.value) for bar in bars)))
    scale = _Scale(limit * 1.05 or 1.0)
    high = _TOP + _ROW * len(bars) + 26
    return tag(
        "svg",
        tag("title", title, id="t-intervals" + ("" if not bars or bars[0].relative else "-absolute")),
        tag("desc", description),
        _axis(scale, high, bars[0].relative if bars else True),
        [_bar(bar, _TOP + _ROW * place + _ROW / 2, scale) for place, bar in enumerate(bars)],
        class_="plot", role="img", viewBox=f"0 0 {_LEFT + _PLOT + _RIGHT} {high}",
        aria_labelledby="t-intervals" + ("" if not bars or bars[0].relative else "-absolute"),
    )  # fmt: skip


class _Scale:
    def __init__(self, limit: float):
        self.limit = limit

    def x(self, value: float | None, otherwise: float) -> float:
        """The place of a value, cut off at the edges."""
        value = otherwise if value is None else value
        return _LEFT + _PLOT * (min(max(value, -self.limit), self.limit) / self.limit + 1) / 2

    def beyond(self, value: float | None) -> bool:
        return value is None or abs(value) > self.limit


def _axis(scale: _Scale, high: float, relative: bool) -> list[Html]:
    step = rounded(scale.limit / 2) if rounded(scale.limit / 2) < scale.limit else rounded(scale.limit / 4)
    marks = [-step, 0.0, step]
    return [
        part
        for each in marks
        for part in (
            tag("line", x1=scale.x(each, 0), x2=scale.x(each, 0), y1=_TOP - 6, y2=high - 22,
                class_="zero" if not each else "grid"),
            tag("text", "no difference" if not each else lift(each, relative), x=scale.x(each, 0), y=_TOP - 12,
                class_="tick", text_anchor="middle"),
        )
    ]  # fmt: skip


def _bar(bar: Bar, y: float, scale: _Scale) -> Html:
    low, high = scale.x(bar.always[0], -scale.limit), scale.x(bar.always[1], scale.limit)
    from_, to = scale.x(bar.fixed[0], -scale.limit), scale.x(bar.fixed[1], scale.limit)
    x = scale.x(bar.value, 0)
    ends = [
        tag("path", d=f"M{at} {y} l{6 * way} -5 v10 z", class_="end") if scale.beyond(value) else tag(
            "line", x1=at, x2=at, y1=y - 5, y2=y + 5, class_="whisker")
        for at, value, way in ((low, bar.always[0], -1), (high, bar.always[1], 1))
    ]  # fmt: skip
    text = f"{lift(bar.value, bar.relative)} · {bar.tone}"
    return tag(
        "g",
        tag("text", bar.label, x=8, y=y + 4, class_="label"),
        tag("line", x1=low, x2=high, y1=y, y2=y, class_="whisker"),
        ends,
        tag("rect", x=min(from_, to), y=y - 5, width=max(abs(to - from_), 1), height=10, rx=3, class_="bar"),
        tag("circle", cx=x, cy=y, r=4.5, class_="point"),
        tag("text", text, x=_LEFT + _PLOT + 20, y=y + 4, class_="told"),
        class_=f"tone-{bar.tone}",
    )
