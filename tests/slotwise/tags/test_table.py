"""Tags compiled over a catalogue: held by one person as by all, in both forms of the kernel."""

import numpy as np
import pytest

from slotwise import kernels, person
from slotwise.documents.tags import Tag
from slotwise.tags import compiled
from tests.worlds import DAY, HOUR, START, make_events, make_moment

NOW = START + 40 * DAY
TAG = {"window_days": 7.0, "expiry_days": 10.0}
TAGS = [
    {**TAG, "tag": "looks", "behaviour": "browsed", "category": "plan", "threshold": 2},
    {**TAG, "tag": "starts", "behaviour": "started", "category": "device"},
    {**TAG, "tag": "leaves", "behaviour": "left", "category": "plan"},
    {**TAG, "tag": "buys", "behaviour": "finished"},
    {**TAG, "tag": "back", "behaviour": "returned", "category": "plan"},
]


@pytest.fixture
def table(checkerboard):
    """The five classes of behaviour."""
    return compiled([Tag.model_validate(each) for each in TAGS], checkerboard.catalog)


def held(table, checkerboard, *events):
    """The tags of a person who did this: (kind, product, days ago)."""
    made = [each for kind, product, ago in events for each in make_events("p", [product], NOW - int(ago * DAY), kind)]
    moment = make_moment(checkerboard, person.fold(person.empty("p"), made), NOW)
    return {table.names[place] for place in np.flatnonzero(table.reached(moment) >= 0)}


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([("view", "p0", 1), ("click", "p6", 1.01)], {"looks"}),
        ([("view", "p0", 1)], set()),
        ([("view", "p0", 1), ("view", "p0", 9)], {"back"}),
        ([("view", "p0", 12), ("view", "p0", 12.01)], set()),
        ([("start", "p2", 3)], {"starts"}),
        ([("start", "p0", 3)], set()),
        ([("leave", "p0", 3)], {"leaves"}),
        ([("leave", "p0", 3), ("convert", "p6", 2.99)], {"buys"}),
        ([("convert", "p6", 3.5), ("leave", "p0", 3.49)], {"leaves", "buys"}),
        ([("convert", "p4", 9.9)], {"buys"}),
        ([("convert", "p4", 10.1)], set()),
        ([("x.search", "p0", 2)], {"back"}),
        ([("x.other", "p0", 2), ("exposure", "p0", 2)], set()),
    ],
)
def test_each_class_of_behaviour(table, checkerboard, events, expected):
    """Browsed, started, left and not finished since, finished, came back or searched; each for its time."""
    assert held(table, checkerboard, *events) == expected


def test_nobody_holds_anything(table, checkerboard):
    """Without a history there is no tag, and without tags there is nothing to hold."""
    assert held(table, checkerboard) == set()
    assert held(compiled([], checkerboard.catalog), checkerboard, ("view", "p0", 1)) == set()


def test_more_tags_than_bits_in_a_word(checkerboard):
    """Seventy tags with the same meaning are held together."""
    tags = [Tag.model_validate({**TAGS[3], "tag": f"t{place}"}) for place in range(70)]
    assert len(held(compiled(tags, checkerboard.catalog), checkerboard, ("convert", "p4", 1))) == 70


@pytest.mark.parametrize("form", ["numba", "numpy"])
def test_all_persons_at_once(table, checkerboard, form, monkeypatch):
    """Histories one after the other give what each person gives by themselves."""
    if form == "numba":
        pytest.importorskip("numba")
    monkeypatch.setenv("SLOTWISE_KERNEL", form)
    kernels.load.cache_clear()
    products = np.array([0, 6, 2, 0, 4], np.int32)
    kinds = np.array([1, 2, 3, 5, 6], np.int8)
    times = NOW - np.array([2 * HOUR, HOUR, DAY, 2 * DAY, DAY], np.int64)
    start = np.array([0, 2, 3, 3, 5], np.int64)
    found = table.held_by(NOW, start, products, kinds, times)
    kernels.load.cache_clear()

    assert [{table.names[place] for place in np.flatnonzero(row)} for row in found] == [
        {"looks", "back"}, {"starts"}, set(), {"leaves", "buys"}
    ]  # fmt: skip


def test_tags_as_bits(table, checkerboard):
    """Those at some places, those of some classes of behaviour, and all of them; more than one word holds."""
    tags = [Tag.model_validate({**TAGS[place % len(TAGS)], "tag": f"t{place}"}) for place in range(70)]
    many = compiled(tags, checkerboard.catalog)
    left = [place for place, each in enumerate(tags) if each.behaviour == "left"]

    assert many.word([0, 69]).tolist() == [1, 1 << 5]
    assert many.word([]).tolist() == [0, 0]
    assert many.counting(("left",)).tolist() == many.word(left).tolist()
    assert many.counting(()).tolist() == many.word(range(70)).tolist()
    assert many.counting_each(((), ("left",))).tolist() == [many.word(range(70)).tolist(), many.word(left).tolist()]
    assert table.counting(()).shape == (table.covers.shape[1],)
