"""Rows: every content of a touchpoint as plain values: counts, estimates, verdict, gain and reason."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.analysis.counting import Counts
from slotwise.analysis.examination import keys
from slotwise.analysis.found import Found
from slotwise.analysis.judging import VERDICTS
from slotwise.analysis.reasons import fails_in, why
from slotwise.analysis.slope import Slopes
from slotwise.analysis.summing import sums

_COUNTS = {
    "exposures": "n", "clicks": "clicks", "starts": "starts", "steps": "steps", "leaves": "leaves",
    "conversions": "conversions",
}  # fmt: skip


class Rows:
    """The rows of a review, made touchpoint by touchpoint."""

    def __init__(self, found: Found, changes: tuple[Slopes, Slopes, Slopes]):
        self._found = found
        self._trend, self._fatigue, _ = changes
        attraction, counted = found.attraction, found.counted
        self._wide = len(attraction.category)
        self._pairs = attraction.touchpoint * self._wide + attraction.content
        self._cells = self._by_pair(counted.cells)
        self._shares = {name: (values, self._by_pair(table)) for name, (values, table) in counted.segments.items()}
        self._rates = {name: self._rate(table, len(values)) for name, (values, table) in counted.segments.items()}

    def count(self, verdict: str) -> int:
        """How many pairs of content and touchpoint got a verdict."""
        return int((self._found.judged.verdict == VERDICTS.index(verdict)).sum())

    def of(self, touchpoint: int) -> list[dict[str, Any]]:
        """Return the rows of a touchpoint, those with the most to gain first."""
        rows = np.nonzero(self._found.attraction.touchpoint == touchpoint)[0]
        made = [self._row(int(row)) for row in rows]
        total = max(sum(each["exposures"] for each in made), 1)
        for each in made:
            each["share"] = each["exposures"] / total
            each["fails_in"] = fails_in(each)
            each["why"] = why(each)
        order = {"replace": 0, "promote": 1, "needs_data": 2, "keep": 3}
        return sorted(made, key=lambda each: (order[each["verdict"]], -each["gain"]["clicks"]["value"]))

    def _row(self, pair: int) -> dict[str, Any]:
        found, attraction, judged = self._found, self._found.attraction, self._found.judged
        touchpoint, content = int(attraction.touchpoint[pair]), found.contents[attraction.content[pair]]
        typical = float(judged.typical[touchpoint])
        bounds = {"value": judged.mean[pair], "low": judged.low[pair], "high": judged.high[pair]}
        cells = self._cells.get(pair, np.zeros(0, np.int64))
        return {
            "content_id": content.content_id, "product_id": content.product_id, "category": content.category,
            "kind": content.kind, "title": content.title,
            **self._sums(found.counted.cells, cells),
            "examined": float(attraction.examined[pair]),
            "due": float(attraction.examined[pair] * typical),
            "attractiveness": {name: float(each) for name, each in bounds.items()},
            "ratio": {name: float(each / typical) for name, each in bounds.items()},
            "trend": _change(self._trend, pair),
            "fatigue": _change(self._fatigue, int(attraction.content[pair])),
            "verdict": VERDICTS[judged.verdict[pair]],
            "weak": float(judged.weak[pair]), "strong": float(judged.strong[pair]),
            "weak_everywhere": bool(judged.bad[attraction.content[pair]]),
            "gain": self._gain(pair),
            "slots": self._slots(touchpoint, cells, typical),
            "segments": {name: self._segment(name, pair, typical) for name in self._shares},
            "days": self._days(cells),
        }  # fmt: skip

    def _gain(self, pair: int) -> dict[str, Any]:
        gain = self._found.gain
        code = int(gain.replacement[pair])
        other = None if code < 0 else self._found.contents[code]
        return {
            "replacement": self._found.name(code),
            "replacement_title": None if other is None else other.title,
            "replacement_attractiveness": None if other is None else float(gain.expected[pair]),
            "clicks": {name: float(each[pair]) for name, each in zip(
                ("value", "low", "high"), (gain.clicks, gain.low, gain.high), strict=True)},
            "conversions": float(gain.conversions[pair]),
            "value": float(gain.value[pair]),
        }  # fmt: skip

    def _slots(self, touchpoint: int, cells: NDArray[np.int64], typical: float) -> list[dict[str, Any]]:
        table = self._found.counted.cells
        slot = np.asarray(table["slot"], np.int64)[cells]
        return [
            {"slot": int(each), **self._sums(table, cells[slot == each]), "due": typical * self._examined(
                table, cells[slot == each])}
            for each in np.unique(slot)
        ]  # fmt: skip

    def _segment(self, name: str, pair: int, typical: float) -> list[dict[str, Any]]:
        (values, pairs), table = self._shares[name], self._found.counted.segments[name][1]
        cells = pairs.get(pair, np.zeros(0, np.int64))
        code = np.asarray(table["segment"], np.int64)[cells]
        touchpoint = int(self._found.attraction.touchpoint[pair])
        return [
            {"segment": values[each], **self._sums(table, cells[code == each]),
             "due": float(typical * self._rates[name][touchpoint, each] * self._examined(table, cells[code == each]))}
            for each in np.unique(code)
        ]  # fmt: skip

    def _days(self, cells: NDArray[np.int64]) -> dict[str, list[int]]:
        """Exposures and clicks of every day of the log."""
        counted = self._found.counted
        day = np.asarray(counted.cells["day"], np.int64)[cells]
        return {
            name: np.bincount(day, np.asarray(counted.cells[column])[cells], len(counted.days))
            .astype(np.int64)
            .tolist()
            for name, column in (("exposures", "n"), ("clicks", "clicks"))
        }

    def _sums(self, table: Counts, cells: NDArray[np.int64]) -> dict[str, Any]:
        whole = {name: int(np.asarray(table[column])[cells].sum()) for name, column in _COUNTS.items()}
        return {**whole, "value": float(np.asarray(table["value"])[cells].sum())}

    def _examined(self, table: Counts, cells: NDArray[np.int64]) -> float:
        touchpoint, _, slot = (each[cells] for each in keys(table))
        return float((np.asarray(table["n"])[cells] * self._found.examination.of(touchpoint, slot)).sum())

    def _by_pair(self, table: Counts) -> dict[int, NDArray[np.int64]]:
        """Rows of a table of counts by the number of their pair."""
        touchpoint, content, _ = keys(table)
        pair = np.searchsorted(self._pairs, touchpoint * self._wide + content)
        order = np.argsort(pair, kind="stable")
        found, first = np.unique(pair[order], return_index=True)
        return dict(zip(found.tolist(), np.split(order, first[1:]), strict=True)) if len(found) else {}

    def _rate(self, table: Counts, values: int) -> NDArray[np.float64]:
        """How much more is clicked in a segment of a touchpoint than in all of it, float64 (touchpoints, values)."""
        touchpoint, content, slot = keys(table)
        n = len(self._found.counted.touchpoints)
        pair = np.searchsorted(self._pairs, touchpoint * self._wide + content)
        due = np.asarray(table["n"]) * self._found.examination.of(touchpoint, slot) * self._found.judged.mean[pair]
        place = touchpoint * values + np.asarray(table["segment"], np.int64)
        got = sums(place, np.asarray(table["clicks"], np.float64), n * values)
        return ((got + 5.0) / (sums(place, due, n * values) + 5.0)).reshape(n, values)


def _change(slopes: Slopes, place: int) -> dict[str, float]:
    """A slope of logarithms as a share: -0.1 for a tenth less."""
    return {name: float(np.expm1(getattr(slopes, name)[place])) for name in ("value", "low", "high")}
