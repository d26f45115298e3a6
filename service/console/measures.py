"""The pages of metrics and funnels: figures with their intervals, days as lines, steps as bars."""

from collections.abc import Sequence
from typing import Any

from service.console.templates import page
from service.measured import Measured
from slotwise.errors import SlotwiseError, StoreError

_WIDE, _HIGH, _BAR = 140, 24, 420


def metrics_page(measured: Measured, chosen: str) -> str:
    """Return the page of the dictionary, with the sheet of a metric if one is chosen; raise StoreError."""
    rows = measured.metrics()["data"]
    sheet, problem = None, ""
    if chosen:
        try:
            sheet = measured.metric(chosen).document
            sheet["line"] = line([each["value"] for each in sheet["days"]])
        except StoreError:
            raise
        except SlotwiseError as error:
            problem = f"{error.detail}{': ' + error.hint if error.hint else ''}"
    return page("metrics.html", rows=rows, sheet=sheet, problem=problem)


def funnels_page(measured: Measured, chosen: str) -> str:
    """Return the page of all processes, with the funnel of one if it is chosen; raise StoreError."""
    rows = measured.funnels()["data"]
    funnel, problem = None, ""
    if chosen:
        try:
            funnel = measured.funnel(chosen).document
            for place, step in enumerate(funnel["steps"]):
                step["bar"] = round(_BAR * step["journeys"] / max(funnel["journeys"], 1))
                step["was"] = funnel["before"]["steps"][place] if funnel["before"] else None
        except StoreError:
            raise
        except SlotwiseError as error:
            problem = f"{error.detail}{': ' + error.hint if error.hint else ''}"
    return page("funnels.html", rows=rows, funnel=funnel, problem=problem, wide=_BAR)


def line(values: Sequence[float | None]) -> dict[str, Any]:
    """Return a line through the days that have a value: size of the drawing and its points."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    top = max((value for _, value in known), default=0.0) or 1.0
    step = _WIDE / max(len(values) - 1, 1)
    points = [f"{place * step:.1f},{_HIGH - value / top * (_HIGH - 2) - 1:.1f}" for place, value in known]
    return {"wide": _WIDE, "high": _HIGH, "points": " ".join(points)}
