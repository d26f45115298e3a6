"""Lazy properties: computed once an object, by any thread, without waiting for another object's."""

import threading
from dataclasses import dataclass

from slotwise.lazy import lazy


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
