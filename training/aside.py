"""Aside: work that a thread of its own does beside what this one does, or this one when the outcome is asked for.

For long calculations in compiled code, which leave the interpreter to others meanwhile.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Self, TypeVar

T = TypeVar("T")


class Aside:
    """One thread for all that is given to it, in its order; none without `beside`."""

    def __init__(self, beside: bool):
        self._thread = ThreadPoolExecutor(1, "aside") if beside else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._thread is not None:
            # What was not begun when something failed is not begun any more.
            self._thread.shutdown(cancel_futures=True)

    def do(self, work: Callable[[], T]) -> Callable[[], T]:
        """Begin the work, if there is a thread for it; return what gives its outcome, or raises what it raised."""
        return work if self._thread is None else self._thread.submit(work).result
