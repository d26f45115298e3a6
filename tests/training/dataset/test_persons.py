"""Persons are those of the log, with the facts that are known of them."""

import numpy as np

from training.dataset import load


def test_persons_are_sorted_and_from_the_log(small):
    """Whoever is in persons.parquet but did nothing has no code."""
    assert list(load(small).persons) == ["ann", "bob"]


def test_facts_stand_in_the_columns_of_the_facets(small):
    """Known ones on the common axis; persons without a row, and columns of the scene, are unknown."""
    data = load(small)
    city, age = data.facets.place("person.city"), data.facets.numbers.index("person.age")

    assert data.person_facts.facets[:, city].tolist() == [-1, data.facets.encode({"person.city": "Lyon"})[city]]
    assert np.delete(data.person_facts.facets, city, axis=1).max() == -1
    assert np.isnan(data.person_facts.numbers[0]).all()
    assert data.person_facts.numbers[1, age] == 40


def test_without_a_file_of_persons_nothing_is_known(write):
    """The tables have their shape and cost nothing."""
    events = (["occurred_at", "person_id", "type", "context.os"], [(1, "a", "view", "x"), (2, "b", "view", "y")])
    facts = load(write(events=events)).person_facts

    assert (facts.facets.tolist(), facts.numbers.shape) == ([[-1], [-1]], (2, 0))
    assert facts.facets.strides == (0, 0)
