"""Eligibility against a slow oracle: content by content."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.decision import Ask, Wanted
from slotwise.eligibility import Eligibility

IDS = st.sampled_from([f"p{each}.{kind}" for each in range(6) for kind in ("banner", "tile")] + ["unknown", "\x00"])
ASKS = st.builds(
    Ask,
    touchpoint=st.sampled_from(["home", "bill", "feed"]),
    slots=st.just(3),
    exclude=st.frozensets(IDS, max_size=6),
    candidates=st.none() | st.lists(IDS, max_size=5).map(tuple),
)


def may(model, ask: Ask, content: int, barred: np.ndarray, given: bool = True) -> bool:
    """Whether one content may be shown for an ask."""
    catalog = model.catalog
    touchpoint = catalog.touchpoints[catalog.touchpoint(ask.touchpoint)]
    name, kind = catalog.contents.ids[content], catalog.contents.kinds[catalog.contents.kind[content]]
    taken = not touchpoint.kinds or kind in touchpoint.kinds
    asked = not given or ask.candidates is None or name in ask.candidates
    return taken and asked and name not in ask.exclude and not barred[catalog.contents.product[content]]


@pytest.fixture(scope="module")
def models(checkerboard, plain_checkerboard):
    """With contents and without."""
    return [checkerboard, plain_checkerboard]


@given(st.lists(ASKS, min_size=1, max_size=3), st.sets(st.integers(0, 5), max_size=3), st.booleans())
def test_masks_are_those_of_the_oracle(models, asks, out, plain):
    """Kinds, exclusions, candidates given and what rules bar: for every ask, for the page, for retrieval."""
    model = models[plain]
    barred = np.isin(np.arange(40), list(out))
    eligible = Eligibility(model, model.start, Wanted(tuple(asks), model.as_of, "d"), out)
    contents = range(len(model.catalog.contents))
    for ask in asks:
        assert eligible.open(ask).tolist() == [may(model, ask, each, barred) for each in contents]
    shown = [any(may(model, ask, each, barred, given=False) for ask in asks) for each in contents]
    assert eligible.shown.tolist() == shown
    products = {int(model.catalog.contents.product[each]) for each in contents if shown[each]}
    assert set(np.flatnonzero(eligible.allowed).tolist()) == products


def test_shared_masks_are_not_written_to(checkerboard):
    """What the tick keeps for everybody is the same after a request with exclusions."""
    before = checkerboard.open_contents(0, checkerboard.start).copy()
    ask = Ask("home", 3, frozenset({"p0.banner"}), ("p1.banner",))
    eligible = Eligibility(checkerboard, checkerboard.start, Wanted((ask,), 0, "d"), {0, 1, 2})
    eligible.open(ask)
    assert eligible.allowed.sum() == 37

    assert checkerboard.open_contents(0, checkerboard.start).tolist() == before.tolist()


def test_unknown_touchpoints_open_nothing(checkerboard):
    """Beside a known touchpoint an unknown one changes nothing; alone it opens nothing."""
    wanted = Wanted((Ask("nowhere", 1),), 0, "d")
    nothing = Eligibility(checkerboard, checkerboard.start, wanted)
    both = Eligibility(checkerboard, checkerboard.start, replace(wanted, asks=(Ask("nowhere", 1), Ask("home", 1))))

    assert nothing.shown.sum() == 0
    assert both.shown.sum() == 40
