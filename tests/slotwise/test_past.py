"""Past: what is told along with the tags is what its own function says, for as long as it is kept."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise import kernels, person
from slotwise.documents.tags import Tag
from slotwise.events import Event
from slotwise.past import Past, call_of
from slotwise.standing_calls import told
from slotwise.standing_facts import TOLD
from slotwise.tags import compiled
from tests.worlds import DAY, HOUR, START, make_moment

pytest.importorskip("numba")
NOW = START + 40 * DAY
NAMES = [
    "times(leave,plan,7)", "times(convert,,0.5)", "times(view,product:p2,30)", "times(leave,fish,7)",
    "days_since(leave,plan)", "days_since(convert,)", "state.spend", "state.days_since_purchase",
]  # fmt: skip
TAGS = [
    Tag.model_validate({"tag": f"{behaviour}_{days}", "behaviour": behaviour, "window_days": 7, "expiry_days": days})
    for behaviour in ("left", "finished", "browsed", "returned")
    for days in (1, 9)
]
events = st.lists(
    st.tuples(
        st.sampled_from(["leave", "convert", "view", "exposure"]), st.sampled_from(["p0", "p2", "p4", "p6"]),
        st.integers(1, 15 * 24), st.none() | st.floats(0, 1e6, width=32),
    ),
    max_size=14,
)  # fmt: skip


def moment_of(model, told, now):
    """The moment of a person of these events: (kind, product, hours before NOW, value)."""
    made = [
        Event(f"{place}", NOW - ago * HOUR, "p", kind, product_id=product, content_id=f"{product}.tile", value=value)
        for place, (kind, product, ago, value) in enumerate(told)
    ]
    return make_moment(model, person.fold(person.empty("p"), made), now)


def plain(name, moment, catalog):
    """What the fact's own function says."""
    return TOLD[name](moment, catalog) if name in TOLD else told(name, moment, catalog)


def told_by(past, moment) -> list[str]:
    """The facts that are told along."""
    found = past.of(moment)
    return [*found.facts, *found.lasts]


@settings(deadline=None)
@given(events=events, hours=st.lists(st.integers(0, 12 * 24), max_size=4))
def test_it_is_what_the_functions_say(checkerboard, events, hours):
    """Tags and facts, bit by bit, now and later, kept or not."""
    past = Past(compiled(TAGS, checkerboard.catalog))
    for name in NAMES:
        past.also(name)
    moment = moment_of(checkerboard, events, NOW)
    for later in sorted([0, *hours]):
        at = replace(moment, now=NOW + later * HOUR)
        at.shared.update(moment.shared)
        found = past.of(at)
        moment.shared.update(at.shared)

        told_along = {name: found.fact(name, at.now) for name in NAMES}
        assert told_along == {name: plain(name, at, checkerboard.catalog) for name in NAMES}
        reached = past.table.reached(at)
        assert found.held == [place for place in range(len(TAGS)) if reached[place] >= 0]
        assert found.word.tolist() == past.table.word(found.held).tolist()


def test_it_is_kept_until_something_changes(checkerboard):
    """A tag that ends, an event that leaves its window, another fact to tell along, or another catalogue."""
    past, moment = Past(compiled(TAGS, checkerboard.catalog)), moment_of(checkerboard, [("leave", "p0", 20, None)], NOW)
    found = past.of(moment)

    assert past.of(moment.alone()) is found
    assert found.until == NOW + 4 * HOUR
    assert Past(compiled(TAGS, checkerboard.catalog)).of(moment) is not found
    found = past.of(moment)
    past.also("times(leave,,0.9)")
    assert past.of(moment) is not found
    assert past.of(moment).until == NOW + 0.9 * DAY - 20 * HOUR


def test_only_what_the_kernel_has_is_told_along(checkerboard):
    """And no more than it is meant to; without machine code nothing is."""
    past, moment = Past(compiled(TAGS, checkerboard.catalog)), moment_of(checkerboard, [], NOW)
    for name in ("state.tier", "times(exposure,,7)", "times(x.rated,,7)", "person.city"):
        assert call_of(name) is None
        past.also(name)
    assert not told_by(past, moment)
    for days in range(1, 100):
        past.also(f"times(leave,,{days})")
    assert len(told_by(past, moment)) == 64


def test_without_machine_code_the_tags_alone_are_told(checkerboard, monkeypatch):
    """The same tags."""
    moment = moment_of(checkerboard, [("leave", "p0", 20, None), ("convert", "p2", 30, 5.0)], NOW)
    found = Past(compiled(TAGS, checkerboard.catalog)).of(moment)
    monkeypatch.setattr(kernels, "compiled", lambda: False)
    past = Past(compiled(TAGS, checkerboard.catalog))
    past.also("state.spend")

    assert not told_by(past, moment)
    assert past.of(moment).held == found.held
    assert past.of(moment).word.tolist() == found.word.tolist()
