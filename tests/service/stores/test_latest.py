"""The end of persons' logs."""

from service.stores.events import NewEvent
from service.stores.latest import Latest
from slotwise.events import Event


def test_the_newest_come_first(service):
    """Of the asked persons only, as many as asked for, with their properties as they were sent."""
    new = [
        NewEvent(Event(f"e{place}", place, f"p{place % 3}", "click", product_id="x"), 10, {"place": place})
        for place in range(9)
    ]
    service.events.add(new)
    latest = Latest(service.database)

    assert [each["event_id"] for each in latest.of({"p0", "p1"}, 4)] == ["e7", "e6", "e4", "e3"]
    assert latest.of({"p0"}, 1)[0]["properties"] == {"place": 6}
    assert latest.of(set(), 5) == []
