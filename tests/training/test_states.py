"""States of a data set: the fold of its log, person by person."""

import gzip

import pyarrow.parquet as pq
import pytest

from slotwise import log, person
from slotwise.events import Event
from slotwise.person_packing import unpack
from training.dataset import load
from training.simulate.run import simulate
from training.states import States, write_states


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A small simulated world."""
    out = tmp_path_factory.mktemp("world") / "data"
    simulate(out, persons=20, days=4)
    return out


def test_states_are_the_fold_of_the_log(folder, tmp_path):
    """Interactions, totals and times are those of folding every event; attributes come along."""
    seen = []
    count = write_states(folder, tmp_path / "states.gz", lambda done, total: seen.append((done, total)))
    with gzip.open(tmp_path / "states.gz") as file:
        states = {state.person_id: state for state in map(unpack, file)}
    folded: dict[str, person.PersonState] = {}
    names = ("event_id", "occurred_at", "person_id", "type", "product_id", "content_id", "touchpoint", "value")
    for row in pq.read_table(folder / log.EVENTS_FILE, columns=list(names)).to_pylist():
        event = Event(**row)
        folded[event.person_id] = person.apply(folded.get(event.person_id, person.empty(event.person_id)), event)

    assert count == len(states)
    assert seen[-1] == (count, count)
    assert set(folded) <= set(states)
    assert any(state.attributes for state in states.values())
    for person_id, state in folded.items():
        assert states[person_id].history == tuple(
            each._replace(value=pytest.approx(each.value)) for each in state.history
        )
        assert states[person_id].totals[1:] == state.totals[1:]


def test_the_same_folder_gives_the_same_bytes(folder, tmp_path):
    """Nothing of the moment of writing is in the file."""
    write_states(folder, tmp_path / "a.gz")
    write_states(folder, tmp_path / "b.gz")

    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()


def test_a_state_is_as_of_its_moment(folder):
    """Nothing that happens later is in it, and of somebody unknown nothing is."""
    states = States(load(folder))
    events = states.dataset.interactions
    person_id = states.dataset.persons[int(events.person[0])]
    first = int(events.time[0])

    assert states.at(person_id, first).last_at is None
    assert states.at(person_id, first + 1).last_at == first
    assert states.at("somebody else", first + 1) == person.empty("somebody else")
