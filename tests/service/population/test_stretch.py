"""Stretches: some persons of a part have the columns that they have in the part."""

import numpy as np

from service.population.columns import Asking, PersonColumns
from service.population.layout import PERSON
from service.population.store import Population
from service.population.stretch import Stretch, stretches
from slotwise.conditions import Condition

NOW = 1_780_000_000_000


def test_columns_are_those_of_the_part(builder, folder):
    """Put together again, the stretches are the part."""
    builder.refresh()
    part = Population.open(folder).base
    pieces = [each for each, _ in stretches(part, 7)]

    assert [len(each) for each in pieces] == [7, 7, 7, 7, 7, 5]
    for name in PERSON:
        np.testing.assert_array_equal(np.concatenate([each.array(name) for each in pieces]), part.array(name))
    for column in ("time", "product", "kind", "value"):
        found = np.concatenate([getattr(each.history, column) for each in pieces])
        np.testing.assert_array_equal(found, getattr(part.history, column))
    assert [each.ids[row] for each in pieces for row in range(len(each))] == list(part.ids)
    assert list(pieces[1].products) == list(part.products)
    assert list(pieces[1].contents) == list(part.contents)


def test_rows_are_their_own(builder, folder):
    """A person is found in their own stretch, under the row that they have there."""
    builder.refresh()
    part = Population.open(folder).base
    found = Stretch(part, 10, 20)

    assert found.find("p_0012") == 2
    assert found.find("p_0025") == -1
    assert found.ids[2] == "p_0012"
    assert len(Stretch(part, 35, 99)) == 5
    assert found.attribute("nobody has this") is None


def test_conditions_hold_of_the_same_persons(builder, folder, checkerboard):
    """Asked stretch by stretch or at once, a condition is true of the same persons."""
    builder.refresh()
    part = Population.open(folder).base
    condition = Condition.of('state.purchases > 0 || person.city == "GZ" || state.days_since_last < 5')
    asking = Asking(checkerboard.catalog, NOW)
    whole = condition.over(PersonColumns(part, asking))
    pieces = [condition.over(PersonColumns(each, asking)) for each, _ in stretches(part, 9)]

    assert whole.any()
    np.testing.assert_array_equal(np.concatenate(pieces), whole)
