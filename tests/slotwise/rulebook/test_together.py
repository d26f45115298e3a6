"""Together: what rules say of a page is what they say touchpoint by touchpoint, and caps take off what they close."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.rulebook.caps import Caps
from slotwise.rulebook.effects import Capping
from slotwise.rulebook.together import Together
from slotwise.rulebook.verdict import OPEN, Verdict
from tests.slotwise.rulebook.test_caps import happened
from tests.worlds import HOUR

PER = ("content", "product", "category", "touchpoint", "all")


def products_of(catalog, shown: np.ndarray) -> list[bool]:
    """Which products have a content that is shown."""
    return np.isin(np.arange(len(catalog.products)), catalog.contents.product[shown]).tolist()


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    shown=st.lists(
        st.tuples(st.sampled_from(["p0.banner", "p1.tile", "p2.banner"]), st.sampled_from(["home", "bill"]))
    ),
    applying=st.lists(st.sets(st.integers(0, 4)), min_size=1, max_size=3),
)
def test_what_is_closed_is_not_open(checkerboard, seed, shown, applying):
    """By rules, by being shut, and by the caps that apply on a touchpoint and are reached there."""
    random, catalog = np.random.default_rng(seed), checkerboard.catalog
    masks = [random.random(80) < 0.6 for _ in PER]
    most = (1, 2, 2, 1, 3)
    capping = [Capping(masks[row], most[row], 24 * HOUR, per, "shown", 0) for row, per in enumerate(PER)]
    caps = Caps(capping, catalog)
    takes = [random.random(80) < 0.8 for _ in applying]
    closed = [random.random(80) < 0.3 if random.random() < 0.7 else None for _ in applying]
    shut = ["shut" if random.random() < 0.2 else "" for _ in applying]
    verdicts = [
        Verdict(why, none, dropped={"r": 1}, caps={f"c{row}": row for row in sorted(rows)})
        for why, none, rows in zip(shut, closed, applying, strict=True)
    ]
    reached = caps.reached(happened(checkerboard, *[("exposure", what, 1, where) for what, where in shown]))
    found = Together(range(len(takes)), verdicts, takes, catalog, len(PER)).to(reached)

    for place, (verdict, row) in enumerate(zip(verdicts, found.open, strict=True)):
        expected = takes[place] & (not verdict.shut)
        for each in [verdict.closed, *(reached.closed(one, place) for one in applying[place])]:
            expected = expected if each is None else expected & ~each
        assert row.tolist() == expected.tolist()
        told = {f"c{one}": reached.counts[one] for one in applying[place] if reached.closed(one, place) is not None}
        assert found.dropped[place] == {"r": 1, **told}
    assert found.shown.tolist() == found.open.any(axis=0).tolist()
    assert found.allowed.tolist() == products_of(catalog, found.shown)


def test_without_caps_and_where_they_cannot_be_counted(checkerboard):
    """Who has reached none sees what rules leave; where none can be counted, touchpoints with caps show nothing."""
    catalog, takes = checkerboard.catalog, [np.arange(80) % 2 == 0, np.arange(80) % 2 == 1]
    found = Together((0, 1), [Verdict(closed=np.arange(80) < 10, caps={"c": 0}), OPEN], takes, catalog, 1)

    assert found.capped == {0}
    assert not found.guided
    assert found.uncapped.open.sum(axis=1).tolist() == [35, 40]
    assert found.closed().open.sum(axis=1).tolist() == [0, 40]
    assert found.closed().allowed.tolist() == products_of(catalog, takes[1])
