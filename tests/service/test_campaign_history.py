"""A campaign is held to what stood when it started."""

import pytest

from service.campaign_history import stated
from service.configuration.history import History
from service.stores.database import Database
from service.stores.revisions import Revision, Revisions
from slotwise.configuration import Configuration
from slotwise.documents.campaigns import Campaign

START = 1_781_452_800_000
DOCUMENT = {
    "campaign": "june", "title": "J", "goal": "m", "owner": "o", "start": "2026-06-15T00:00:00+08:00",
    "end": "2026-06-29T00:00:00+08:00",
}  # fmt: skip


def campaign(value):
    """The campaign with an expectation."""
    return Campaign.model_validate(DOCUMENT | {"expected": {"value": value, "low": 0.0, "high": 1.0}})


@pytest.fixture
def history(tmp_path):
    """Revisions that state these expectations at these times."""
    database = Database(f"sqlite:///{tmp_path / 'live.db'}")
    database.prepare()

    def made(*statements):
        found = History(Revisions(database))
        for number, (at, value) in enumerate(statements, start=1):
            entries = {} if value is None else {"june": campaign(value)}
            configuration = Configuration({"campaigns": entries})
            found.add(configuration, Revision(number, number - 1, at, "lin", "why", None, configuration.digests))
        return found

    yield made
    database.close()


def test_the_last_statement_before_the_start_stands(history):
    """What was said before may change freely; what was said afterwards is listed and does not count."""
    found = stated(history((START - 9, 0.5), (START - 5, 0.6), (START - 1, 0.6), (START + 5, 0.3)), campaign(0.3))

    assert found.expected.value == 0.6
    assert [(each["revision"], each["expected"]["value"]) for each in found.changed] == [(4, 0.3)]


def test_a_statement_after_the_start_is_told_as_such(history):
    """The first one counts, and is among what was said too late."""
    found = stated(history((START - 5, None), (START + 5, 0.3), (START + 9, 0.2)), campaign(0.2))

    assert found.expected.value == 0.3
    assert len(found.changed) == 2


def test_without_a_history_the_document_counts(history):
    """A bundle's own configuration has no revisions."""
    assert stated(history(), campaign(0.4)).expected.value == 0.4
