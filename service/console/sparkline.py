"""Sparklines: how values went, drawn as one small line between figures."""

from collections.abc import Sequence
from typing import Any

_WIDE, _HIGH = 140, 24


def sparkline(values: Sequence[float | None]) -> dict[str, Any]:
    """Return a line from 0 to the highest value, through those that are known: size of the drawing and its points."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    top = max((value for _, value in known), default=0.0) or 1.0
    step = _WIDE / max(len(values) - 1, 1)
    points = [f"{place * step:.1f},{_HIGH - value / top * (_HIGH - 2) - 1:.1f}" for place, value in known]
    return {"wide": _WIDE, "high": _HIGH, "points": " ".join(points)}
