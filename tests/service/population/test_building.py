"""Building: the columns are what the database says, after every kind of change."""

import json

import numpy as np
import pytest

from service.population import building
from service.population.building import Builder, only_one
from service.population.layout import NEVER, NONE
from service.population.store import Population
from service.stores.locks import alone
from service.stores.merges import Merges, Word
from service.stores.tables import STATES
from slotwise.errors import PopulationError
from slotwise.events import Consent, Event
from slotwise.person import apply, empty, readable
from slotwise.person_packing import unpack

NOW = 1_780_000_000_000


def told(population):
    """Everybody who counts, as the columns say: id -> what is known."""
    found = {}
    for living in population.living():
        part = living.part
        for row in np.flatnonzero(living.rows).tolist():
            found[part.ids[row]] = _row(part, row)
    return found


def _row(part, row):
    start, end = part.history.offsets[row : row + 2]
    history = [
        (int(part.history.time[at]), part.products[int(part.history.product[at])], int(part.history.kind[at]),
         float(part.history.value[at]))
        for at in range(start, end)
    ]  # fmt: skip
    start, end = part.shown.offsets[row : row + 2]
    shown = [
        (int(part.shown.time[at]), part.contents[int(part.shown.content[at])],
         part.products[int(part.shown.product[at])], bool(part.shown.dismissed[at]))
        for at in range(start, end)
    ]  # fmt: skip
    attributes = {}
    for name in part.told["attributes"]:
        column = part.attribute(name)
        if column.codes[row] >= 0:
            attributes[name] = column.values[int(column.codes[row])]
        elif column.numbers is not None and column.numbers[row] == column.numbers[row]:
            attributes[name] = float(column.numbers[row])
    moments = {name: int(part.array(name)[row]) for name in ("first_at", "last_at", "payer_at", "loyal_at")}
    return {"history": history, "shown": shown, "attributes": attributes, **moments,
            "totals": part.array("totals")[row].tolist()}  # fmt: skip


def wanted(database):
    """Everybody who counts, as the database says, in the same words."""
    found = {}
    for row in database.rows(STATES.select(), {}):
        state = unpack(row.state)
        if row.merged_into is None and state.personalize:
            state = readable(state)
            found[row.person_id] = {
                "history": [each[:4] for each in state.history],
                "shown": [(each.time, each.content, each.product, each.dismissed) for each in state.shown],
                "attributes": dict(state.attributes),
                "first_at": NONE if state.first_at is None else state.first_at,
                "last_at": NONE if state.last_at is None else state.last_at,
                "payer_at": state.layers.get("payer", NEVER),
                "loyal_at": state.layers.get("loyal", NEVER),
                "totals": list(state.totals),
            }
    return found


def test_everybody_is_copied(builder, database, folder):
    """The columns say of every person what the database says."""
    made = builder.refresh()

    assert made["persons"] == 40
    assert told(Population.open(folder)) == wanted(database)


def test_changes_come_as_an_overlay(builder, database, states, folder):
    """Persons who changed, came or went out of sight are right after a refresh, and the base stays as it is."""
    base = builder.refresh()["base"]
    event = Event("x", NOW, "p_0003", "convert", product_id="new", value=5.0)
    no, hidden = (
        Event(f"c{each}", NOW, "", "consent", consent=each) for each in (Consent(False), Consent(True, ("city",)))
    )
    with database.write() as connection:
        changed = [
            apply(states.get("p_0003"), event),
            apply(states.get("p_0004"), no),
            apply(states.get("p_0006"), hidden),
        ]
        states.put(connection, [*changed, empty("a_new", {"tier": "gold"}), empty("z_new", {"city": 7.0})])
    made = builder.refresh()
    found = told(Population.open(folder))

    assert made["base"] == base
    assert made["changed"] == 5
    assert found == wanted(database)
    assert "p_0004" not in found
    assert "city" not in found["p_0006"]["attributes"]
    assert found["a_new"]["attributes"] == {"tier": "gold"}


def test_a_second_refresh_keeps_the_first_changes(builder, database, states, folder):
    """An overlay holds all that changed since the base, not only since the overlay before."""
    builder.refresh()
    for person_id in ("p_0001", "p_0002"):
        with database.write() as connection:
            states.put(connection, [apply(states.get(person_id), Event("y", NOW, person_id, "view", product_id="z"))])
        builder.refresh()

    assert told(Population.open(folder)) == wanted(database)
    assert sorted(path.name.split("-")[0] for path in folder.iterdir() if path.is_dir()) == ["base", "overlay"]


def test_merged_persons_are_one(builder, database, states, folder):
    """Who was merged into another does not count any more, and does again once parted."""
    builder.refresh()
    with database.write() as connection:
        alone(connection)
        merge = Merges(database, states).merge(connection, "p_0001", "p_0002", None, Word(NOW, "call"))
    builder.refresh()
    found = told(Population.open(folder))

    assert merge
    assert len(found) == 39
    assert found == wanted(database)


def test_a_large_overlay_is_folded_in(builder, database, states, folder, monkeypatch):
    """When too much has changed all is made anew."""
    base = builder.refresh()["base"]
    monkeypatch.setattr(building, "_SMALL", 2)
    with database.write() as connection:
        states.put(connection, [empty(f"n_{number}") for number in range(10)])
    made = builder.refresh()

    assert made["base"] != base
    assert made["overlay"] is None
    assert told(Population.open(folder)) == wanted(database)


def test_nobody_is_a_population_too(database, folder):
    """An installation without persons has an empty population, and grows from there."""
    from service.stores.everybody import Everybody
    from service.stores.states import States

    builder = Builder(folder, Everybody(database))

    assert builder.refresh()["persons"] == 0
    assert Population.open(folder).persons == 0
    with database.write() as connection:
        States(database).put(connection, [empty("p", {"city": "SZ"})])
    assert builder.refresh()["persons"] == 1
    assert told(Population.open(folder)) == wanted(database)


def test_a_damaged_state_is_counted(builder, database, folder):
    """A state that cannot be read is told, and keeps nobody else out."""
    with database.write() as connection:
        connection.execute(STATES.update().where(STATES.c.person_id == "p_0005").values(state=b"broken"))
    made = builder.refresh()

    assert made["damaged"] == 1
    assert Population.open(folder).persons == 39


def test_one_builder_at_a_time(builder, folder):
    """While somebody builds, another one is told so, and nothing is harmed."""
    with only_one(folder), pytest.raises(PopulationError, match="somebody else"):
        builder.refresh()

    assert builder.refresh()["persons"] == 40


def test_what_a_killed_builder_left_is_cleared(builder, folder):
    """Half a part that no manifest names is dropped by the next builder."""
    folder.mkdir(parents=True)
    (folder / "base-dead").mkdir()
    (folder / "base-dead" / "key.npy").write_bytes(b"half")
    builder.refresh()

    assert not (folder / "base-dead").exists()


def test_a_damaged_population_is_made_anew(builder, folder):
    """A manifest that cannot be read is no reason to stay without columns."""
    builder.refresh()
    (folder / "population.json").write_text("{")
    with pytest.raises(PopulationError, match="cannot be read"):
        Population.open(folder)

    assert builder.refresh()["persons"] == 40
    assert json.loads((folder / "population.json").read_text())["persons"] == 40
