"""Campaign history: what was expected of a campaign when it started, and who changed that since."""

from typing import Any, NamedTuple

from service.configuration.history import History
from service.moments import to_text
from slotwise.documents.campaigns import Campaign, Expectation

_MOST = 10_000


class Stated(NamedTuple):
    """The expectation that a report holds a campaign to; `changed` are the statements after the start, oldest first."""

    expected: Expectation
    changed: list[dict[str, Any]]


def stated(history: History, campaign: Campaign) -> Stated:
    """Return what stood when the campaign started; the first statement where it was made afterwards.

    Raises StoreError, and ConfigurationError for a revision that cannot be read.
    """
    told = _statements(history, campaign)
    before = [each for each in told if each[0] <= campaign.span.since]
    after = [each for each in told if each[0] > campaign.span.since]
    if before:
        return Stated(before[-1][1], [each[2] for each in after])
    if after:
        return Stated(after[0][1], [each[2] for each in after])
    return Stated(campaign.expected, [])


def _statements(history: History, campaign: Campaign) -> list[tuple[int, Expectation, dict[str, Any]]]:
    """Every revision in which the expectation became another one: when (ms UTC), what, and by whom."""
    found: list[tuple[int, Expectation, dict[str, Any]]] = []
    for revision in reversed(history.revisions.list(_MOST)):
        entry = history.configuration(revision).get(Campaign, campaign.id)
        if entry is None or (found and found[-1][1] == entry.expected):
            continue
        document = {
            "revision": revision.revision,
            "at": to_text(revision.made_at),
            "author": revision.author,
            "reason": revision.reason,
            "expected": entry.expected.model_dump(mode="json"),
        }
        found.append((revision.made_at, entry.expected, document))
    return found
