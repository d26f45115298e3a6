"""Enrolling: audiences are judged by the champion, and of whom nothing can be read nothing is true."""

from service.asked import DecisionRequest
from service.variants.enrolling import enrol
from slotwise.experiments.assigned import Reason
from tests.service.asking import body, click
from tests.service.variants.conftest import document


def enrolment(service, person, asked=None, **changed):
    """What a person is part of."""
    asked = DecisionRequest.model_validate(body(person={"id": person}, **(asked or {})))
    found = service.people.find(asked.person)._replace(**changed)
    return enrol(service.variants.prepared, asked, found, service.models.current, ["home"], 2_000_000_000_000)


def test_audiences_are_judged_by_what_is_known(client, service, put):
    """Who has come often is in; who has not, or cannot be read, is not."""
    put(document({"variant": "same"}, audience="often"), when="state.interactions >= 2")
    click(client, "often", "p1", "p2", "p3")
    reasons = [
        enrolment(service, "often").assigned[0].reason,
        enrolment(service, "never").assigned[0].reason,
        enrolment(service, "often", readable=False).assigned[0].reason,
    ]

    assert reasons == [Reason.ASSIGNED, Reason.NOT_IN_AUDIENCE, Reason.NOT_IN_AUDIENCE]


def test_the_unit_is_told_as_it_is_hashed(service, put):
    """By the kind of unit of the experiment; whoever opted out has none."""
    put(document({"variant": "same"}), document({"variant": "same"}, name="s", unit="session", layer="o"))
    found = enrolment(service, " p1 ", {"session": "visit"})

    assert (found.unit("e"), found.unit("s")) == ("p1", "visit")
    assert found.enrolled
    apart = enrolment(service, "p1", {"session": "visit", "personalize": False})
    assert (apart.unit("e"), apart.unit("s"), apart.enrolled) == (None, None, False)
