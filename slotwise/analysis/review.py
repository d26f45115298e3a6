"""Review: the closed loop on content, from a log folder to a verdict for every content of every touchpoint.

The document is plain values, ready for JSON: what stands in the table of results, what the API serves and what the
command prints.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from slotwise.analysis.attraction import fit_attraction
from slotwise.analysis.changing import fatigue, trends
from slotwise.analysis.counting import DAY_MS, Counted, count, known_segments
from slotwise.analysis.estimates import fit_estimates, fit_interest
from slotwise.analysis.examination import fit_examination
from slotwise.analysis.finishing import fit_finishing
from slotwise.analysis.found import Found
from slotwise.analysis.interest import interest
from slotwise.analysis.judging import Bounds, judge
from slotwise.analysis.offered import Content, contents_of, takes
from slotwise.analysis.opened import OpenLog, open_log
from slotwise.analysis.query import MEMORY, THREADS
from slotwise.analysis.replacing import best_of, gains
from slotwise.analysis.rows import Rows
from slotwise.analysis.worth import worth

SEGMENTS = ("scene", "person.layer", "person.tier", "person.plan_tier")
"""Segments of a review unless others are asked for; those that the log does not have are left out."""
WEEK_DAYS = 7.0


@dataclass(frozen=True)
class Options:
    """How a review is made."""

    segments: tuple[str, ...] | None = None
    """Columns of the decisions, or person.<attribute>; None for those of SEGMENTS that there are."""
    days: int | None = None
    """Days before the end of the log that are reviewed; None for all of it."""
    bounds: Bounds = field(default_factory=Bounds)
    memory: str = MEMORY
    threads: int = THREADS


def review(folder: Path, options: Options = Options(), until: int | None = None) -> dict[str, Any]:
    """Review a log folder; `until` (ms UTC) is by default the moment of its export. Raises DatasetError for a folder
    that is no log or knows nothing of what was shown, ConfigError for a segment that it does not have."""
    with open_log(folder, until, options.memory, options.threads) as opened:
        segments = known_segments(opened, SEGMENTS) if options.segments is None else options.segments
        since = _since(opened, options.days)
        found = estimate(opened, segments, options.bounds, since)
        goals = {each.touchpoint: each.goal for each in opened.touchpoints}
    counted, n = found.counted, len(found.counted.touchpoints)
    rows = Rows(found, _changes(found))
    worths = {name: worth(table, n, _values(counted, name)) for name, table in counted.groups.items()}
    documents: list[dict[str, Any]] = [
        {
            "touchpoint": name,
            "goal": goals.get(name, "click"),
            **_sums(counted, code),
            "examination": _slots(found, code),
            "typical": float(found.judged.typical[code]),
            "worth": worths[""][code].get("", {}),
            "worth_by_segment": {facet: each[code] for facet, each in worths.items() if facet},
            "contents": rows.of(code),
        }
        for code, name in enumerate(counted.touchpoints)
    ]
    for each in documents:
        each["gain"] = _available(found, each)
    return {
        "since": counted.since,
        "until": counted.until,
        "weeks": _weeks(counted),
        "segments": list(segments),
        "exposures": int(np.sum(counted.cells["n"])),
        "verdicts": {name: rows.count(name) for name in ("keep", "promote", "replace", "needs_data")},
        "position": "inverse propensities" if found.examination.weighted else "plain counts",
        "touchpoints": sorted(documents, key=_by_gain),
    }


def _by_gain(document: Mapping[str, Any]) -> tuple[float, float, str]:
    gain = document["gain"]
    return -gain["replacing"]["clicks"], -gain["attainable_clicks"], document["touchpoint"]


def _since(opened: OpenLog, days: int | None) -> int:
    if days is None:
        return 0
    last = opened.rows(f"SELECT max(occurred_at) AS last FROM {opened.events.source}")[0]["last"]
    return int((opened.until or last or 0) - days * DAY_MS)


def estimate(opened: OpenLog, segments: Sequence[str], bounds: Bounds, since: int = 0) -> Found:
    """Return the estimates of an opened log from a moment on (ms UTC)."""
    counted = count(opened, segments, since)
    known = contents_of(opened)
    shown = [known.get(name, Content(name)) for name in counted.contents]
    contents = tuple(shown + [each for name, each in known.items() if name not in set(counted.contents)])
    categories = sorted({each.category for each in contents})
    category = np.array([categories.index(each.category) for each in contents], np.int64)
    examination = fit_examination(counted)
    attraction = fit_attraction(counted, examination, category)
    known_interest = fit_interest(attraction, interest(opened, contents, since))
    if known_interest is not None:
        attraction = fit_attraction(counted, examination, category, known_interest)
    told = fit_estimates(counted, attraction)
    if told is not None:
        attraction = fit_attraction(
            counted, examination, category, told * (1.0 if known_interest is None else known_interest)
        )
    judged = judge(attraction, bounds)
    best = best_of(attraction, judged, takes(opened, counted.touchpoints, list(contents), counted.until))
    gain = gains(attraction, judged, best, fit_finishing(counted, category), _weeks(counted))
    return Found(counted, contents, examination, attraction, judged, best, gain)


def _weeks(counted: Counted) -> float:
    """Weeks of the log, at least an hour, so that a week of a short log can be told."""
    return max(counted.until - counted.since, DAY_MS / 24) / DAY_MS / WEEK_DAYS


def _changes(found: Found) -> tuple[Any, Any, Any]:
    return trends(found.counted, found.examination, found.attraction), *fatigue(
        found.counted, found.examination, found.attraction
    )


def _values(counted: Counted, facet: str) -> tuple[str, ...]:
    return counted.segments[facet][0] if facet else ("",)


def _sums(counted: Counted, touchpoint: int) -> Mapping[str, float]:
    mine = np.asarray(counted.cells["touchpoint"]) == touchpoint
    named = {"exposures": "n"} | {name: name for name in ("clicks", "starts", "steps", "leaves", "conversions")}
    whole = {name: int(np.asarray(counted.cells[column])[mine].sum()) for name, column in named.items()}
    return {**whole, "value": float(np.asarray(counted.cells["value"])[mine].sum())}


def _slots(found: Found, touchpoint: int) -> list[dict[str, float]]:
    cells = found.counted.cells
    mine = np.asarray(cells["touchpoint"]) == touchpoint
    slots = np.unique(np.asarray(cells["slot"], np.int64)[mine])
    return [{"slot": int(slot), "chance": float(found.examination.chance[touchpoint, slot])} for slot in slots]


def _available(found: Found, document: Mapping[str, Any]) -> dict[str, Any]:
    """Gains a week still to be had in a touchpoint: by replacing what is marked, and by its best content alone."""
    marked = [each["gain"] for each in document["contents"] if each["verdict"] == "replace"]
    code = found.counted.touchpoints.index(document["touchpoint"])
    mine = found.attraction.touchpoint == code
    top = found.best.top(code)
    examined = found.attraction.examined[mine] / _weeks(found.counted)
    least = float(np.maximum(examined * (top - found.judged.mean[mine]), 0.0).sum()) if top == top else 0.0
    return {
        "replacing": {
            "clicks": float(sum(each["clicks"]["value"] for each in marked)),
            "conversions": float(sum(each["conversions"] for each in marked)),
            "value": float(sum(each["value"] for each in marked)),
        },
        "marked": len(marked),
        "attainable_clicks": least,
    }
