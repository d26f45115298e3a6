"""Following: a worker's own look at the newest revision, brought to life beside the one that serves.

What cannot be read or compiled leaves the last good revision in effect, and is told until another one comes.
"""

from dataclasses import dataclass

from service.configuration.copy import Copy
from service.configuration.history import History
from service.in_effect import InEffect
from service.log import logger
from service.metrics import Metrics
from service.models import Models
from slotwise.errors import SlotwiseError, StoreError

_log = logger("configuration")


@dataclass(frozen=True)
class Refused:
    """A revision that did not take effect, and why."""

    revision: int
    code: str
    detail: str


@dataclass
class Following:
    """Keeps the models of one process at the newest revision."""

    history: History
    models: Models
    copy: Copy
    metrics: Metrics
    refused: Refused | None = None
    reachable: bool = True
    """Whether the store told which revision is the newest when it was asked last."""
    _tried: int = -1
    """The revision that was looked at last; it is not tried again."""

    def begin(self) -> None:
        """Take what is in effect before the first model loads: of the database, else of the copy beside it."""
        self.tick()
        kept = None if self.reachable else self.copy.read()
        if kept is not None:
            self._take(kept)

    def tick(self) -> bool:
        """Look for a newer revision; return whether one took effect. While the store is away nothing changes."""
        try:
            changed = self._look()
        except StoreError as error:
            if self.reachable:
                _log.warning("configuration not read", detail=error.detail)
            self.reachable = False
            return False
        self.reachable = True
        return changed

    def _look(self) -> bool:
        newest = self.history.revisions.newest()
        if newest == self._tried or (newest == 0 and self.models.in_effect is None):
            return False
        try:
            found = self.history.at(newest)
        except StoreError:
            raise
        except (SlotwiseError, KeyError) as error:
            self._refuse(newest, error)
            return False
        if not self._take(found):
            return False
        self.copy.keep(found)
        return True

    def _take(self, found: InEffect) -> bool:
        self._tried = found.revision
        try:
            self.models.configure(found)
        except Exception as error:
            # Whatever it is that a configuration does to a model, the one before it goes on serving.
            self._refuse(found.revision, error)
            return False
        self.refused = None
        self.metrics.configuration.set(found.revision)
        _log.info("configuration in effect", revision=found.revision)
        return True

    def _refuse(self, revision: int, error: Exception) -> None:
        self._tried = revision
        code = getattr(error, "code", "configuration_invalid")
        self.refused = Refused(revision, code, str(error) or type(error).__name__)
        self.metrics.configurations_refused.inc()
        _log.error("configuration refused", revision=revision, code=code, detail=self.refused.detail)
