"""Content reviews: what the daily job found of contents and touchpoints, as it is told over HTTP and on pages."""

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from service.moments import to_text
from service.stores.results import Result, Results, Span
from slotwise.errors import NotMeasuredError, UnknownTouchpointError

REVIEW, OVERVIEW, VALUE = "content_review", "content_overview", "touchpoint_value"
"""Kinds of results: a touchpoint's contents by touchpoint; the rest are about all of them at once, subject ALL."""
ALL = ""
VERDICTS = ("keep", "promote", "replace", "needs_data")
RUNS = 8
"""Reviews that are kept with all their contents."""


class Told(NamedTuple):
    """A document with the tag that changes when it does."""

    document: dict[str, Any]
    etag: str


class ContentReviews:
    """Reads and writes the results of reviews."""

    def __init__(self, results: Results):
        self._results = results

    def write(self, review: Mapping[str, Any], made_at: int) -> None:
        """Store a review as slotwise.analysis.review gives it; raise StoreError."""
        span = Span(review["since"], review["until"], made_at)
        touchpoints = review["touchpoints"]
        self._results.write(REVIEW, {each["touchpoint"]: each for each in touchpoints}, span, RUNS)
        whole = {name: value for name, value in review.items() if name != "touchpoints"}
        short = [{name: each[name] for name in _SHORT} | {"verdicts": verdicts_of(each)} for each in touchpoints]
        self._results.write(OVERVIEW, {ALL: whole | {"data": short}}, span)
        self._results.write(
            VALUE, {ALL: {"data": [{name: each[name] for name in _VALUE} for each in touchpoints]}}, span
        )

    def overview(self) -> Told:
        """Return the newest review of all touchpoints, without their contents; raise NotMeasuredError, StoreError."""
        return _told(self._found(OVERVIEW))

    def value(self) -> Told:
        """Return what an exposure in every touchpoint is worth, and what is still to gain; raises as `overview`."""
        return _told(self._found(VALUE))

    def of(self, touchpoint: str, verdict: str | None = None) -> Told:
        """Return a touchpoint's contents, of one verdict if given; raise UnknownTouchpointError too."""
        newest = self._results.newest(REVIEW)
        found = None if newest is None else self._results.latest(REVIEW, touchpoint)
        if newest is None:
            raise _not_yet()
        if found is None or found.span.until != newest.until:
            raise UnknownTouchpointError(
                f"the review of {to_text(newest.until)} has no touchpoint {touchpoint!r}", given=touchpoint
            )
        told = _told(found)
        if verdict is None:
            return told
        contents = [each for each in told.document["contents"] if each["verdict"] == verdict]
        return Told({**told.document, "contents": contents}, f"{told.etag}-{verdict}")

    def _found(self, kind: str) -> Result:
        found = self._results.latest(kind, ALL)
        if found is None:
            raise _not_yet()
        return found


def verdicts_of(document: Mapping[str, Any]) -> dict[str, int]:
    """Return how many of a touchpoint's contents got each verdict."""
    return {name: sum(each["verdict"] == name for each in document["contents"]) for name in VERDICTS}


_SHORT = ("touchpoint", "goal", "exposures", "clicks", "conversions", "value", "typical", "gain")
_VALUE = ("touchpoint", "goal", "exposures", "worth", "worth_by_segment", "gain")


def _told(found: Result) -> Told:
    span = {name: to_text(value) for name, value in vars(found.span).items()}
    etag = hashlib.sha256(found.body + str(found.span).encode()).hexdigest()[:32]
    return Told({**found.document(), **span}, etag)


def _not_yet() -> NotMeasuredError:
    return NotMeasuredError("contents have not been reviewed yet", hint="slotwise content review --write")
