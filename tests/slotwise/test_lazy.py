"""Lazy properties: computed once an object, by any thread, without waiting for another object's."""

import threading
from dataclasses import dataclass, field
from typing import Any

from slotwise.lazy import lazy, lazy_shared


@dataclass(frozen=True)
class Slow:
    """Counts how often its property was computed; waits for `go` on the way."""

    asked: list[int]
    go: threading.Event

    @lazy
    def answer(self) -> int:
        """The number of times it was asked for."""
        self.asked.append(1)
        self.go.wait(5)
        return len(self.asked)


def test_it_is_computed_once() -> None:
    """Of an immutable object too, and the class shows what it says of itself."""
    one = Slow([], threading.Event())
    one.go.set()
    assert (one.answer, one.answer, len(one.asked)) == (1, 1, 1)
    assert "number of times" in str(Slow.answer.__doc__)


def test_objects_do_not_wait_for_each_other() -> None:
    """While one object computes in a thread, another one answers."""
    held, free = Slow([], threading.Event()), Slow([], threading.Event())
    free.go.set()
    thread = threading.Thread(target=lambda: held.answer)
    thread.start()
    try:
        assert free.answer == 1
        assert thread.is_alive()
    finally:
        held.go.set()
        thread.join()


@dataclass
class Alike:
    """Has one dictionary with others."""

    name: str
    shared: dict[str, Any] = field(default_factory=dict)

    @lazy_shared
    def answer(self) -> str:
        """Who was asked."""
        return self.name


def test_who_is_made_alike_has_the_answer() -> None:
    """What one object computes stands in the dictionary that it shares, once it was asked for."""
    one = Alike("one")
    assert not one.shared
    assert (one.answer, one.shared) == ("one", {"answer": "one"})
    other = Alike("other", one.shared)
    other.__dict__.update(one.shared)
    assert other.answer == "one"
    assert "Who" in str(Alike.answer.__doc__)
