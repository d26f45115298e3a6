"""Process: what `python -m service.shadow.process` does: load the version, take samples, compare, keep what was found.

It ends when its shadow is no longer wanted, when the worker that started it has gone, and when it is told to.
"""

import contextlib
import os
import signal
import socket
import time
from dataclasses import dataclass, field
from typing import Any

from service.configuration.history import History
from service.decision_ids import Seeds
from service.in_effect import InEffect
from service.log import configure, logger
from service.metrics import Metrics
from service.models import Models
from service.proving import Proving
from service.secret import find_secret
from service.settings import Settings, read_settings
from service.shadow.budget import Budget
from service.shadow.feeding import SOCKET
from service.shadow.sample import opened
from service.shadow.scoring import Scoring
from service.stores.database import Database
from service.stores.events import Events
from service.stores.results import Results, Span
from service.stores.revisions import Revisions
from service.stores.states import States
from service.variants.beside import Beside
from service.variants.making import made
from service.world import World
from slotwise.documents.shadows import Shadow
from slotwise.errors import SlotwiseError, StateError, StoreError
from slotwise.shelf import Published

KIND = "shadow"
"""Of the results."""
_LARGEST = 1 << 20
_EVERY = 5.0
"""Seconds between two looks at the configuration, and between two writings of results."""
_log = logger("shadow")


@dataclass
class Process:
    """One shadow on one machine."""

    settings: Settings
    database: Database
    shadow: Shadow
    beside: Beside
    world: World
    scoring: Scoring
    revision: int
    budget: Budget = field(init=False)
    ended: bool = False
    damaged: int = 0
    _parent: int = field(default_factory=os.getppid)
    _looked: float = 0.0
    _refreshed: float = 0.0

    def __post_init__(self) -> None:
        # What loading took is not held against it.
        self.budget = Budget(self.shadow.budget)

    def run(self) -> None:
        """Take samples until it is over."""
        path = self.settings.data_dir / SOCKET
        path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as inbox:
            inbox.bind(str(path))
            inbox.settimeout(0.5)
            mine = path.stat().st_ino
            began = int(time.time() * 1_000)
            while not self.ended and os.getppid() == self._parent:
                self.turn(inbox, began)
        with contextlib.suppress(FileNotFoundError):
            # The next one may be there already.
            if path.stat().st_ino == mine:
                path.unlink()
        self.write(began)

    def turn(self, inbox: socket.socket, began: int) -> None:
        """Take one sample if there is one, and rest as the budget demands; now and then look around."""
        with contextlib.suppress(TimeoutError):
            message = inbox.recv(_LARGEST)
            try:
                self.scoring.take(opened(message), self.beside.serving)
            except (ValueError, KeyError, StateError):
                self.damaged += 1
        now = time.monotonic()
        if now - self._refreshed >= self.settings.refresh_seconds:
            self.world.tick()
            self._refreshed = time.monotonic()
        if now - self._looked >= _EVERY:
            self._looked = now
            self._look()
            self.write(began)
        time.sleep(min(self.budget.rest(), _EVERY))

    def write(self, began: int) -> None:
        """Keep what was found so far: one result a run, written over until it ends."""
        now = int(time.time() * 1_000)
        with contextlib.suppress(StoreError):
            Results(self.database).write(
                KIND, {self.shadow.pinned.version: self.document(began)}, Span(began, began, now)
            )

    def document(self, began: int) -> dict[str, Any]:
        """Return everything as plain values."""
        self.budget.rest()
        return {
            "shadow": self.shadow.shadow,
            "model": {"name": self.shadow.pinned.model, "version": self.shadow.pinned.version},
            "folder": self.shadow.pinned.folder,
            "configuration_revision": self.revision,
            "since": began,
            "until": int(time.time() * 1_000),
            "budget": self.shadow.budget,
            "cpu_share": self.budget.used,
            "damaged": self.damaged,
            **self.scoring.document(),
        }

    def _look(self) -> None:
        """Follow the configuration: documents reach the shadow too, and it ends with its own."""
        try:
            newest = Revisions(self.database).newest()
            if newest == self.revision:
                return
            in_effect = History(Revisions(self.database)).at(newest)
            self.revision = newest
            if wanted_of(in_effect) != self.shadow:
                self.ended = True
                return
            self.beside.configure(lambda base: made(base, in_effect, ()))
        except SlotwiseError as error:
            _log.warning("configuration not followed", detail=error.detail)


def wanted_of(in_effect: InEffect) -> Shadow | None:
    """Return the shadow that a configuration asks for, if any."""
    return next(iter(in_effect.configuration.of(Shadow)), None)


def begun(settings: Settings, database: Database) -> Process | None:
    """Load what the configuration asks for, None where it asks for nothing; raise SlotwiseError or OSError."""
    in_effect = History(Revisions(database)).newest()
    shadow = wanted_of(in_effect)
    if shadow is None:
        return None
    metrics, pinned = Metrics(), shadow.pinned
    proving = Proving(settings.data_dir, settings.probe_seconds)
    models = Models(settings.shelf_dir, pinned.model, settings.alias, proving, metrics)
    models.in_effect = in_effect
    serving = models.load(pinned.model, Published(pinned.version, pinned.folder, pinned.digest))
    beside = Beside(serving, lambda _: None)
    events = Events(database, States(database))
    world = World(beside, events, metrics, settings.refresh_events, settings.refresh_idle_seconds)
    return Process(settings, database, shadow, beside, world, Scoring(Seeds(find_secret(settings))), in_effect.revision)


def main() -> None:
    """Run the shadow of the settings in the environment."""
    # Whoever answers requests goes first.
    os.nice(19)
    settings = read_settings()
    configure(settings.log_level)
    database = Database(settings.database_url, settings.durability)
    process = begun(settings, database)
    if process is None:
        return

    def end(*_: object) -> None:
        process.ended = True

    signal.signal(signal.SIGTERM, end)
    _log.info("shadow begun", version=process.shadow.pinned.version, budget=process.shadow.budget)
    process.run()
    database.close()


if __name__ == "__main__":
    main()
