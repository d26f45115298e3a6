"""The live world of our pipeline goes on by the benchmark's events as a service's does by its own."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from bench.quality.folders import NOT_YET
from bench.quality.log import Log, encode
from bench.quality.ours_stream import Stream
from bench.quality.task import Train
from slotwise.catalog import Catalog, Contents
from slotwise.trail import Trail, pairs
from slotwise.transitions import Transitions, steps
from tests.worlds import DAY, FACETS, START, make_model, make_world

PRODUCTS, EVENTS, LATE = 40, 300, 39


def _log(count: int) -> Log:
    """A few persons who come back after seconds, or after an hour; the last product is met late."""
    chance = np.random.default_rng(5)
    time = START + DAY + np.cumsum(chance.choice([20_000, 3_600_000], count, p=[0.9, 0.1]))
    met = np.where(np.arange(count) < count // 2, chance.integers(0, LATE, count), chance.integers(0, PRODUCTS, count))
    frame = pl.DataFrame(
        {
            "occurred_at": time,
            "person_id": [f"p{each}" for each in chance.integers(0, 7, count)],
            "type": "click",
            "product_id": [f"p{each}" for each in met],
            "session": "s",
            "value": 1.0,
            "context.channel": chance.choice(["app", "web"], count),
        }
    )
    products = pl.DataFrame({"product_id": [f"p{each}" for each in range(PRODUCTS)], "published_at": None})
    return encode(frame, products.cast({"published_at": pl.Int64}))


@pytest.fixture
def log() -> Log:
    """The whole stream."""
    return _log(EVENTS)


def _stream(log: Log) -> Stream:
    """A stream on which nothing has happened yet; one product is not published."""
    model = make_model(make_world(PRODUCTS, events=0, contents=False), ["popular"])
    products = model.catalog.products
    published = products.published_at.copy()
    published[LATE] = NOT_YET
    products = replace(products, published_at=published)
    catalog = Catalog(products, Contents.of_products(products), model.catalog.touchpoints)
    trail = Trail.empty(PRODUCTS, Transitions.empty(len(FACETS.fields), 1_000))
    train = Train(log.take(slice(0, 0)), pl.DataFrame({"product_id": list(products.ids)}), None, "session")
    # The type of events is read of the training log.
    train = replace(train, log=replace(train.log, frame=log.frame))
    return Stream(replace(model, catalog=catalog, trail=trail), None, train, {"p1": {"city": "SZ"}})


def _rings(trail: Trail) -> list[tuple[int, int, int, int]]:
    rows, places = np.nonzero(trail.neighbours >= 0)
    columns = (rows, trail.neighbours[rows, places], trail.times[rows, places], trail.steps[rows, places])
    return sorted(zip(*(each.tolist() for each in columns), strict=True))


def _steps(trail: Trail) -> list[tuple[int, ...]]:
    ring = trail.transitions
    columns = np.column_stack([ring.time, ring.origin, ring.target, ring.earlier, ring.facets])
    return sorted(map(tuple, columns.tolist()))


@pytest.mark.parametrize("stretch", [1, 7, EVENTS])
def test_it_goes_on_as_the_engine_does(log, stretch):
    """Whatever the stretches in which events come, who followed whom is what the engine finds in the whole log."""
    stream = _stream(log)
    for start in range(0, EVENTS, stretch):
        stream.observe(log.take(slice(start, start + stretch)))
    events = stream._columns(log)
    expected = Trail.empty(PRODUCTS, Transitions.empty(len(FACETS.fields), 1_000))
    expected.add(pairs(events))
    expected.transitions.add(steps(events))

    assert _rings(stream.trail) == _rings(expected) != []
    assert _steps(stream.trail) == _steps(expected) != []


def test_the_first_event_of_a_product_publishes_it(log):
    """Before, nothing could have recommended it; products that were there keep their time."""
    stream = _stream(log)
    stream.observe(log)
    published = stream.model.catalog.products.published_at

    assert published[LATE] == log.time[log.product == LATE][0]
    assert (published[:LATE] == 0).all()


def test_what_a_person_is_goes_into_the_facets(log):
    """The context of an event, and attributes of the person who did it."""
    columns = _stream(log)._columns(log)
    names = [each.name for each in FACETS.fields]
    cities = columns.facets[:, names.index("person.city")]

    assert len(set(cities[log.frame["person_id"].to_numpy() == "p1"].tolist())) == 1
    assert set(cities[log.frame["person_id"].to_numpy() != "p1"].tolist()) == {-1}
    assert set(columns.facets[:, names.index("context.channel")].tolist()) == {0, 1}


def test_the_world_is_made_anew_by_events_and_by_time(log):
    """Within a minute without news it is the same; never as of a moment before the model."""
    stream = _stream(log)
    first = stream.live(0)
    assert first.at == stream.model.as_of
    assert stream.live(first.at + 60_000) is first
    assert stream.live(first.at + 60_001) is not first
    again = stream.live(first.at + 60_001)
    stream.observe(log.take(slice(0, 1)))
    assert stream.live(first.at + 60_001) is not again
