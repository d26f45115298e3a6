"""What a unit gets here: by what is known of the person, and by what the request says of them."""

import pytest

from service.asked import Person
from service.asked_experiments import AssignmentRequest
from service.assigned_unit import assigned_unit
from service.configuration.edits import replaced
from service.experiments.conducting import By
from slotwise.documents.experiments import Experiment
from tests.service.experiments.living import CTR
from tests.service.http.experimenting import DRAFT

LIN = By("lin", "to see")


@pytest.fixture
def hero(service) -> Experiment:
    """An experiment on the people of one city, on everybody of the layer."""
    audience = {"audience": "sz", "when": 'person.city == "SZ"'}
    service.configuration.changing.apply(replaced({"metrics": [CTR], "audiences": [audience]}), "lin", "a city")
    conducting = service.experiments.conducting
    conducting.create({**DRAFT, "audience": "sz", "share": 1.0}, LIN)
    return conducting.start("hero", LIN).experiment


def reason(service, hero, **person):
    """Why a person gets what they get."""
    return assigned_unit(service, hero, AssignmentRequest(person=Person(**person)))["reason"]


def test_the_audience_is_asked_of_the_person(service, hero):
    """Of the attributes that the request brings, as a decision would."""
    assert reason(service, hero, id="a", attributes={"city": "SZ"}) == "assigned"
    assert reason(service, hero, id="a", attributes={"city": "GZ"}) == "not_in_audience"
    assert reason(service, hero, id="a") == "not_in_audience"
    assert reason(service, hero) == "no_unit"


def test_without_a_model_nobody_is_in_an_audience(service, hero, monkeypatch):
    """What a person is cannot be told, so they get what everybody gets."""
    monkeypatch.setattr(service.models, "current", None)

    assert reason(service, hero, id="a", attributes={"city": "SZ"}) == "not_in_audience"
