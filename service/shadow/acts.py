"""Acts: a shadow is begun and ended by a revision of the configuration, which every worker of every machine follows."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.configuration.changing import Changing
from service.configuration.edits import replaced
from slotwise import shelf
from slotwise.documents.experiments import Pinned
from slotwise.documents.shadows import Shadow
from slotwise.errors import ShelfError
from slotwise.moves import Said

_ALIAS = "shadow"
"""Holds the bundle on the shelf while it is one."""


@dataclass(frozen=True)
class Acts:
    """Begins and ends shadows of one shelf; `name` tells the model that is served, None before there is one."""

    changing: Changing
    shelf: Path
    name: Callable[[], str | None]
    clock: Callable[[], float] = time.time

    def start(self, version: str, budget: float, author: str, reason: str) -> Shadow:
        """Make a version, or what an alias means now, the shadow, in the place of the one before.

        Raises ShelfError, BundleError, ConfigurationError, RevisionConflictError or StoreError.
        """
        name = self.name()
        if name is None:
            raise ShelfError("there is no model on the shelf", hint="publish one first")
        found = shelf.find(self.shelf, name, version)
        run = shelf.run_of(self.shelf, name, found.folder)
        pinned = Pinned(model=name, version=found.version, folder=found.folder, digest=found.digest, run_id=run)
        made = Shadow(shadow=version, pinned=pinned, budget=budget, began_at=int(self.clock() * 1_000))
        shelf.point(self.shelf, name, _ALIAS, found, Said(author, reason))
        self._put([made.to_json()], author, reason)
        return made

    def stop(self, author: str, reason: str) -> Shadow | None:
        """End the shadow and return it, None where there is none; raises as `start`."""
        before = self.wanted()
        if before is not None:
            self._put([], author, reason)
            shelf.release(self.shelf, before.pinned.model, _ALIAS)
        return before

    def wanted(self) -> Shadow | None:
        """Return the shadow that is asked for, None without any; raise StoreError."""
        return next(iter(self.changing.history.newest().configuration.of(Shadow)), None)

    def _put(self, document: list[Mapping[str, Any]], author: str, reason: str) -> None:
        self.changing.apply(replaced({Shadow.name: document}), author, reason)
