"""Lasting: an answer that is remembered is the answer that asking would give, whenever the person comes again."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise import coded, kernels, person
from slotwise.begun import begin
from slotwise.configuration import Configuration
from slotwise.decision import Ask, Wanted
from slotwise.events import Event
from slotwise.person import Interaction, Shown
from slotwise.person_rows import Rows
from tests.worlds import DAY, HOUR, START

pytestmark = pytest.mark.skipif(not kernels.compiled(), reason="answers are kept with what the compiled past tells")
NOW = START + 40 * DAY
WHENS = [
    'times("leave", "plan", 7) >= 1', 'days_since("leave", "plan") < 3', "state.days_since_purchase <= 2.5",
    "state.days_since_last > 1", '"left_plan" in tags', '"left_again" in tags',
    'state.tier == "core"', 'state.stage == "sleeping"',
    "state.purchases >= 1", 'context.channel == "app"', 'person.city == "SZ"', 'held_out("leavers")',
    'state.layer == "payer"', "state.days_since_first > 4", 'audience("leavers")',
]  # fmt: skip
DOCUMENTS = {
    "rules": [
        {"rule": f"r{place}", "kind": "block", "contents": f'content.content_id == "p{place}.banner"', "when": when}
        for place, when in enumerate(WHENS)
    ],
    "tags": [
        {"tag": "left_plan", "behaviour": "left", "category": "plan", "window_days": 7.0, "expiry_days": 2.0,
         "status": "live"},
        {"tag": "left_again", "behaviour": "left", "window_days": 7.0, "expiry_days": 3.0, "status": "live",
         "when": "state.days_since_purchase < 2"},
    ],
    "life_cycle": [
        {"phase": "recency", "kind": "score", "fact": "state.days_since_purchase", "thresholds": [1.0, 4.0],
         "less_is_more": True},
        {"phase": "frequency", "kind": "score", "fact": "state.purchases", "thresholds": [1.0, 3.0]},
        {"phase": "core", "kind": "tier", "from_points": 3.0},
        {"phase": "base", "kind": "tier", "from_points": 0.0},
        {"phase": "sleeping", "kind": "stage", "entry": "state.days_since_last > 5"},
        {"phase": "awake", "kind": "stage", "entry": "state.days_since_last <= 5"},
    ],
    "audiences": [
        {"audience": "leavers", "when": 'times("leave", "plan", 7) >= 1', "holdout": 0.5, "products": ["p0"]}
    ],
}  # fmt: skip
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["leave", "convert", "view", "click"]), st.sampled_from(["p0", "p2", "p5"]),
        st.integers(1, 9 * 24),
    ),
    max_size=8,
)  # fmt: skip


@pytest.fixture(scope="module")
def ruled(ranked_checkerboard):
    """The checkerboard with rules that read all kinds of facts."""
    return ranked_checkerboard.configured(Configuration.load(DOCUMENTS))


def unpacked(name: str, told, **attributes) -> person.PersonState:
    """A person of these events (kind, product, hours before NOW), as a store unpacks them."""
    events = [
        Event(f"{place}", NOW - ago * HOUR, name, kind, product_id=product, content_id=f"{product}.tile")
        for place, (kind, product, ago) in enumerate(told)
    ]
    found = person.fold(person.empty(name, attributes), events)
    rows = Rows(Interaction, list(zip(*found.history, strict=True)))
    return replace(found, history=rows, shown=Rows(Shown, list(zip(*found.shown, strict=True))))


def said(model, state, now: int) -> list[tuple]:
    """What rules close for a person at a moment, touchpoint by touchpoint."""
    wanted = Wanted((Ask("home", 3), Ask("bill", 2)), now, "d", {"channel": "app"})
    spots = begin(model, state, wanted, model.start).ladder.eligible.spots
    return [(each.verdict.active.tolist(), each.open.tolist(), dict(each.dropped)) for each in spots]


@settings(max_examples=100, deadline=None)
@given(
    name=st.sampled_from("abcd"),
    told=EVENTS,
    minutes=st.lists(st.one_of(st.integers(0, 8 * 24 * 60), st.integers(0, 8 * 24).map(lambda hours: hours * 60))),
    off=st.sampled_from([-1, 0, 1]),
)
def test_what_is_remembered_is_what_asking_gives(ruled, name, told, minutes, off):
    """A minute or days later, at the very millisecond at which something ends and beside it."""
    state = unpacked(name, told, city="SZ")
    for each in [0, 0, 0, *sorted(minutes)]:
        now = NOW + each * 60_000 + off
        anew = replace(state, history=tuple(state.history))
        assert said(ruled, state, now) == said(ruled, anew, now)


def test_the_second_time_nothing_of_the_past_is_asked(ruled):
    """What lasts is remembered; facts of the context, of attributes and of who is held out are not."""
    state = unpacked("a", [("leave", "p0", 20), ("convert", "p2", 30)])
    for _ in range(3):
        said(ruled, state, NOW)
    wanted = Wanted((Ask("home", 3), Ask("bill", 2)), NOW + HOUR, "d", {"channel": "app"})
    begun = begin(ruled, state, wanted, ruled.start)
    known = ruled.lasting.recall(begun.situation.moment)

    assert known is not None
    assert {"tags", "state.tier", "state.stage", "state.days_since_last", "state.purchases"} < set(known.said)
    assert "times(leave,plan,7)" in known.said
    assert known.said.keys().isdisjoint({"context.channel", "person.city", "audience(leavers)", "state.layer"})
    later = replace(wanted, now=NOW + 3 * DAY)
    assert not ruled.lasting.recall(begin(ruled, state, later, ruled.start).situation.moment)


def test_it_is_kept_for_one_person_and_one_configuration(ruled):
    """Another model, another name or other hidden tags ask again; and so does who has nothing kept."""
    state = unpacked("a", [("leave", "p0", 20)])
    for _ in range(2):
        said(ruled, state, NOW)
    moment = begin(ruled, state, Wanted((), NOW + 1, "d"), ruled.start).situation.moment
    assert ruled.lasting.recall(moment)

    other = ruled.configured(Configuration.load(DOCUMENTS))
    assert not other.lasting.recall(moment)
    for changed in (replace(state, person_id="b"), replace(state, hidden=("tags.left_plan",))):
        assert not ruled.lasting.recall(begin(ruled, changed, Wanted((), NOW + 1, "d"), ruled.start).situation.moment)
    assert coded.past(state, ruled.catalog, NOW - 30 * DAY).get("answers") is None
