"""Exposures counted by touchpoint: the same counts as from the log itself, whatever the order of arrival."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.events import KIND_CODE
from slotwise.exposed import DAY, DAYS_KEPT, QUARTER, Exposed
from slotwise.interactions import Interactions
from tests.worlds import START, make_catalog, make_log

HOUR = 3_600_000
row = st.tuples(
    st.integers(0, 60 * 96),  # quarters since START: 60 days
    st.sampled_from([KIND_CODE["exposure"]] * 3 + [KIND_CODE["click"]]),
    st.integers(-1, 2),
    st.integers(-1, 5),
)


def events_of(rows) -> Interactions:
    """A log of (quarter, kind, touchpoint, content), in the order given."""
    template = make_log(make_catalog(4), 1, max(len(rows), 1)).take(slice(0, len(rows)))
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    return replace(
        template,
        time=START + np.array(columns[0], np.int64) * QUARTER + 1,
        kind=np.array(columns[1], np.int8),
        touchpoint=np.array(columns[2], np.int16),
        content=np.array(columns[3], np.int32),
    )


def told(exposed: Exposed, begin: int) -> dict[tuple[int, int], int]:
    tally = exposed.since(begin)
    return dict(
        zip(zip(tally.touchpoints.tolist(), tally.contents.tolist(), strict=True), tally.counts.tolist(), strict=True)
    )


@settings(max_examples=80, deadline=None)
@given(rows=st.lists(row, max_size=60), cut=st.integers(0, 60), back=st.integers(0, 100))
def test_counts_are_those_of_the_log(rows, cut, back):
    """Since any quarter of the last two days, and since any day before that: exactly the exposures of the log."""
    exposed = Exposed().add(events_of(rows[:cut])).add(events_of(rows[cut:]))
    shown = [each for each in rows if each[1] == KIND_CODE["exposure"] and each[2] >= 0 and each[3] >= 0]
    newest = max((each[0] for each in shown), default=0)
    for begin in (max(newest - back, 0), max(newest - back, 0) // 96 * 96):
        if begin % 96 and begin < newest - 4 * 49:
            continue
        expected: dict[tuple[int, int], int] = {}
        for quarter, _, touchpoint, content in shown:
            if quarter >= begin:
                expected[touchpoint, content] = expected.get((touchpoint, content), 0) + 1
        assert told(exposed, START + begin * QUARTER) == expected


@settings(max_examples=50, deadline=None)
@given(rows=st.lists(row, min_size=1, max_size=40), seed=st.integers(0, 9))
def test_the_order_of_arrival_makes_no_difference(rows, seed):
    """Late events count where they happened."""
    other = [rows[place] for place in np.random.default_rng(seed).permutation(len(rows))]
    one, two = Exposed().add(events_of(rows)), Exposed()
    for each in other:
        two = two.add(events_of([each]))
    for begin in (START, START + 30 * DAY):
        assert told(one, begin) == told(two, begin)


def test_what_was_given_out_stays_the_same():
    """Adding gives a new table; the old one is read by requests that have begun."""
    before = Exposed().add(events_of([(5, KIND_CODE["exposure"], 0, 1)]))
    told_before = told(before, START)
    before.add(events_of([(5, KIND_CODE["exposure"], 0, 1), (9, KIND_CODE["exposure"], 0, 2)]))

    assert told(before, START) == told_before == {(0, 1): 1}


def test_it_is_bounded():
    """Quarters become days after two days, and days are forgotten after some three months."""
    rows = [(place, KIND_CODE["exposure"], place % 3, place % 6) for place in range(0, 200 * 96, 7)]
    exposed = Exposed().add(events_of(rows))

    assert len([each for each in exposed.spans if each[1] == QUARTER]) <= 4 * 49 + 1
    assert len([each for each in exposed.spans if each[1] == DAY]) <= DAYS_KEPT
    assert min(exposed.spans)[0] >= START + 199 * DAY - DAYS_KEPT * DAY


def test_arrays_and_back():
    """A bundle carries it."""
    exposed = Exposed().add(events_of([(place, KIND_CODE["exposure"], 1, place % 4) for place in range(0, 900, 5)]))
    again = Exposed.from_arrays(exposed.to_arrays())

    assert told(again, START) == told(exposed, START)
    assert (set(again.spans), again.newest) == (set(exposed.spans), exposed.newest)
    assert Exposed.from_arrays(Exposed().to_arrays()).spans == {}


def test_a_tally_counts_marked_contents_on_marked_touchpoints():
    """Mine and everything there; codes beyond the marks, of a catalogue that has grown, are not mine."""
    rows = [(1, KIND_CODE["exposure"], touchpoint, content) for touchpoint in (0, 1) for content in (0, 1, 5)]
    tally = Exposed().add(events_of(rows)).since(START)
    mine = np.array([True, False])

    assert tally.of(mine, None) == (2, 6)
    assert tally.of(mine, np.array([True, False])) == (1, 3)
    assert tally.of(mine, np.array([False, True])) == (1, 3)
