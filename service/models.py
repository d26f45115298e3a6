"""Models: the one that is live, found on the shelf, proven, loaded beside the old one and swapped in.

A swap is one assignment: a request that has begun goes on with the model it took, the next one takes the
new. A bundle that is damaged, or does not answer in its probe, never gets that far; the last good model
stays, and the problem is told until the shelf changes.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from service.log import logger
from service.metrics import Metrics
from service.proving import Proving
from service.rendering import Renderer
from service.standstill import stands_still
from service.warm_up import warm_up
from slotwise import packing, shelf
from slotwise.errors import SlotwiseError
from slotwise.live import Live
from slotwise.model import Model
from slotwise.shelf import Published

_log = logger("models")


@dataclass(frozen=True)
class Serving:
    """A model in use, with its live world as of the last refresh."""

    model: Model
    live: Live
    published: Published
    renderer: Renderer
    since: float
    """Seconds UTC."""
    still: bool = False
    """Whether nothing has happened for long, so that time stands at the end of the log (see `world`)."""
    refreshed: tuple[str, int] | None = None
    """Worker and number of the refresh that the live world is of; None while it is the bundle's own."""

    def now(self, wall: int, last_at: int | None) -> int:
        """Return the moment of a decision in ms UTC; never before the last event of the person."""
        return max(self.live.at, (last_at or 0) + 1) if self.still else wall


@dataclass(frozen=True)
class Refused:
    """A bundle that did not go live, and why."""

    name: str
    version: str
    folder: str
    code: str
    detail: str


@dataclass
class Models:
    """Finds, loads and swaps; `current` is None until a model is live."""

    shelf: Path
    name: str
    alias: str
    proving: Proving
    metrics: Metrics
    clock: Callable[[], float] = time.time
    current: Serving | None = None
    refused: Refused | None = None
    on_live: list[Callable[[Serving], None]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _seen: tuple[str, Published] | None = None

    def load_first(self) -> None:
        """Go live with the alias, else with what was good before, newest first; leaves `current` None if all fail."""
        self.check()
        name, _ = self.wanted() or (self._name(), None)
        if self.current is not None or name is None:
            return
        for published in self._others(name):
            if self._bring(name, published, remember=False):
                return

    def check(self) -> bool:
        """Look at the shelf and go live with what the alias names now; return whether the model changed."""
        wanted = self.wanted()
        if wanted is None or wanted == self._seen:
            return False
        return self._bring(*wanted)

    def reload(self) -> bool:
        """Look at the shelf again, also at a bundle that was refused; return whether the model changed."""
        with self._lock:
            if self.refused is not None:
                self._seen = None
        return self.check()

    def wanted(self) -> tuple[str, Published] | None:
        """Return name and bundle that the shelf's alias asks for, or None."""
        name = self._name()
        try:
            found = shelf.aliases(self.shelf, name).get(self.alias) if name else None
        except SlotwiseError as error:
            self._refuse(Refused(str(name), "", "", error.code, error.detail))
            return None
        return (str(name), found) if found else None

    def refresh(self, serving: Serving, live: Live, still: bool, refreshed: tuple[str, int] | None = None) -> None:
        """Put a newer live world in the place of a model's old one, unless the model itself has gone."""
        with self._lock:
            if self.current is not None and self.current.model is serving.model:
                self.current = replace(self.current, live=live, still=still, refreshed=refreshed)

    def count(self) -> None:
        """Say in this process's metrics whether a model is live: a fork starts with metrics of its own."""
        self.metrics.ready.set(self.current is not None)

    def _name(self) -> str | None:
        return self.name or next(iter(shelf.names(self.shelf)), None)

    def _others(self, name: str) -> list[Published]:
        try:
            named = list(shelf.aliases(self.shelf, name).values())
        except SlotwiseError:
            named = []
        known = {each.folder for each in named}
        rest = [path.name for path in shelf.folders(self.shelf, name) if path.name not in known]
        return named + [Published(folder.rpartition("-")[0], folder, "") for folder in rest]

    def _bring(self, name: str, published: Published, remember: bool = True) -> bool:
        with self._lock:
            if remember:
                self._seen = (name, published)
            if self.current is not None and self.current.published == published and self.current.model.name == name:
                self.refused = None
                return False
            try:
                serving = self._load(name, published)
            except (SlotwiseError, OSError, MemoryError) as error:
                code = getattr(error, "code", "bundle_invalid")
                self._refuse(Refused(name, published.version, published.folder, code, str(error)))
                return False
            swapped = self.current is not None
            self.current = serving
            if remember:
                self.refused = None
        self.count()
        if swapped:
            self.metrics.swaps.inc()
        _log.info("model live", model=name, version=published.version, folder=published.folder)
        for told in self.on_live:
            told(serving)
        return True

    def _load(self, name: str, published: Published) -> Serving:
        folder = self.shelf / name / published.folder
        self.proving.prove(folder)
        model = packing.load(folder, name, published.version, check=False)
        still = stands_still(model.as_of, int(self.clock() * 1_000))
        live = model.live(model.counts, model.trail, model.as_of if still else int(self.clock() * 1_000))
        warm_up(model, live)
        return Serving(model, live, published, Renderer(model.catalog), self.clock(), still)

    def _refuse(self, refused: Refused) -> None:
        if refused != self.refused:
            self.metrics.refused.inc()
            _log.error(
                "bundle refused", name=refused.name, version=refused.version, code=refused.code, detail=refused.detail
            )
        self.refused = refused
