"""Revisions: append-only, one after the other, whoever else writes at the same time; over both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from service.stores.revisions import Revision, Revisions
from slotwise.errors import RevisionConflictError, UnknownRevisionError


def revision(number, **documents):
    """A revision that follows on the one before it."""
    return Revision(number, number - 1, number * 1_000, "ann", "because", None, documents)


def test_revisions_follow_one_another(database):
    """The highest one is in effect; documents are kept once and found by their digest."""
    revisions = Revisions(database)
    assert (revisions.newest(), revisions.list(10)) == (0, [])
    revisions.add(revision(1, tags="d1"), {"d1": ("tags", b'[{"tag":"a"}]')})
    revisions.add(revision(2, tags="d1", rules="d2"), {"d1": ("tags", b"[]"), "d2": ("rules", '["ü"]'.encode())})

    assert revisions.newest() == 2
    assert revisions.get(2) == revision(2, tags="d1", rules="d2")
    assert [each.revision for each in revisions.list(10)] == [2, 1]
    assert [each.revision for each in revisions.list(10, before=2)] == [1]
    assert revisions.bodies(["d1", "d2", "d3"]) == {"d1": b'[{"tag":"a"}]', "d2": '["ü"]'.encode()}


def test_what_follows_on_another_is_refused(database):
    """A change that was made of a revision which is no longer in effect is told, and nothing is stored."""
    revisions = Revisions(database)
    revisions.add(revision(1), {})
    for wrong in (revision(1), revision(3)):
        with pytest.raises(RevisionConflictError):
            revisions.add(wrong, {"d": ("tags", b"[]")})

    assert revisions.bodies(["d"]) == {}
    with pytest.raises(UnknownRevisionError):
        revisions.get(2)


def test_of_many_at_once_one_is_taken(database):
    """Changes of one revision by many at the same moment: one takes effect, every other one is told."""
    revisions = Revisions(database)

    def add(author):
        try:
            revisions.add(Revision(1, 0, 1, author, "race", None, {}), {})
        except RevisionConflictError:
            return None
        return author

    with ThreadPoolExecutor(4) as pool:
        taken = [each for each in pool.map(add, "abcdefgh") if each]

    assert taken == [revisions.get(1).author]
