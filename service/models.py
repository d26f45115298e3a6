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

from service.in_effect import InEffect
from service.log import logger
from service.metrics import Metrics
from service.proving import Proving
from service.rendering import Renderer
from service.standstill import stands_still
from service.warm_up import warm_up
from slotwise import packing, shelf
from slotwise.configuration import Configuration
from slotwise.errors import SlotwiseError
from slotwise.live import Live
from slotwise.model import Model
from slotwise.shelf import Published

_log = logger("models")
_HELD = ("pinned.", "shadow")
"""How the aliases begin that only keep bundles of experiments and shadows on the shelf: nothing to fall back to."""


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
    revision: int = 0
    """Revision of the configuration that is in effect; 0 is the bundle's own."""
    trained: Model | None = None
    """The model as its bundle brought it; None where it is that very model."""

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
    on_refresh: list[Callable[[Serving], None]] = field(default_factory=list)
    """Told when the live world of the model has been brought up to date."""
    in_effect: InEffect | None = None
    """The configuration that every model serves with; None: each with its own."""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _seen: tuple[str, Published] | None = None

    @property
    def configuration(self) -> Configuration:
        """The configuration in effect on this worker: a revision's, else what the live bundle brought."""
        if self.in_effect is not None:
            return self.in_effect.configuration
        return Configuration() if self.current is None else self.current.model.configuration

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
                serving = self.current = replace(self.current, live=live, still=still, refreshed=refreshed)
        for told in self.on_refresh:
            told(serving)

    def configure(self, in_effect: InEffect) -> None:
        """Put a configuration into effect: the live model is made with it beside the old one, proven, and swapped.

        Raises SlotwiseError or whatever else the model does with it; nothing has changed then.
        """
        with self._lock:
            old = self.current
            if old is not None:
                model = (old.trained or old.model).configured(in_effect.configuration)
                live = model.live(old.live.counts, old.live.trail, old.live.at, old.live.exposed)
                warm_up(model, live)
                self.current = replace(
                    old, model=model, live=live, revision=in_effect.revision, trained=old.trained or old.model
                )
            self.in_effect = in_effect
        if self.current is not None:
            for told in self.on_live:
                told(self.current)

    def count(self) -> None:
        """Say in this process's metrics whether a model is live: a fork starts with metrics of its own."""
        self.metrics.ready.set(self.current is not None)

    def _name(self) -> str | None:
        return self.name or next(iter(shelf.names(self.shelf)), None)

    def _others(self, name: str) -> list[Published]:
        try:
            named = [each for alias, each in shelf.aliases(self.shelf, name).items() if not alias.startswith(_HELD)]
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
                serving = self.load(name, published)
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

    def load(self, name: str, published: Published) -> Serving:
        """Return a bundle of the shelf, proven, with the configuration in effect, and warmed up.

        Raises SlotwiseError, OSError or MemoryError.
        """
        folder = self.shelf / name / published.folder
        self.proving.prove(folder)
        trained = packing.load(folder, name, published.version, check=False)
        model, revision = self._configured(trained)
        still = stands_still(model.as_of, int(self.clock() * 1_000))
        live = model.live(model.counts, model.trail, model.as_of if still else int(self.clock() * 1_000))
        warm_up(model, live)
        renderer = Renderer(model.catalog)
        return Serving(model, live, published, renderer, self.clock(), still, revision=revision, trained=trained)

    def _configured(self, trained: Model) -> tuple[Model, int]:
        """Return the model with the configuration in effect; with its own where it cannot take that one."""
        if self.in_effect is None:
            return trained, 0
        try:
            return trained.configured(self.in_effect.configuration), self.in_effect.revision
        except SlotwiseError as error:
            _log.error("configuration refused by a bundle", revision=self.in_effect.revision, detail=error.detail)
            return trained, 0

    def _refuse(self, refused: Refused) -> None:
        if refused != self.refused:
            self.metrics.refused.inc()
            _log.error(
                "bundle refused", name=refused.name, version=refused.version, code=refused.code, detail=refused.detail
            )
        self.refused = refused
