"""Timing: how long each stage of a request took, from its arrival on, and what is left of its deadline."""

from collections.abc import Callable
from functools import cache
from time import perf_counter


class Timing:
    """Marks the end of each stage; starts when it is made, or `waited` seconds earlier."""

    def __init__(self, clock: Callable[[], float] = perf_counter, waited: float = 0.0):
        self._clock = clock
        self._last = clock()
        self.start = self._last - waited
        self.stages: dict[str, float] = {"wait": waited} if waited else {}

    def mark(self, stage: str) -> None:
        """End a stage here."""
        now = self._clock()
        self.stages[stage] = self.stages.get(stage, 0.0) + now - self._last
        self._last = now

    def elapsed(self) -> float:
        """Return seconds since the start."""
        return self._clock() - self.start

    def deadline(self, milliseconds: float) -> Callable[[], bool]:
        """Return a function that tells whether so many milliseconds have passed since the start."""
        until, clock = self.start + milliseconds / 1_000, self._clock
        return lambda: clock() >= until

    def header(self) -> str:
        """Return the value of a Server-Timing header, durations in milliseconds."""
        return _header(tuple(self.stages)) % tuple([seconds * 1_000 for seconds in self.stages.values()])


@cache
def _header(stages: tuple[str, ...]) -> str:
    """How some stages are told: a service has few of them, and always the same."""
    return ", ".join(f"{stage};dur=%.3f" for stage in stages)
