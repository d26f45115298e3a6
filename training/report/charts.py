"""Charts of the report as plain SVG: no script and no font from elsewhere, colours by class so that dark mode works."""

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

ROW = 26
LABEL = 180
WIDTH = 560
"""Units of a chart's own width: one is about a pixel where two charts stand side by side."""


def forest(rows: Sequence[Mapping[str, Any]], zero: bool = False, width: int = WIDTH) -> str:
    """Draw values with their intervals, one row each: {label, value, low, high, kind, note}.

    `kind` is a class (model, champion, baseline); with `zero` a line marks no difference.
    """
    known = [row for row in rows if row.get("value") is not None]
    if not known:
        return ""
    ends = [row[key] for row in known for key in ("value", "low", "high") if row.get(key) is not None]
    ends += [0.0] if zero else []
    label, height = LABEL + (width - WIDTH) // 5, ROW * len(known) + 30
    axis = _Axis(min(ends), max(ends), label, width - 70)
    parts = [_grid(axis, height - 24)]
    if zero:
        parts.append(f'<line class="zero" x1="{axis(0):.1f}" x2="{axis(0):.1f}" y1="0" y2="{height - 24}"/>')
    for place, row in enumerate(known):
        y = ROW * place + ROW / 2
        parts.append(_label(row, y, label))
        if row.get("low") is not None:
            ends_at = f'x1="{axis(row["low"]):.1f}" x2="{axis(row["high"]):.1f}" y1="{y}" y2="{y}"'
            parts.append(f'<line class="range {row["kind"]}" {ends_at}/>')
        parts.append(
            f'<circle class="dot {row["kind"]}" cx="{axis(row["value"]):.1f}" cy="{y}" r="5">{_title(row)}</circle>'
        )
        parts.append(f'<text class="value" x="{width}" y="{y + 4}">{_number(row["value"], zero)}</text>')
    return _svg(height, parts, width)


def bars(rows: Sequence[Mapping[str, Any]], unit: str = "") -> str:
    """Draw one bar a row: {label, value, kind, note}."""
    if not rows:
        return ""
    most = max(max(row["value"] for row in rows), 1e-12)
    height = ROW * len(rows) + 6
    parts = []
    for place, row in enumerate(rows):
        y, length = ROW * place + 4, (WIDTH - LABEL - 80) * row["value"] / most
        parts.append(_label(row, y + 9))
        size = f'x="{LABEL}" y="{y}" width="{max(length, 1):.1f}" height="{ROW - 9}" rx="3"'
        parts.append(f'<rect class="bar {row["kind"]}" {size}>{_title(row)}</rect>')
        shown = f"{row['value']:.0%}" if unit == "%" else f"{_number(row['value'])}{unit}"
        parts.append(f'<text class="beside" x="{LABEL + length + 8:.1f}" y="{y + 13}">{shown}</text>')
    return _svg(height, parts)


def curve(
    series: Sequence[Mapping[str, Any]], across: str, up: str, percent: tuple[bool, bool] = (False, False)
) -> str:
    """Draw lines: each {label, kind, points [(x, y), ...]}; `across` and `up` name the axes."""
    points = [point for each in series for point in each["points"]]
    if len(points) < 2:
        return ""
    x = _Axis(min(p[0] for p in points), max(p[0] for p in points), 64, WIDTH - 110)
    y = _Axis(min(0.0, *(p[1] for p in points)), max(p[1] for p in points), 230, 12)
    parts = []
    for tick in y.ticks():
        parts.append(f'<line class="grid" x1="64" x2="{WIDTH - 110}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>')
        parts.append(f'<text class="tick end" x="56" y="{y(tick) + 4:.1f}">{_tick(tick, percent[1])}</text>')
    for tick in x.ticks():
        parts.append(f'<text class="tick middle" x="{x(tick):.1f}" y="250">{_tick(tick, percent[0])}</text>')
    labels: list[float] = []
    for each in series:
        drawn = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in each["points"])
        parts.append(f'<polyline class="line {each["kind"]}" points="{drawn}"/>')
        if len(each["points"]) <= 25:
            parts += [_point(x, y, point, each["kind"]) for point in each["points"]]
        last = each["points"][-1]
        at = _apart(y(last[1]), labels)
        beside = f'x="{x(last[0]) + 10:.1f}" y="{at + 4:.1f}"'
        parts.append(f'<text class="beside {each["kind"]}" {beside}>{escape(each["label"])}</text>')
    parts.append(f'<text class="axis middle" x="{(64 + WIDTH - 110) / 2}" y="272">{escape(across)}</text>')
    parts.append(f'<text class="axis middle" transform="translate(12 120) rotate(-90)">{escape(up)}</text>')
    return _svg(280, parts)


class _Axis:
    """A linear scale from values to pixels."""

    def __init__(self, low: float, high: float, start: float, end: float):
        if high - low < 1e-12:
            low, high = low - max(abs(low), 1e-6) * 0.1, high + max(abs(high), 1e-6) * 0.1
        self.low, self.high, self.start, self.end = low, high, start, end

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self) -> list[float]:
        """Return round values inside the scale."""
        raw = (self.high - self.low) / 4
        power = 10 ** math.floor(math.log10(raw))
        step = next(each * power for each in (1, 2, 2.5, 5, 10) if each * power >= raw)
        first = math.ceil(self.low / step - 1e-9)
        return [place * step for place in range(first, math.floor(self.high / step + 1e-9) + 1)]


def _grid(axis: _Axis, height: float) -> str:
    lines = []
    for tick in axis.ticks():
        lines.append(f'<line class="grid" x1="{axis(tick):.1f}" x2="{axis(tick):.1f}" y1="0" y2="{height}"/>')
        lines.append(f'<text class="tick middle" x="{axis(tick):.1f}" y="{height + 16}">{_tick(tick, False)}</text>')
    return "".join(lines)


def _point(x: _Axis, y: _Axis, point: tuple[float, float], kind: str) -> str:
    title = f"<title>{point[0]:.4g}: {point[1]:.4g}</title>"
    return f'<circle class="dot {kind}" cx="{x(point[0]):.1f}" cy="{y(point[1]):.1f}" r="3.5">{title}</circle>'


def _label(row: Mapping[str, Any], y: float, end: float = LABEL) -> str:
    text = str(row["label"])
    short = text if len(text) <= 28 else f"{text[:27]}…"
    note = f' <tspan class="note">{escape(str(row["note"]))}</tspan>' if row.get("note") else ""
    return f'<text class="label" x="{end - 12}" y="{y + 4}">{escape(short)}{note}<title>{escape(text)}</title></text>'


def _title(row: Mapping[str, Any]) -> str:
    text = f"{row['label']}: {row['value']:.4g}"
    if row.get("low") is not None:
        text += f" ({row['low']:.4g} to {row['high']:.4g})"
    return f"<title>{escape(text)}</title>"


def _number(value: float, signed: bool = False) -> str:
    if signed:
        return f"{value:+.4f}"
    return f"{value:.4f}" if abs(value) < 10 else f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}"


def _tick(value: float, percent: bool) -> str:
    return f"{value:.0%}" if percent and abs(value) > 0.05 else f"{value:.1%}" if percent else f"{value:.4g}"


def _apart(y: float, taken: list[float]) -> float:
    while any(abs(y - other) < 16 for other in taken):
        y += 4
    taken.append(y)
    return y


def _svg(height: float, parts: Sequence[str], width: int = WIDTH) -> str:
    return f'<svg viewBox="0 0 {width} {height:.0f}" role="img">{"".join(parts)}</svg>'
