"""The loop that writes the log."""

import numpy as np

from slotwise.events import KIND_CODE, EventType


def of_type(rows, kind):
    """Which events are of a type."""
    return rows["type"] == KIND_CODE[kind]


def test_every_placement_is_exposed_once(played):
    """Decided and exposed agree row by row."""
    events, placements = played.ledger.table("events"), played.ledger.table("placements")
    exposed = of_type(events, EventType.EXPOSURE)

    for name in ("page", "touchpoint", "slot", "content"):
        assert np.array_equal(events[name][exposed], placements[name])


def test_contents_fit_their_touchpoint_and_are_on_sale(played):
    """No content is shown where its kind is not allowed or before its product is published."""
    placements, pages = played.ledger.table("placements"), played.ledger.table("pages")
    catalog, world = played.world.catalog, played.world
    at_ms = pages["at_ms"][placements["page"]]

    assert catalog.in_pool[catalog.pool_of[placements["touchpoint"]], placements["content"]].all()
    assert (world.launches.published_ms[catalog.content_product[placements["content"]]] <= at_ms).all()


def test_no_content_twice_on_a_page(played):
    """A page with several touchpoints shows every content at most once."""
    placements = played.ledger.table("placements")
    pairs = placements["page"] * 10_000 + placements["content"]

    assert len(np.unique(pairs)) == len(pairs)


def test_clicks_were_exposed_before(played):
    """Every click follows the exposure of its content on its page."""
    rows = played.ledger.table("events")
    exposed = of_type(rows, EventType.EXPOSURE)
    keys = zip(rows["page"][exposed].tolist(), rows["content"][exposed].tolist(), strict=True)
    shown = dict(zip(keys, rows["at_ms"][exposed].tolist(), strict=True))
    clicked = np.nonzero(of_type(rows, EventType.CLICK))[0]

    assert len(clicked) > 20
    assert all(shown[int(rows["page"][row]), int(rows["content"][row])] < rows["at_ms"][row] for row in clicked)


def test_persons_browse_by_themselves(played):
    """Views without a touchpoint carry the tastes: there are many more of them than of clicks."""
    rows = played.ledger.table("events")
    organic = of_type(rows, EventType.VIEW) & (rows["touchpoint"] == -1)

    assert organic.sum() > 10 * of_type(rows, EventType.CLICK).sum()


def test_wear_counts_what_was_shown(played):
    """What is remembered of exposures is never more than what was shown."""
    placements, pages = played.ledger.table("placements"), played.ledger.table("pages")
    shown = np.zeros_like(played.truth.state.wear)
    np.add.at(shown, (pages["who"][placements["page"]], placements["content"]), 1.0)

    assert (played.truth.state.wear <= shown + 1e-4).all()
    assert ((played.truth.state.wear > 0) == (shown > 0)).all()
