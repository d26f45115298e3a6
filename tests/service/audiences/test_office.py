"""The office: questions are asked of the live model at the moment of decisions, and without a model not at all."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from slotwise.errors import PopulationError


def test_questions_are_of_the_live_model(town):
    """Catalogue, plan and moment are those of decisions."""
    questions, serving = town.office.questions(), town.office.serving

    assert questions.asking.catalog is serving.model.catalog
    assert questions.asking.plan is serving.model.plan
    assert questions.asking.now == town.now
    assert town.office.revision == 7


def test_a_new_configuration_counts_at_once(town):
    """The next question is asked with what is in effect then."""
    town.configure({"audience": "teens", "when": "person.age < 20"})

    assert town.office.questions().size("teens").members == 20


def test_without_a_model_nothing_is_asked(town):
    """No catalogue, no answer: the error says what is missing."""
    office = replace(town.office, models=SimpleNamespace(current=None))

    with pytest.raises(PopulationError, match="no model"):
        office.questions()


def test_without_columns_the_command_is_named(town, tmp_path):
    """Before the columns were ever made, the error says how to make them."""
    from service.population.store import Opened

    with pytest.raises(PopulationError) as found:
        replace(town.office, opened=Opened(tmp_path / "none")).questions()
    assert found.value.hint == "slotwise audience refresh"
