"""Ground: the model and the persons that a change is tried on."""

from service.configuration.ground import Ground, of_model, of_serving, sample
from service.stores.states import States
from slotwise import person
from slotwise.errors import StoreError


def test_before_a_model_is_live(database):
    """Documents are checked among themselves only."""
    assert of_serving(None, States(database)) == Ground()
    assert of_model(None, States(database), 0).world.catalog is None


def test_some_are_known_and_one_is_not(database, checkerboard):
    """Persons of the store come first, somebody unknown last; that one alone while the store is away."""
    states = States(database)
    with database.write() as connection:
        states.put(connection, [person.empty(f"p_{place}") for place in range(3)])

    assert [each.person_id for each in sample(states, 2)] == ["p_0", "p_1", ""]
    assert of_model(checkerboard, states, 0).world.catalog is checkerboard.catalog

    class Away(States):
        def some(self, most):
            raise StoreError("away")

    assert [each.person_id for each in sample(Away(database))] == [""]


def test_a_command_tries_as_of_now(database, checkerboard):
    """What is open at this hour is tried, with the counts of the log that the model learned from."""
    start = checkerboard.start
    later = of_model(checkerboard, States(database), start.at + 3_600_000).live

    assert later.at == start.at + 3_600_000
    assert later.counts is start.counts
    assert of_model(checkerboard, States(database), start.at - 1).live.at == start.at
