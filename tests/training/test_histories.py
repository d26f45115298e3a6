"""A person's past from columns is the very past that folding their events gives."""

from dataclasses import fields, replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise import moment
from slotwise.documents.life_cycle import Phase
from slotwise.documents.tags import Tag
from slotwise.events import CONSENT, KINDS, OTHER_KIND, Consent, Event
from slotwise.interactions import Interactions
from slotwise.person import HISTORY, empty, fold, readable
from slotwise.standing import Plan, Standing
from slotwise.standing_facts import TOLD
from training.dataset.consents import Consents, Word
from training.histories import Histories

START = 1_700_000_000_000


def as_events(log: Interactions, catalog, person: int, until: int) -> list[Event]:
    """The rows of one person before a moment, as the events that the service would have received."""
    found = []
    for row in np.flatnonzero((log.person == person) & (log.time < until)):
        kind, product, content = int(log.kind[row]), int(log.product[row]), int(log.content[row])
        found.append(
            Event(
                event_id=str(row),
                occurred_at=int(log.time[row]),
                person_id="x",
                type="x.other" if kind == OTHER_KIND else KINDS[kind],
                product_id=catalog.products.ids[product] if product >= 0 else None,
                content_id=catalog.contents.ids[content] if content >= 0 else None,
                touchpoint=catalog.touchpoints[log.touchpoint[row]].touchpoint if log.touchpoint[row] >= 0 else None,
                value=float(log.value[row]),
            )
        )
    return found


def log_of(rows: list[tuple[int, int, int, int, int]]) -> Interactions:
    """A log of (person, product, kind, minute, touchpoint) rows, in the order of time."""
    ordered = sorted(rows, key=lambda row: row[3])
    person, product, kind, minute, touchpoint = (np.array(column) for column in zip(*ordered, strict=True))
    count = len(ordered)
    return Interactions(
        person=person.astype(np.int32),
        product=product.astype(np.int32),
        content=product.astype(np.int32),
        time=(START + minute * 60_000).astype(np.int64),
        kind=kind.astype(np.int8),
        slot=np.zeros(count, np.int16),
        touchpoint=touchpoint.astype(np.int16),
        session=np.full(count, -1, np.int32),
        value=np.zeros(count, np.float32),
        facets=np.zeros((count, 4), np.int32),
        numbers=np.zeros((count, 1), np.float32),
    )


row = st.tuples(
    st.integers(-1, 2), st.integers(0, 11), st.integers(0, OTHER_KIND), st.integers(0, 6), st.integers(-1, 1)
)


word = st.tuples(st.integers(0, 2), st.integers(0, 6), st.booleans(), st.booleans())


def consents_of(words: list[tuple[int, int, bool, bool]], facets) -> Consents:
    """Consents of (person, minute, personalize, whether the city is hidden) rows."""
    said: dict[int, list[Word]] = {}
    for person, minute, personalize, hides in sorted(words, key=lambda each: each[1]):
        consent = Consent(personalize, ("city",) if hides else ())
        said.setdefault(person, []).append(Word(START + minute * 60_000, consent))
    return Consents({person: tuple(each) for person, each in said.items()}, facets)


def consent_events(consents: Consents, person: int, until: int) -> list[Event]:
    """What one person said before a moment, as events of the log."""
    said = [each for each in consents.said.get(person, ()) if each.at < until]
    return [Event(f"c{place}", each.at, "x", CONSENT, consent=each.consent) for place, each in enumerate(said)]


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(row, min_size=1, max_size=40), words=st.lists(word, max_size=5), minute=st.integers(0, 7))
def test_a_state_from_columns_is_the_folded_state(rows, words, minute, world):
    """Whatever the log holds, many events at one time among it, the state equals that of the fold, entry by entry."""
    log, catalog, now = log_of(rows), world(persons=3).catalog, START + minute * 60_000
    consents = consents_of(words, world(persons=3).facets)
    histories = Histories(log, 3, consents)

    for person in range(3):
        events = [*consent_events(consents, person, now), *as_events(log, catalog, person, now)]
        assert histories.state(person, now, "x", catalog, {}) == fold(empty("x"), events)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(row, min_size=1, max_size=40), words=st.lists(word, max_size=3), minute=st.integers(0, 7))
def test_a_moment_from_columns_is_that_of_the_state(rows, words, minute, world):
    """What the ranker sees in training is, array by array, what the service makes of the folded state."""
    dataset, log, now = world(persons=3), log_of(rows), START + minute * 60_000
    catalog, facets = dataset.catalog, dataset.facets
    coded, numbers = np.array([1, 2, -1, -1], np.int32), np.array([0.5], np.float32)
    consents = consents_of([(*each[:3], False) for each in words], facets)
    histories = Histories(log, 3, consents)

    for person in range(3):
        ours = histories.moment(person, now, coded, numbers)
        events = [*as_events(log, catalog, person, now), *consent_events(consents, person, now)]
        facts = facets.decode(coded, numbers)
        folded = fold(empty("x", {"city": facts["person.city"]}), events)
        reader = readable(folded)
        known = {name: value for name, value in facts.items() if not name.startswith("person.")}
        known |= {f"person.{name}": value for name, value in reader.attributes.items()}
        theirs = moment.of_state(reader, now, known, catalog, facets)
        for field in fields(ours):
            if field.name not in ("where", "shared"):
                np.testing.assert_array_equal(getattr(ours, field.name), getattr(theirs, field.name), field.name)
        for name in ("shown_places", "touched_places"):
            np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name), name)


TAG = {"window_days": 1.0, "expiry_days": 1.0, "status": "live"}
PLAN = Plan.of(
    [
        Tag.model_validate({**TAG, "tag": f"{behaviour}_{threshold}", "behaviour": behaviour, "threshold": threshold})
        for behaviour in ("browsed", "started", "left", "finished", "returned")
        for threshold in (1, 2)
    ],
    [
        Phase.model_validate({"phase": "often", "kind": "score", "fact": "state.interactions", "thresholds": [2.0]}),
        Phase.model_validate({"phase": "base", "kind": "tier", "from_points": 1.0}),
        Phase.model_validate({"phase": "open", "kind": "stage", "entry": '"left_1" in tags'}),
    ],
)
FACTS = ("tags", "state.stage", "state.tier", "times(leave,,1)", "days_since(convert,)", *TOLD)


@given(st.lists(row, min_size=1, max_size=40), st.integers(0, 8))
@settings(max_examples=60, deadline=None)
def test_what_a_configuration_says_is_the_same(world, rows, minute):
    """Tags, stage, tier, facts and calls: of a past from columns as of a folded state."""
    log, now, catalog = log_of(rows), START + minute * 60_000 + 1, world().catalog
    histories = Histories(log, 3)
    for person in range(3):
        ours = histories.moment(person, now, np.zeros(4, np.int32), np.zeros(1, np.float32))
        state = fold(empty("x"), as_events(log, catalog, person, now))
        theirs = moment.of_state(state, now, {}, catalog, world().facets)
        one, other = (Standing(PLAN, each, catalog, {}) for each in (ours, theirs))
        assert [one.fact(name) for name in FACTS] == [other.fact(name) for name in FACTS]


def test_only_the_latest_interactions_are_kept(world):
    """A history is as long as the fold keeps it, and its totals count everything."""
    log = log_of([(0, place % 12, 1, place, -1) for place in range(HISTORY + 20)])
    state = Histories(log, 1).state(0, START + 10**9, "x", world().catalog, {})

    assert len(state.history) == HISTORY
    assert state.history[-1].time == int(log.time[-1])
    assert sum(state.totals) == HISTORY + 20


def test_somebody_unknown_has_no_past(world):
    """The code -1 gives an empty state with the attributes given, and a blank moment."""
    histories = Histories(world().interactions, 40)
    state = histories.state(-1, START, "", world().catalog, {"city": "north"})
    blank = histories.moment(-1, START, np.zeros(4, np.int32), np.zeros(1, np.float32))

    assert state == replace(empty(""), attributes={"city": "north"})
    assert len(blank.products) == 0
