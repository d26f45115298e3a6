"""A copy of the keys' rows beside the service, so that it knows its callers when it starts while the database is away.

It holds what the database holds: digests and sealed signing keys, of no use without the installation's secret.
"""

import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from service.log import logger
from service.stores.keys import StoredKey

_BYTES = ("digest", "sealed")
_log = logger("keys")


class KeysCopy:
    """A file that only its owner can read."""

    def __init__(self, path: Path):
        self._path = path
        self._written = b""

    def keep(self, keys: list[StoredKey]) -> None:
        """Write the rows, if they are others than those written last."""
        # When they were used last is no part of it: it would be written again every hour.
        rows = [{**asdict(each), **{name: getattr(each, name).hex() for name in _BYTES}} for each in keys]
        text = orjson.dumps([{**row, "used_at": None} for row in rows])
        if text == self._written:
            return
        aside = self._path.with_name(f".{self._path.name}-{os.getpid()}")
        try:
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(text)
            aside.replace(self._path)
        except OSError as error:
            _log.warning("copy of the keys not written", error=str(error))
            return
        self._written = text

    def read(self) -> list[StoredKey] | None:
        """Return the rows written last, or None when there are none."""
        try:
            rows = orjson.loads(self._path.read_bytes())
            return [_key(row) for row in rows]
        except (OSError, ValueError, TypeError, KeyError):
            return None


def _key(row: dict[str, Any]) -> StoredKey:
    texts = {name: tuple(row[name]) for name in ("scopes", "origins")}
    return StoredKey(**{**row, **texts, **{name: bytes.fromhex(row[name]) for name in _BYTES}})
