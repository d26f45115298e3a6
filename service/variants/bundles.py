"""Bundles: those that running phases pin, loaded beside the champion, and let go when no phase needs them any more."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from service.in_effect import InEffect
from service.log import logger
from service.models import Models, Refused, Serving
from service.variants.beside import Beside, Told
from service.variants.making import made
from service.variants.recipes import Served
from service.world import World
from slotwise import bundle
from slotwise.documents.experiments import Pinned
from slotwise.errors import BundleError, SlotwiseError
from slotwise.shelf import Published

_AGAIN = 30.0
"""Seconds after which a bundle that could not be loaded is tried again."""
_log = logger("variants")


class _Line(NamedTuple):
    """A bundle beside the champion, and the world that keeps its counts up to date."""

    beside: Beside
    world: World


@dataclass
class Bundles:
    """The bundles of one worker by digest; `world` makes the refresher of one, `told` hears of newer live worlds."""

    models: Models
    world: Callable[[Beside], World]
    told: Told
    clock: Callable[[], float] = time.time
    refused: dict[str, Refused] = field(default_factory=dict)
    """Those that could not be loaded, or not be configured."""
    waiting: dict[str, Pinned] = field(default_factory=dict)
    """Those that are still to be loaded."""
    _lines: dict[str, _Line] = field(default_factory=dict)
    _tried: dict[str, float] = field(default_factory=dict)

    def look_at(self, phases: Iterable[Served]) -> None:
        """Find out which bundles phases need, and let go of the others."""
        wanted = {
            recipe.pinned.digest: recipe.pinned
            for phase in phases
            for recipe in phase.recipes.values()
            if recipe.pinned is not None
        }
        for digest in self._lines.keys() - wanted.keys():
            _log.info("bundle of an experiment let go", folder=self._lines.pop(digest).beside.serving.published.folder)
        self.refused = {digest: each for digest, each in self.refused.items() if digest in wanted}
        known = self._lines.keys() | self.refused.keys()
        self.waiting = {digest: each for digest, each in wanted.items() if digest not in known}

    def wait_for(self, phase: Served) -> bool:
        """Tell whether a bundle of a phase is still to be loaded."""
        return any(each.pinned is not None and each.pinned.digest in self.waiting for each in phase.recipes.values())

    def serving(self, pinned: Pinned) -> Serving | None:
        """Return a bundle that is in use, or None."""
        line = self._lines.get(pinned.digest)
        return None if line is None else line.beside.serving

    def configure(self, in_effect: InEffect) -> None:
        """Make all bundles anew with a configuration; those that cannot take it are refused."""
        for digest, line in list(self._lines.items()):
            try:
                line.beside.configure(lambda base: made(base, in_effect, ()))
            except Exception as error:
                published = self._lines.pop(digest).beside.serving.published
                name = line.beside.serving.model.name
                self._refuse(digest, Published(published.version, published.folder, digest), name, error)

    def load_next(self) -> bool:
        """Load a bundle that waits; tell whether there was one. Long, and away from every lock of requests."""
        digest, pinned = next(iter(self.waiting.items()), ("", None))
        if pinned is None:
            return False
        published = Published(pinned.version, pinned.folder, pinned.digest)
        try:
            self._check(published, pinned.model)
            serving = self.models.load(pinned.model, published)
        except (SlotwiseError, OSError, MemoryError) as error:
            self._refuse(digest, published, pinned.model, error)
            return True
        beside = Beside(serving, self.told)
        self._lines[digest] = _Line(beside, self.world(beside))
        _log.info("bundle of an experiment live", model=pinned.model, version=pinned.version, folder=pinned.folder)
        return True

    def try_again(self) -> bool:
        """Forget refusals of some time ago; tell whether there were any."""
        old = [digest for digest in self.refused if self.clock() - self._tried[digest] >= _AGAIN]
        for digest in old:
            del self.refused[digest]
        return bool(old)

    def refresh(self) -> None:
        """Bring the counts of all bundles up to date."""
        for line in list(self._lines.values()):
            line.world.tick()

    def _check(self, published: Published, name: str) -> None:
        found = bundle.digest(self.models.shelf / name / published.folder)
        if found != published.digest:
            detail = f"{published.folder} is not the bundle that was pinned"
            raise BundleError(detail, expected=published.digest, given=found, hint="publish the version again")

    def _refuse(self, digest: str, published: Published, name: str, error: Exception) -> None:
        code, detail = getattr(error, "code", "bundle_invalid"), str(error) or type(error).__name__
        self._tried[digest] = self.clock()
        self.refused[digest] = Refused(name, published.version, published.folder, code, detail)
        self.models.metrics.refused.inc()
        _log.error("bundle of an experiment refused", folder=published.folder, code=code, detail=detail)
