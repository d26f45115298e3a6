"""Told: revisions, checks and differences as plain values, for the API and for the command line alike."""

from typing import Any

from service.configuration.changing import Checked
from service.configuration.following import Following
from service.moments import to_text
from service.stores.revisions import Revision
from slotwise.configuration import Configuration
from slotwise.documents import Problem


def revision_told(revision: Revision) -> dict[str, Any]:
    """Return a revision without its documents."""
    return {
        "revision": revision.revision,
        "parent": revision.parent,
        "made_at": to_text(revision.made_at),
        "author": revision.author,
        "reason": revision.reason,
        "restores": revision.restores,
    }


def problem_told(problem: Problem) -> dict[str, Any]:
    """Return a problem as an entry of a problem document's errors."""
    told = problem._asdict()
    told.pop("warning")
    return told


def checked_told(checked: Checked, made: Revision | None = None) -> dict[str, Any]:
    """Return what a change is, or was."""
    wrong = [problem_told(each) for each in checked.problems if not each.warning]
    return {
        "ok": checked.ok,
        "revision": made.revision if made else checked.base.revision,
        "changed": made is not None,
        "problems": wrong,
        "warnings": [problem_told(each) for each in checked.problems if each.warning],
        "differences": [each.to_json() for each in checked.differences],
        "dry_run": None if checked.tried is None else checked.tried.to_json(),
    }


def counts(configuration: Configuration) -> dict[str, int]:
    """Return how many entries each document has."""
    return {kind: len(entries) for kind, entries in sorted(configuration.entries.items())}


def following_told(following: Following) -> dict[str, Any]:
    """Return what a worker serves with, and what it refused."""
    serving, refused = following.models.current, following.refused
    return {
        "ok": refused is None and following.reachable,
        "revision": None if serving is None else serving.revision,
        **({"refused": vars(refused)} if refused else {}),
        **({} if following.reachable else {"detail": "the revisions cannot be read; the last good one is in effect"}),
    }
