"""History of an experiment: who did what to it, when and why, read off the revisions of the configuration."""

from collections.abc import Iterator
from typing import Any

from service.configuration.history import History
from service.moments import to_text
from service.stores.revisions import Revision
from slotwise.configuration import Configuration
from slotwise.configuration.differences import Difference
from slotwise.documents.experiments import Experiment

_PAGE = 200


def history_of(history: History, name: str, most: int = 200) -> list[dict[str, Any]]:
    """Return the acts on an experiment, the newest first; raise StoreError."""
    found = []
    for revision in _changing(history):
        before = history.at(revision.parent).configuration
        told = _act(before, history.configuration(revision), name)
        if told is not None:
            head = {"revision": revision.revision, "at": to_text(revision.made_at)}
            found.append({**head, "author": revision.author, "reason": revision.reason, **told})
        if len(found) == most:
            break
    return found


def _changing(history: History) -> Iterator[Revision]:
    """Revisions that made another document of the experiments, the newest first."""
    last: Revision | None = None
    for revision in _all(history):
        if last is not None and last.documents.get(Experiment.name) != revision.documents.get(Experiment.name):
            yield last
        last = revision
    if last is not None and Experiment.name in last.documents:
        yield last


def _all(history: History) -> Iterator[Revision]:
    before: int | None = None
    while page := history.revisions.list(_PAGE, before):
        yield from page
        before = page[-1].revision


def _act(before: Configuration, after: Configuration, name: str) -> dict[str, Any] | None:
    was, now = before.get(Experiment, name), after.get(Experiment, name)
    if was is None and now is None:
        return None
    one, other = (None if each is None else each.to_json() for each in (was, now))
    if one == other:
        return None
    what = "added" if was is None else "removed" if now is None else "changed"
    changes = Difference(Experiment.name, name, what, one, other).changes
    return {
        "act": act_of(was, now),
        "status": None if now is None else now.status,
        "changes": [vars(each) for each in changes],
    }


def act_of(was: Experiment | None, now: Experiment | None) -> str:
    """Return in a word what was done."""
    if was is None or now is None:
        return "create" if was is None else "delete"
    if was.status != now.status:
        resumed = (was.status, now.status) == ("paused", "running")
        names = {"running": "start", "paused": "pause", "stopped": "stop", "archived": "archive"}
        return "resume" if resumed else names.get(now.status, "change")
    if was.phase is None or now.phase is None or was.phase == now.phase:
        return "change"
    if was.phase.number != now.phase.number:
        return "phase"
    for name, act in (("ramp", "ramp"), ("allocations", "allocate")):
        if getattr(was.phase, name) != getattr(now.phase, name):
            return act
    return "pause" if len(now.phase.pauses) > len(was.phase.pauses) else "resume"
