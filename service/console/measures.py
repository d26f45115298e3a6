"""The pages of metrics and funnels: figures with their intervals, days as lines, steps as bars."""

from service.console.sparkline import sparkline
from service.console.templates import page
from service.measured import Measured
from slotwise.errors import SlotwiseError, StoreError

_BAR = 420


def metrics_page(measured: Measured, chosen: str) -> str:
    """Return the page of the dictionary, with the sheet of a metric if one is chosen; raise StoreError."""
    rows = measured.metrics()["data"]
    sheet, problem = None, ""
    if chosen:
        try:
            sheet = measured.metric(chosen).document
            sheet["line"] = sparkline([each["value"] for each in sheet["days"]])
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
