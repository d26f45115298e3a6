"""A click changes the next answer: stored, folded into the person's state, read again and folded into the factors."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np

from bench.generated import NOW, TOUCHPOINTS
from bench.paired import paired
from bench.speed.row import Row
from bench.speed.stage import Stage
from service.stores.database import Database
from service.stores.events import Events, NewEvent
from service.stores.states import States
from slotwise import facets, moment
from slotwise.events import Event

CALLS = 40


def measure(stage: Stage) -> list[Row]:
    """The service's own store and the engine's own fold-in, without HTTP."""
    path = stage.folder / "click.db"
    times = {power: _time(stage, path.with_suffix(f".{power}"), power) for power in ("process", "power")}
    detail = f"a click survives the process; surviving a power cut: {times['power']:.0f} us"
    return [Row("a click changes the next answer", times["process"], "us", "<=", 500.0, detail)]


def _time(stage: Stage, path: Path, durability: str) -> float:
    world, database = stage.world, Database(f"sqlite:///{path}", durability)  # type: ignore[arg-type]
    database.prepare()
    states = States(database)
    events, persons = Events(database, states), [world.person(number) for number in range(CALLS)]
    with database.write() as connection:
        states.put(connection, persons)
    numbers, als, before = itertools.count(), world.model.generators["als"], {}

    def click(call: int) -> np.ndarray:
        person_id, number = persons[call].person_id, next(numbers)
        product = f"p{number % len(world.model.catalog.products):07d}"
        event = Event(f"e{number}", NOW + number, person_id, "click", product, product, TOUCHPOINTS[0], 1)
        events.add([NewEvent(event, NOW)])
        state = states.get(person_id)
        facts = facets.facts(world.context(call), state.attributes)
        seen = moment.of_state(state, NOW + number + 1, facts, world.model.catalog, world.model.facets)
        return als.read(seen, world.model.start)  # type: ignore[no-any-return]

    before = {call: click(call) for call in range(CALLS)}
    assert all(not np.array_equal(before[call], click(call)) for call in range(CALLS))
    pair = paired(click, click, 2 * stage.size.rounds, CALLS)
    database.close()
    return pair.first_us
