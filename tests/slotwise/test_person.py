"""The fold: a person's state does not depend on the order in which events arrive."""

import itertools
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.events import CONSENT, KIND_CODE, KINDS, OTHER_KIND, Consent, Event
from slotwise.layers import Layer, layer_at
from slotwise.person import HISTORY, SHOWN, apply, empty, fold, join, readable

DAY = 86_400_000
NAMES = st.lists(st.sampled_from(["city", "income", "tier"]), unique=True).map(lambda names: tuple(sorted(names)))
EVENTS = st.builds(
    Event,
    event_id=st.uuids().map(str),
    occurred_at=st.integers(0, 20) | st.integers(0, 3).map(lambda day: day * DAY),
    person_id=st.just("p"),
    type=st.sampled_from((*KINDS, "x.custom", CONSENT, CONSENT)),
    product_id=st.none() | st.sampled_from(["a", "b", "套餐"]),
    content_id=st.none() | st.sampled_from(["a1", "b1"]),
    touchpoint=st.none() | st.sampled_from(["home", "bill"]),
    value=st.none() | st.floats(),
    consent=st.builds(Consent, personalize=st.booleans(), hidden=NAMES),
)


@settings(max_examples=100)
@given(st.lists(EVENTS, max_size=12), st.randoms(use_true_random=False))
def test_order_of_arrival_does_not_matter(events, random):
    """Late and shuffled events give the very same state, whatever their values."""
    shuffled = events.copy()
    random.shuffle(shuffled)

    assert fold(empty("p"), shuffled) == fold(empty("p"), events)


@settings(max_examples=100)
@given(st.lists(EVENTS, max_size=12), st.integers(0, 12), st.randoms(use_true_random=False))
def test_joining_two_states_is_folding_both_logs(events, cut, random):
    """When two persons turn out to be one, their joined state is the one that all their events give."""
    shuffled = events.copy()
    random.shuffle(shuffled)
    one, other = fold(empty("p"), shuffled[:cut]), fold(empty("q"), shuffled[cut:])

    assert join(one, other) == fold(empty("p"), events)


def test_joined_histories_stay_bounded():
    """Of two long histories the latest entries of both remain, in the order of time."""
    views = [Event(f"v{at}", at, "p", "view", product_id=f"p{at}") for at in range(HISTORY + 50)]
    shown = [Event(f"s{at}", at, "p", "exposure", product_id=f"p{at}") for at in range(SHOWN + 50)]
    events = views + shown
    joined = join(fold(empty("p"), events[::2]), fold(empty("q"), events[1::2]))

    assert joined == fold(empty("p"), events)
    assert (len(joined.history), len(joined.shown)) == (HISTORY, SHOWN)


def test_of_joined_attributes_the_first_persons_count():
    """Attributes of both are known; where they differ, those of the person who remains."""
    joined = join(empty("p", {"city": "SZ"}), empty("q", {"city": "GZ", "tier": "gold"}))

    assert joined.attributes == {"city": "SZ", "tier": "gold"}
    assert joined.person_id == "p"


def test_an_opt_out_from_before_the_log_survives_a_join():
    """Without any consent event the stricter of two states counts; a consent event is a later word."""
    strict = replace(empty("q"), personalize=False)

    assert not join(empty("p"), strict).personalize
    assert not join(strict, empty("p")).personalize
    asked = fold(empty("p"), [Event("1", 5, "p", CONSENT, consent=Consent(True))])
    assert join(asked, strict).personalize
    assert join(strict, asked).personalize


def test_the_latest_consent_counts_and_of_two_at_once_the_stricter():
    """A late letter does not undo a later one; at the same moment nothing is allowed that one of them forbids."""
    late = Event("1", 5, "p", CONSENT, consent=Consent(False, ("income",)))
    now = Event("2", 9, "p", CONSENT, consent=Consent(True, ("city",)))
    twin = Event("3", 9, "p", CONSENT, consent=Consent(False, ("tier",)))

    state = fold(empty("p"), [now, late])
    assert (state.consent_at, state.personalize, state.hidden) == (9, True, ("city",))
    both = fold(empty("p"), [now, late, twin])
    assert (both.personalize, both.hidden) == (False, ("city", "tier"))


def test_consent_is_no_behaviour():
    """What somebody allows makes them neither known nor active."""
    state = fold(empty("p"), [Event("1", 5, "p", CONSENT, consent=Consent(False))])

    assert not state.known
    assert (state.first_at, state.last_at, sum(state.totals)) == (None, None, 0)


def test_nothing_is_read_of_those_who_do_not_want_it():
    """After an opt-out the state that decisions read is that of somebody without data."""
    events = [Event("1", 1, "p", "view", product_id="a"), Event("2", 2, "p", CONSENT, consent=Consent(False))]
    state = fold(empty("p", {"city": "SZ"}), events)

    assert readable(state) == empty("p")
    assert readable(fold(empty("p"), events[:1]), personalize=False) == empty("p")


def test_hidden_attributes_are_not_read():
    """Only what is not hidden is read; the state itself keeps everything, so that hiding can be taken back."""
    event = Event("1", 1, "p", CONSENT, consent=Consent(True, ("city",)))
    state = fold(empty("p", {"city": "SZ", "tier": "gold"}), [event])

    assert readable(state).attributes == {"tier": "gold"}
    assert state.attributes == {"city": "SZ", "tier": "gold"}


def test_layers_have_their_moments():
    """Visitor with the first event, payer with the first conversion, loyal with conversions on several days."""
    events = [
        Event("1", 5, "p", "view"),
        Event("2", 10, "p", "convert"),
        Event("3", 20, "p", "convert", product_id="a"),
        Event("4", DAY + 1, "p", "convert", product_id="a"),
    ]
    state = fold(empty("p"), reversed(events))

    assert state.layers == {Layer.VISITOR: 5, Layer.PAYER: 10, Layer.LOYAL: DAY + 1}
    found = [layer_at(state.conversions, now).value for now in (10, 11, DAY + 1, DAY + 2)]
    assert found == ["visitor", "payer", "payer", "loyal"]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 40), st.randoms(use_true_random=False))
def test_histories_are_bounded_and_keep_the_latest(extra, random):
    """However many events come, and in whatever order, the latest HISTORY and SHOWN remain, in order of time."""
    views = [Event(f"v{at}", at, "p", "view", product_id=f"p{at}") for at in range(HISTORY + extra)]
    shown = [Event(f"s{at}", at, "p", "exposure", product_id=f"p{at}") for at in range(SHOWN + extra)]
    events = views + shown
    random.shuffle(events)
    state = fold(empty("p"), events)

    assert [each.time for each in state.history] == list(range(extra, HISTORY + extra))
    assert [each.time for each in state.shown] == list(range(extra, SHOWN + extra))
    assert state.totals[KIND_CODE["view"]] == HISTORY + extra


def test_apply_leaves_the_old_state_alone():
    """The fold is pure: the state before is not changed."""
    before = fold(empty("p"), [Event("1", 5, "p", "view", product_id="a")])
    copy = (before.history, before.totals, before.last_at)
    apply(before, Event("2", 3, "p", "convert", product_id="b"))

    assert (before.history, before.totals, before.last_at) == copy


def test_what_goes_where():
    """Exposures and dismissals are what was shown; everything else with a product is an interaction."""
    state = fold(
        empty("p"),
        [
            Event("1", 10, "p", "exposure", product_id="a", content_id="a1", touchpoint="home"),
            Event("2", 20, "p", "dismiss", content_id="a1"),
            Event("3", 30, "p", "convert", product_id="a", value=9.5),
            Event("4", 40, "p", "view"),
            Event("5", 50, "p", "x.rating", product_id="a"),
        ],
    )

    assert [(each.content, each.product, each.dismissed) for each in state.shown] == [
        ("a1", "a", False),
        ("a1", "a1", True),
    ]
    assert [(each.time, each.kind, each.value) for each in state.history] == [
        (30, KIND_CODE["convert"], 9.5),
        (50, OTHER_KIND, 0.0),
    ]
    assert (state.first_at, state.last_at, sum(state.totals)) == (10, 50, 5)


def test_known_begins_with_the_first_fact():
    """A person is known by an event or an attribute, not by an id."""
    assert not empty("p").known
    assert empty("p", {"city": "SZ"}).known
    assert apply(empty("p"), Event("1", 0, "p", "view")).known


def test_three_events_in_any_order_of_six():
    """All orders of events with equal times, also those that are no number, agree."""
    events = [Event(str(place), 7, "p", "view", product_id="ab"[place % 2], value=float("nan")) for place in range(3)]
    states = [fold(empty("p"), order) for order in itertools.permutations(events)]

    assert all(each == states[0] for each in states)
