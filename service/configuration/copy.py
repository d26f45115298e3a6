"""A copy of the configuration in effect beside the service, for a start while the database is away."""

import os
from pathlib import Path
from typing import Any

import orjson

from service.in_effect import InEffect
from service.log import logger
from slotwise.configuration import Configuration
from slotwise.errors import SlotwiseError

_log = logger("configuration")


class Copy:
    """A file in the data folder."""

    def __init__(self, path: Path):
        self._path = path

    def keep(self, in_effect: InEffect) -> None:
        """Write what is in effect."""
        aside = self._path.with_name(f".{self._path.name}-{os.getpid()}")
        told = {"revision": in_effect.revision, "documents": in_effect.configuration.to_json()}
        try:
            aside.write_bytes(orjson.dumps(told))
            aside.replace(self._path)
        except OSError as error:
            _log.warning("copy of the configuration not written", error=str(error))

    def read(self) -> InEffect | None:
        """Return what was kept last, or None when there is nothing that can be read."""
        try:
            told: Any = orjson.loads(self._path.read_bytes())
            return InEffect(int(told["revision"]), Configuration.load(told["documents"]))
        except (OSError, ValueError, TypeError, KeyError, SlotwiseError):
            return None
