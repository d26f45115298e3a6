"""History: revisions with their configurations, read from the store; documents are kept by digest once read."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson

from service.in_effect import InEffect
from service.stores.revisions import Revision, Revisions
from slotwise.configuration import Configuration
from slotwise.documents import Problem
from slotwise.errors import ConfigurationError

_KEPT = 16
"""Configurations that are kept in memory."""


@dataclass
class History:
    """The revisions of an installation; `first` is what is in effect before there is a revision."""

    revisions: Revisions
    first: Callable[[], Configuration] = Configuration
    _kept: OrderedDict[tuple[str, ...], Configuration] = field(default_factory=OrderedDict, repr=False)

    def newest(self) -> InEffect:
        """Return what is in effect; raise StoreError, or ConfigurationError when this version cannot read it."""
        return self.at(self.revisions.newest())

    def at(self, number: int) -> InEffect:
        """Return a revision's configuration; raises as `newest`, and UnknownRevisionError."""
        if number == 0:
            return InEffect(0, self.first())
        return InEffect(number, self.configuration(self.revisions.get(number)))

    def configuration(self, revision: Revision) -> Configuration:
        """Return the documents of a revision; raises as `newest`."""
        key = tuple(sorted(revision.documents.values()))
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = Configuration.load(self.documents(revision))
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def salvaged(self) -> tuple[InEffect, list[Problem]]:
        """Return what this version can read of the newest revision, and warnings of the rest; raise StoreError."""
        newest = self.revisions.newest()
        try:
            return self.at(newest), []
        except ConfigurationError:
            found, warnings = Configuration.salvage(self.documents(self.revisions.get(newest)))
            return InEffect(newest, found), warnings

    def documents(self, revision: Revision) -> dict[str, Any]:
        """Return the documents of a revision as they are stored; raise StoreError."""
        bodies = self.revisions.bodies(revision.documents.values())
        return {kind: orjson.loads(bodies[digest]) for kind, digest in revision.documents.items()}

    def add(self, configuration: Configuration, revision: Revision) -> None:
        """Store a configuration as a revision; raise RevisionConflictError or StoreError."""
        digests = configuration.digests
        self.revisions.add(revision, {digest: (kind, configuration.written[kind]) for kind, digest in digests.items()})
