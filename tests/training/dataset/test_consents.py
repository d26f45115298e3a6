"""Consents: training reads no more of a person than an answer at that moment would have."""

import numpy as np
import pytest

from slotwise import person
from slotwise.errors import DatasetError
from training.dataset import load
from training.dataset.consents import Consents, read_consents, without_hidden

HOUR = 3_600_000
COLUMNS = ["person_id", "occurred_at", "personalize", "hidden"]


@pytest.fixture
def asked(small, write):
    """The small world, in which bob wants no personal answers from the third hour on and hides his age at last."""
    rows = [
        ("bob", 4 * HOUR, True, ["age"]),
        ("bob", 3 * HOUR, False, ["age", "city"]),
        ("stranger", 1, False, ["x"]),
    ]
    return load(write(consents=(COLUMNS, rows)))


def test_what_was_said_is_as_of_the_moment(asked):
    """Before it is said nothing holds, afterwards the latest word does; strangers to the log are left out."""
    bob = asked.persons.find("bob")

    assert [asked.consents.personalize(bob, hour * HOUR + 1) for hour in (2, 3, 4)] == [True, False, True]
    assert asked.consents.personalize(asked.persons.find("ann"), 9 * HOUR)
    assert set(asked.consents.said) == {bob}
    state = asked.consents.apply(bob, person.empty("bob"), 3 * HOUR + 1)
    assert (state.consent_at, state.personalize, state.hidden) == (3 * HOUR, False, ("age", "city"))


def test_what_is_hidden_is_in_no_facts(asked):
    """What is hidden in the end is used for no moment: neither as a fact of the person nor of their events."""
    bob, age = asked.persons.find("bob"), asked.facets.numbers.index("person.age")
    city = asked.facets.place("person.city")

    assert np.isnan(asked.person_facts.numbers[bob, age])
    assert np.isnan(asked.interactions.numbers[asked.interactions.person == bob, age]).all()
    assert asked.person_facts.facets[bob, city] >= 0


def test_facets_can_be_hidden_too(small, write):
    """A categorical attribute that is hidden is unknown in the facts of the person."""
    data = load(write(consents=(COLUMNS, [("bob", 1, True, ["city", "what nobody has"])])))

    assert data.person_facts.facets[data.persons.find("bob"), data.facets.place("person.city")] == -1


def test_facts_that_are_shared_are_not_changed(small):
    """Hiding makes a copy: facts that were read before are as they were."""
    data = load(small)
    word = load(small).consents
    assert without_hidden(data.person_facts, word) is data.person_facts


def test_impersonal_facts_are_those_of_the_scene(asked):
    """Only what belongs to the person is taken out, and from a copy."""
    bob = asked.persons.find("bob")
    row = int(np.flatnonzero(asked.interactions.person == bob)[0])
    given = asked.person_facts.facets[bob].copy()
    given[asked.facets.place("context.os")] = 0
    facets, numbers = asked.consents.impersonal(given, asked.interactions.numbers[row])

    assert facets[asked.facets.place("person.city")] == -1
    assert facets[asked.facets.place("context.os")] == 0
    assert given[asked.facets.place("person.city")] >= 0
    assert np.isnan(numbers[asked.facets.numbers.index("person.age")])


def test_without_a_file_everybody_has_said_nothing(small):
    """A data set need not have consents."""
    assert load(small).consents.said == {}
    assert read_consents(None, None, load(small).facets) == Consents(facets=load(small).facets)


def test_a_file_without_its_columns_is_refused(small, write):
    """A damaged file is an error, not a silent consent."""
    with pytest.raises(DatasetError):
        load(write(consents=(["person_id", "occurred_at"], [("bob", 1)])))
