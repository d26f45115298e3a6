"""Exposed: how often each content was exposed on each touchpoint, lately by quarter of an hour, before that by day.

What quotas and guaranteed shares are held against. A table is never changed: adding gives a new one that shares
what stayed the same, so that requests go on reading the old one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from slotwise.events import KIND_CODE, EventType
from slotwise.interactions import Interactions

QUARTER = 900_000
"""Ms: every time zone's hours begin at a quarter of an hour of UTC."""
DAY = 86_400_000
_QUARTERS_FOR = 49 * 3_600_000
"""Ms for which quarters are kept apart: any zone's longest day, and an hour."""
DAYS_KEPT = 92
"""Days that are remembered at all."""
_EXPOSURE = KIND_CODE[EventType.EXPOSURE]


Span: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Different cells int64 (n,), sorted, and their counts int64 (n,)."""


@dataclass(frozen=True)
class Tally:
    """Exposures of n pairs of touchpoint and content: codes int32 (n,) each, counts int64 (n,)."""

    touchpoints: NDArray[np.int32]
    contents: NDArray[np.int32]
    counts: NDArray[np.int64]

    def of(self, contents: NDArray[np.bool_], touchpoints: NDArray[np.bool_] | None) -> tuple[int, int]:
        """Return how often the marked contents were shown on the marked touchpoints, and how often any content was.

        contents bool (n_contents,), touchpoints bool (n_touchpoints,) or None for all. Codes beyond them count as
        unmarked.
        """
        there = np.ones(len(self.counts), np.bool_) if touchpoints is None else _marked(touchpoints, self.touchpoints)
        wanted = there & _marked(contents, self.contents)
        return int(self.counts[wanted].sum()), int(self.counts[there].sum())


@dataclass(frozen=True, eq=False)
class Exposed:
    """Cells and counts by span of time: keys are (begin, length) in ms UTC, cells touchpoint * 2^32 + content."""

    spans: Mapping[tuple[int, int], Span] = field(default_factory=dict)
    newest: int = 0
    """Begin of the latest quarter, ms UTC."""

    def add(self, events: Interactions) -> "Exposed":
        """Return the table with a batch of events, of which only exposures on known places count."""
        shown = events.kind == _EXPOSURE
        return self.counted(events.time[shown], events.touchpoint[shown], events.content[shown])

    def counted(
        self, times: NDArray[np.int64], touchpoints: NDArray[np.integer[Any]], contents: NDArray[np.integer[Any]]
    ) -> "Exposed":
        """Return the table with n exposures: times ms UTC, codes below 0 where a place or a content is not known."""
        known = (touchpoints >= 0) & (contents >= 0)
        if not known.any():
            return self
        cells = (touchpoints[known].astype(np.int64) << 32) | contents[known].astype(np.int64)
        return self._with(times[known] // QUARTER * QUARTER, cells)

    def since(self, begin: int) -> Tally:
        """Return what was exposed from `begin` (ms UTC) on; a span that lies before it in part counts as a whole."""
        spans = [span for (start, length), span in self.spans.items() if start + length > begin]
        if not spans:
            return Tally(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int64))
        cells, counts = _summed([cells for cells, _ in spans], [counts for _, counts in spans])
        return Tally((cells >> 32).astype(np.int32), (cells & 0xFFFFFFFF).astype(np.int32), counts)

    def to_arrays(self) -> dict[str, NDArray[np.int64]]:
        """Return the table as columns of one length: begin, length, cell and count."""
        keys = sorted(self.spans)
        sizes = [len(self.spans[key][0]) for key in keys]
        nothing = np.zeros(0, np.int64)
        return {
            "begin": np.repeat(np.array([begin for begin, _ in keys], np.int64), sizes),
            "length": np.repeat(np.array([length for _, length in keys], np.int64), sizes),
            "cell": np.concatenate([nothing, *(self.spans[key][0] for key in keys)]),
            "count": np.concatenate([nothing, *(self.spans[key][1] for key in keys)]),
        }

    @classmethod
    def from_arrays(cls, columns: Mapping[str, NDArray[np.int64]]) -> "Exposed":
        """Read what `to_arrays` gave."""
        begin, length, cell, count = (columns[name] for name in ("begin", "length", "cell", "count"))
        spans = {
            (int(begin[first]), int(length[first])): (np.array(cell[first:last]), np.array(count[first:last]))
            for first, last in _runs(begin + (length == DAY))
        }
        return cls(spans, int(begin[length == QUARTER].max(initial=0)))

    def _with(self, quarters: NDArray[np.int64], cells: NDArray[np.int64]) -> "Exposed":
        newest = max(int(quarters.max()), self.newest)
        fine, oldest = newest - _QUARTERS_FOR, newest // DAY * DAY - (DAYS_KEPT - 1) * DAY
        spans = dict(self.spans) if newest == self.newest else self._aged(fine, oldest)
        days = quarters < fine
        # An even number is a quarter's begin, an odd one a day's.
        keys = np.where(days, quarters // DAY * DAY + 1, quarters)
        kept = keys >= oldest
        keys, cells = keys[kept], cells[kept]
        order = np.argsort(keys, kind="stable")
        keys, cells = keys[order], cells[order]
        for first, last in _runs(keys):
            begin, day = int(keys[first]) & ~1, int(keys[first]) & 1
            found, counts = np.unique(cells[first:last], return_counts=True)
            key = (begin, DAY if day else QUARTER)
            new = (found, counts.astype(np.int64))
            spans[key] = _joined([spans[key], new]) if key in spans else new
        return Exposed(spans, newest)

    def _aged(self, fine: int, oldest: int) -> dict[tuple[int, int], Span]:
        """The spans with quarters before `fine` as parts of their days, and without what ends before `oldest`."""
        parts: dict[tuple[int, int], list[Span]] = {}
        for (begin, length), span in self.spans.items():
            key = (begin, length) if length == DAY or begin >= fine else (begin // DAY * DAY, DAY)
            parts.setdefault(key, []).append(span)
        return {key: _joined(spans) for key, spans in parts.items() if key[0] >= oldest}


def _runs(keys: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Where equal keys, which stand together, begin and end."""
    if not len(keys):
        return []
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]).tolist()
    return list(zip(starts, [*starts[1:], len(keys)], strict=True))


def _joined(spans: list[Span]) -> Span:
    return spans[0] if len(spans) == 1 else _summed([cells for cells, _ in spans], [counts for _, counts in spans])


def _summed(cells: list[NDArray[np.int64]], counts: list[NDArray[np.int64]]) -> Span:
    found, places = np.unique(np.concatenate(cells), return_inverse=True)
    return found, np.bincount(places, weights=np.concatenate(counts), minlength=len(found)).astype(np.int64)


def _marked(marks: NDArray[np.bool_], codes: NDArray[np.int32]) -> NDArray[np.bool_]:
    known = codes < len(marks)
    found: NDArray[np.bool_] = known & np.append(marks, False)[np.where(known, codes, -1)]
    return found
