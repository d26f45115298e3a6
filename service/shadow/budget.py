"""Budget: a process rests as long as it must to use no more than its share of one core."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

_WINDOW = 10.0
"""Seconds over which the share is held: a pause is not saved up for longer."""


@dataclass
class Budget:
    """CPU seconds against wall seconds since the window began."""

    share: float
    wall: Callable[[], float] = time.monotonic
    cpu: Callable[[], float] = time.process_time
    _began: tuple[float, float] = field(default=(0.0, 0.0))
    used: float = 0.0
    """Share of a core that was used over all."""
    _first: tuple[float, float] = field(default=(0.0, 0.0))

    def __post_init__(self) -> None:
        self._began = self._first = self.wall(), self.cpu()

    def rest(self) -> float:
        """Return the seconds to rest now, 0 while there is something left."""
        now, spent = self.wall(), self.cpu()
        wall, cpu = now - self._began[0], spent - self._began[1]
        self.used = (spent - self._first[1]) / max(now - self._first[0], 1e-9)
        owed = cpu / self.share - wall
        if owed <= 0 and wall >= _WINDOW:
            self._began = now, spent
        return max(owed, 0.0)
