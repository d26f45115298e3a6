"""Beside: a bundle that a running phase pins, live beside the champion, with counts of its own, kept up to date."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from service.models import Serving
from slotwise.live import Live

Told = Callable[[Serving], None]


@dataclass
class Beside:
    """One bundle in use; `told` hears of every newer live world. What `service.world.World` refreshes."""

    current: Serving | None
    told: Told
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def serving(self) -> Serving:
        """The bundle with its live world."""
        if self.current is None:
            raise LookupError("the bundle is not in use any more")
        return self.current

    def refresh(self, serving: Serving, live: Live, still: bool, refreshed: tuple[str, int] | None = None) -> None:
        """Put a newer live world in the place of the old one, unless another model has been made of the bundle."""
        with self._lock:
            if self.current is None or self.current.model is not serving.model:
                return
            found = self.current = replace(self.current, live=live, still=still, refreshed=refreshed)
        self.told(found)

    def configure(self, made: Callable[[Serving], Serving]) -> None:
        """Put the bundle made anew, with another configuration, in the place of the old one."""
        with self._lock:
            if self.current is not None:
                self.current = made(self.current)
