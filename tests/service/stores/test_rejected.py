"""Refused events: kept as they came, listed page by page, dealt with once."""

import pytest

from service.stores.rejected import Refusal, Rejected


@pytest.fixture
def rejected(database):
    """A list with five refused events of two codes."""
    made = Rejected(database)
    made.add(
        [Refusal(n, f"code_{n % 2}", {"code": f"code_{n % 2}", "given": "中"}, b'{"n":1}', f"e{n}") for n in range(5)]
    )
    return made


def test_refusals_come_back_as_they_were(rejected):
    """With their problem, and their body to the byte, valid or not."""
    body = b'\xff{"broken'
    rejected.add([Refusal(9, "body_malformed", {"code": "x", "errors": [{"pointer": ""}]}, body)])
    rejected.add([])
    found = rejected.page(after=5)

    assert [each.refusal for each in found] == [
        Refusal(9, "body_malformed", {"code": "x", "errors": [{"pointer": ""}]}, body)
    ]
    assert rejected.get(found[0].id) == found[0]
    assert rejected.get(99) is None


def test_pages_go_on_after_a_number(rejected):
    """In the order of arrival; of one code, where that is asked for."""
    first = rejected.page(limit=2)

    assert [each.refusal.event_id for each in first] == ["e0", "e1"]
    assert [each.refusal.event_id for each in rejected.page(first[-1].id, 2)] == ["e2", "e3"]
    assert [each.refusal.event_id for each in rejected.page(code="code_1")] == ["e1", "e3"]


def test_a_refusal_is_dealt_with_once(rejected):
    """The first one counts, and the list can leave it out."""
    number = rejected.page()[0].id

    assert rejected.resolve(number, 77, "e0b")
    assert not rejected.resolve(number, 78, "e0c")
    assert not rejected.resolve(99, 78, "e0c")
    found = rejected.get(number)
    assert (found.resolved_at, found.resolved_as) == (77, "e0b")
    assert len(rejected.page(unresolved=True)) == 4
