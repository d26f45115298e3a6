"""History: revisions as configurations, read once and kept."""

import pytest

from service.configuration.history import History
from service.in_effect import InEffect
from service.stores.revisions import Revision
from slotwise.configuration import Configuration
from slotwise.errors import UnknownRevisionError

FACTS = Configuration.read({"facts": [{"fact": "person.b", "type": "number"}]})


def test_before_there_is_a_revision(history):
    """What the bundle brought is revision 0."""
    assert history.newest() == InEffect(0, Configuration())
    assert History(history.revisions, lambda: FACTS).newest() == InEffect(0, FACTS)


def test_what_is_added_is_read_again(history):
    """A revision's configuration is the one that was stored, and is read from the store once."""
    history.add(FACTS, Revision(1, 0, 1, "ann", "because", None, FACTS.digests))
    fresh = History(history.revisions)

    assert fresh.newest() == InEffect(1, FACTS)
    assert fresh.newest().configuration is fresh.at(1).configuration
    with pytest.raises(UnknownRevisionError):
        fresh.at(2)
