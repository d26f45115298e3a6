"""Giving out: who is treated and who is not is noted before anybody is approached, and the held-out never leave."""

import orjson
import pytest

from service.audiences.choosing import Choosing, Chosen
from service.moments import to_text
from slotwise.errors import UnknownAudienceError, WebhookError
from tests.service.audiences.test_questions import LEAVERS
from tests.service.test_webhooks import receiver


def noted(town, name="leavers"):
    """An export of an audience."""
    return town.office.giving.note(town.office.questions(), name, "anna", 7)


def members(town, made, treated=None):
    """Who is in an export."""
    return {name for bite in town.office.giving.exports.members(made.export_id, treated) for name, _ in bite}


def test_an_export_is_noted(town):
    """The export knows when, by whom, of which revision, whom, what was meant and what counts as success."""
    made = noted(town)
    kept = town.office.giving.exports.get(made.export_id)

    assert kept == made
    assert (made.author, made.revision, made.made_at) == ("anna", 7, town.now)
    assert members(town, made) == LEAVERS
    assert (len(members(town, made, True)), len(members(town, made, False))) == (made.treated, made.held_out)
    assert made.body["document"]["audience"] == "leavers"
    assert made.body["goal_products"] == [town.products[0]]


def test_the_same_persons_are_held_out_each_time(town):
    """A second export treats and holds out the same persons."""
    assert members(town, noted(town), False) == members(town, noted(town), False)


def test_the_contact_limit_holds(town):
    """Whoever was in an export inside the window is in no further one, on either side."""
    first, second = noted(town, "capped"), noted(town, "capped")

    assert first.treated == 20
    assert (second.treated, second.body["over_limit"]) == (0, 20)
    assert noted(town, "never").treated == 0


def test_the_limit_counts_all_audiences(town):
    """An export of another audience counts too; one that is older than the window does not."""
    noted(town, "all")
    questions = town.office.questions()
    choosing = Choosing(town.office.giving.exports.often)

    assert choosing.choose(questions, "capped") == Chosen([], 20)
    assert len(choosing.over_limit(questions.audience("capped"), town.now + 31 * 86_400_000)) == 0


def test_the_erased_are_in_none(town):
    """Somebody who was erased while the export was being made is not noted, and leaves those that were made before."""
    made = noted(town)
    questions = town.office.questions()
    name = min(LEAVERS)
    town.service.erasing.erase(name)
    late = town.office.giving.note_members(
        questions.audience("leavers"), Chosen([(name, True), ("p_001", True)], 0), questions.asking, "anna", 7
    )

    assert members(town, made) == LEAVERS - {name}
    assert members(town, late) == {"p_001"}
    assert town.office.questions().size("leavers").members == len(LEAVERS) - 1


def test_a_webhook_gets_the_treated(town, monkeypatch):
    """The persons come in batches, none of the held-out among them, and the export says that it was sent."""
    monkeypatch.setattr("service.audiences.giving.BATCH", 7)
    made = noted(town)
    with receiver([200]) as (url, got):
        sent = _anywhere(town).send(made, url)
    persons = [each["person_id"] for _, _, body in got for each in orjson.loads(body)["persons"]]

    assert sorted(persons) == sorted(members(town, made, True))
    assert {orjson.loads(body)["made_at"] for _, _, body in got} == {to_text(made.made_at)}
    assert (sent.body["state"], sent.body["batches"]) == ("sent", len(got))
    assert next(headers["Slotwise-Delivery"] for _, headers, _ in got) == f"{made.export_id}-1"


def test_a_webhook_that_fails_is_noted(town):
    """What was not taken is an error, and the export says so."""
    made = noted(town)
    with receiver([400]) as (url, _), pytest.raises(WebhookError):
        _anywhere(town).send(made, url)
    kept = town.office.giving.exports.get(made.export_id)

    assert (kept.body["state"], kept.body["batches"]) == ("failed", 0)
    with pytest.raises(WebhookError):
        town.office.giving.send(made, "http://example.org")


def test_an_unknown_audience_is_no_export(town):
    """Nothing is noted of an audience that there is not."""
    with pytest.raises(UnknownAudienceError):
        noted(town, "nobody")


def _anywhere(town):
    from dataclasses import replace

    hooks = replace(town.office.giving.webhooks, anywhere=True, sleep=lambda _: None)
    return replace(town.office.giving, webhooks=hooks)
