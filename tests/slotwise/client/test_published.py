"""What is published is asked for seldom, and the last of it outlives the service."""

import pytest

from slotwise.client.problems import Unreachable
from slotwise.client.published import FRESH, PATH, Published


class Service:
    """Answers with a new document each time, or not at all."""

    def __init__(self):
        self.calls, self.away = [], False

    def __call__(self, method, path):
        self.calls.append((method, path))
        if self.away:
            raise Unreachable(0, "unreachable", "away")
        return {"version": len(self.calls)}


def test_it_is_asked_for_when_it_is_old():
    """Not for each assignment."""
    service, clock = Service(), iter([0.0, 1.0, FRESH - 0.1, FRESH, FRESH + 1])
    published = Published(lambda: next(clock))

    assert [published.get(service)["version"] for _ in range(5)] == [1, 1, 1, 2, 2]
    assert service.calls == [("GET", PATH)] * 2


def test_the_last_of_it_outlives_the_service():
    """Which is left alone for as long as after an answer; whoever never had one is told."""
    service, clock = Service(), iter([0.0, FRESH, FRESH + 1, 3 * FRESH])
    published = Published(lambda: next(clock))
    published.get(service)
    service.away = True

    assert [published.get(service)["version"] for _ in range(3)] == [1, 1, 1]
    assert len(service.calls) == 3
    with pytest.raises(Unreachable):
        Published().get(service)
