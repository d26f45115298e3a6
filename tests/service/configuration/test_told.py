"""Told: revisions, checks and what a worker serves with, as plain values."""

from service.configuration.changing import Checked
from service.configuration.told import checked_told, counts, problem_told, revision_told
from service.in_effect import InEffect
from service.stores.revisions import Revision
from slotwise.configuration import Configuration
from slotwise.documents import Problem

FACTS = Configuration.read({"facts": [{"fact": "person.b", "type": "number"}]})


def test_a_revision():
    """Moments are told in UTC, documents are not."""
    told = revision_told(Revision(2, 1, 1_700_000_000_000, "ann", "why", None, {"facts": "d"}))

    assert told["made_at"].startswith("2023-11-14T22:13:20")
    assert "documents" not in told


def test_a_check():
    """Problems and warnings stand apart; without a new revision the one in effect is told."""
    wrong = Problem("/a", "c", "d")
    checked = Checked(InEffect(3, FACTS), FACTS, [wrong, wrong._replace(warning=True)], [], None)
    told = checked_told(checked)

    assert (told["ok"], told["revision"], told["changed"], told["dry_run"]) == (False, 3, False, None)
    assert told["problems"] == told["warnings"] == [problem_told(wrong)]
    assert counts(FACTS) == {"facts": 1}
