"""Who is due for an agent, by their state alone."""

import pytest

from service.worklists.entering import DAY, HOUR, left_at, offered
from slotwise import person
from slotwise.documents.staircases import Staircase
from slotwise.events import CONSENT, Consent, Event

NOW = 1_780_000_000_000
LEFT = NOW - 2 * DAY
PRODUCTS = {"line_100", "line_200"}
STAIRCASE = Staircase.model_validate(
    {"staircase": "s", "category": "broadband", "touchpoint": "t", "left_days": 7, "results": [{"result": "sold"}]}
)
LEAVE = (LEFT, "leave", "line_100", None)
SHOWN = (LEFT + HOUR, "exposure", "line_200", "c1")


def state(*events: tuple[int, str, str, str | None], **consent: bool):
    """The state of somebody who did all this."""
    made = [Event(str(at), at, "p", kind, product_id=product, content_id=shown) for at, kind, product, shown in events]
    made += [Event("c", NOW, "p", CONSENT, consent=Consent(**consent))] if consent else []
    return person.fold(person.empty("p"), made)


def test_who_left_and_was_offered_is_due():
    """From the moment at which the offer's patience is over."""
    assert left_at(state(LEAVE, SHOWN), STAIRCASE, PRODUCTS, NOW) == LEFT
    assert left_at(state(LEAVE, SHOWN), STAIRCASE, PRODUCTS, LEFT + DAY) == LEFT
    assert left_at(state(LEAVE, SHOWN), STAIRCASE, PRODUCTS, LEFT + DAY - 1) is None


@pytest.mark.parametrize(
    "events",
    [
        (LEAVE,),
        (SHOWN,),
        (LEAVE, (LEFT - HOUR, "exposure", "line_100", "c1")),
        (LEAVE, (LEFT + HOUR, "exposure", "plan_39", "c9")),
        (LEAVE, (LEFT + HOUR, "dismiss", "line_100", "c1")),
        (LEAVE, SHOWN, (NOW - HOUR, "convert", "line_200", None)),
        ((LEFT, "leave", "plan_39", None), SHOWN),
        ((NOW - 8 * DAY, "leave", "line_100", None), SHOWN),
    ],
)
def test_who_was_not_offered_or_needs_nobody_is_not_due(events):
    """Not offered, never left, offered before, something else, sent away, bought, another process, too long ago."""
    assert left_at(state(*events), STAIRCASE, PRODUCTS, NOW) is None


def test_who_wants_nothing_personal_is_never_due():
    """An opt-out counts, whatever happened before."""
    assert left_at(state(LEAVE, SHOWN, personalize=False), STAIRCASE, PRODUCTS, NOW) is None


def test_a_staircase_may_do_without_the_offer():
    """Then leaving is enough."""
    plain = STAIRCASE.model_copy(update={"offered": False})
    assert left_at(state(LEAVE), plain, PRODUCTS, NOW) == LEFT


def test_a_purchase_before_the_leaving_does_not_count():
    """They came for something more."""
    bought = (LEFT - DAY, "convert", "line_100", None)
    assert left_at(state(bought, LEAVE, SHOWN), STAIRCASE, PRODUCTS, NOW) == LEFT
    assert offered(state(SHOWN), PRODUCTS, LEFT, NOW)
    assert not offered(state(SHOWN), PRODUCTS, LEFT + 2 * HOUR, NOW)
