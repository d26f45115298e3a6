"""What happened reaches the service once, in its order, with the placement that it is about."""

import numpy as np
import pytest

from slotwise.events import KIND_CODE, EventType
from training.simulate.ledger import Ledger

pytestmark = pytest.mark.slow
VIEW, CONVERT = KIND_CODE[EventType.VIEW], KIND_CODE[EventType.CONVERT]


def day(count=2):
    """A ledger in which so many persons have opened a page, each in a visit of its own."""
    ledger, ones = Ledger(), np.ones(count)
    facts = {"roaming": "no", "device_new": "no", "open_process": "", "data_used_ratio": ones, "bill_ratio": ones}
    who = np.arange(count)
    ledger.add("pages", who=who, at_ms=who, surface=0, scene=0, visit=who, contract_days_left=ones, **facts)
    return ledger


def test_events_are_told_once(street):
    """Telling again tells what is new; values keep their currency, and all are accepted."""
    telling, ledger = street.asking.telling, day()
    ledger.event(VIEW, at_ms=np.array([2, 1]), who=np.array([0, 1]), product=np.array([0, 1]))
    telling.tell(ledger)
    telling.tell(ledger)
    ledger.event(CONVERT, at_ms=np.array([3]), who=np.array([0]), product=np.array([0]), value=np.array([9.5]))
    telling.tell(ledger)

    assert dict(telling.sent) == {"view": 2, "convert": 1}
    assert street.client.counts.accepted == 3


def test_a_new_day_has_a_ledger_of_its_own(street):
    """What was told of the day before does not hide what happens on this one."""
    telling = street.asking.telling
    for _ in range(2):
        ledger = day()
        ledger.event(VIEW, at_ms=np.array([1]), who=np.array([0]), product=np.array([0]))
        telling.tell(ledger)
        telling.new_day()

    assert telling.sent["view"] == 2


def test_visits_are_sessions_of_their_own(street):
    """Another day, another run and another visit are other sessions."""
    telling = street.asking.telling
    one, other = telling.session(1), telling.session(2)
    telling.new_day()

    assert len({one, other, telling.session(1)}) == 3
