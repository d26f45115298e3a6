"""From a view to a conversion."""

import numpy as np
import pytest

from slotwise.events import KIND_CODE, EventType
from training.simulate.funnel import Funnel, Interest, convert, leave
from training.simulate.ledger import NONE, Ledger


@pytest.fixture
def truth(played):
    """The truth of all persons at the log's end, free to change, with nothing held or open."""
    who = np.arange(len(played.truth.persons.rate))
    rows = played.truth.rows(who, np.full(len(who), played.world.end_ms))
    rows.state.owned[:] = False
    rows.state.left_at[:] = 0
    return rows


def product_of(truth, category):
    """The first product of a category."""
    return int(np.nonzero(truth.catalog.product_category == truth.catalog.categories.index(category))[0][0])


def clicks(truth, category):
    """One click a person on the first product of a category."""
    n = len(truth.persons.rate)
    one = np.ones(n, np.int64)
    return Interest(np.arange(n), truth.state.last_at, one * product_of(truth, category), one, one, one, one)


def counts(ledger):
    """Events by type."""
    return np.bincount(ledger.table("events")["type"], minlength=len(KIND_CODE))


def test_every_start_ends_once(truth, rng):
    """A started process is either left midway or finished, never both and never neither."""
    ledger = Ledger()
    Funnel(truth).follow(clicks(truth, "broadband"), ledger, rng)
    found = counts(ledger)

    assert found[KIND_CODE[EventType.VIEW]] == len(truth.persons.rate)
    assert (
        found[KIND_CODE[EventType.START]] == found[KIND_CODE[EventType.LEAVE]] + found[KIND_CODE[EventType.CONVERT]] > 0
    )


def test_owned_products_are_not_bought_again(truth, rng):
    """Nobody starts the process of a product that they hold."""
    truth.state.owned[:, product_of(truth, "cloud")] = True
    ledger = Ledger()
    Funnel(truth).follow(clicks(truth, "cloud"), ledger, rng)

    assert counts(ledger)[KIND_CODE[EventType.START]] == 0


def test_one_process_a_product_and_visit(truth, rng):
    """Two views of one product in one visit begin its process at most once."""
    once = clicks(truth, "data_pack")
    twice = Interest(*(np.concatenate([column, column]) for column in once))
    ledger = Ledger()
    Funnel(truth).follow(twice, ledger, rng)
    rows = ledger.table("events")
    starters = rows["who"][rows["type"] == KIND_CODE[EventType.START]]

    assert len(starters) == len(set(starters.tolist())) > 0


def test_leavers_are_likelier_to_finish(truth):
    """Who left the category midway starts and finishes with better chances."""
    interest = clicks(truth, "broadband")
    before = Funnel(truth).chances(interest.who, interest.at_ms, interest.product)
    leave(truth, interest.who, interest.product, interest.at_ms - 1)
    after = Funnel(truth).chances(interest.who, interest.at_ms, interest.product)

    assert (after[0] > before[0]).all()
    assert (after[1] > before[1]).all()


def test_a_new_plan_replaces_the_old(truth):
    """After buying a plan a person holds exactly that plan, under a new contract."""
    plans = np.nonzero(truth.catalog.product_category == truth.catalog.categories.index("plan"))[0]
    who, at_ms = np.arange(5), truth.state.last_at[:5]
    for product in plans[:2]:
        convert(truth, who, np.full(5, product), at_ms)

    assert (truth.state.owned[:5, plans].sum(axis=1) == 1).all()
    assert truth.state.owned[:5, plans[1]].all()
    assert (truth.state.contract_end[:5] > at_ms).all()


def test_what_is_used_up_is_not_held(truth):
    """A data pack can be bought again; it meets the need and adds data."""
    packs = product_of(truth, "data_pack")
    group = truth.catalog.product_category[packs]
    truth.state.need[0, group] = 1.0
    convert(truth, np.array([0]), np.array([packs]), truth.state.last_at[:1])

    assert not truth.state.owned[0, packs]
    assert truth.state.need[0, group] == pytest.approx(0.2)
    assert truth.state.data_pack_at[0] == truth.state.last_at[0]


def test_source_is_kept(truth, rng):
    """Everything that follows a click says from which touchpoint, slot and content it came."""
    ledger = Ledger()
    Funnel(truth).follow(clicks(truth, "broadband"), ledger, rng)
    rows = ledger.table("events")

    assert not any((rows[name] == NONE).any() for name in ("touchpoint", "slot", "content", "page", "product"))
