"""Who left a process lately: by the log and by the columns of all persons, under one name."""

from service.population.building import Builder
from service.stores.everybody import Everybody
from slotwise import person
from slotwise.events import Event
from tests.service.worklists.conftest import DAY


def test_both_sources_are_joined(hall):
    """Those whose past was loaded from a file, those of the last minutes, each once; others and older ones are not."""
    service = hall.service
    for name, kind, days in (("p_old", "leave", 3), ("p_far", "leave", 30), ("p_view", "view", 3)):
        event = Event(name, hall.now - days * DAY, name, kind, product_id="p0")
        state = person.apply(person.empty(name), event)
        with service.database.write() as connection:
            service.states.put(connection, [state])
    hall.left("p_new")
    leaving = service.building.leaving
    assert leaving.persons(hall.now - 7 * DAY, hall.now, {"p0"}) == ["p_new"]
    Builder(leaving.population.folder, Everybody(service.database)).refresh()
    assert leaving.persons(hall.now - 7 * DAY, hall.now, {"p0"}) == ["p_new", "p_old"]
    assert leaving.persons(hall.now - 7 * DAY, hall.now, {"p2"}) == []
