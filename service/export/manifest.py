"""The manifest of an export: which days were written from what, so that the next run does only what has changed."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from slotwise import log
from slotwise.errors import ConfigError

FILE = "export.json"
PARTS = (log.EVENTS_FOLDER, log.DECISIONS_FOLDER, log.ASSIGNMENTS_FOLDER)
"""What has files by day, each part in a folder of its name."""
_FORMAT = 1


@dataclass
class Manifest:
    """`events`, `decisions` and `assignments`: by day, as YYYY-MM-DD, [rows in the log, last seq or id, rows written].

    `facts`, `attributes`: kind of every fact's column, and of every attribute's that
    was given with a request. `merged`: root of every person who was merged into another; `apart`: persons
    who have opted out. Both as of the files.
    """

    facts: dict[str, str] = field(default_factory=dict)
    events: dict[str, list[Any]] = field(default_factory=dict)
    decisions: dict[str, list[Any]] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    apart: list[str] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    assignments: dict[str, list[Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Return the manifest of a folder, an empty one when it has none. Raises ConfigError for another's folder."""
        path = folder / FILE
        if not path.exists():
            if folder.exists() and any(folder.iterdir()):
                raise ConfigError(
                    f"{folder} is not empty and holds no export", given=str(folder), hint="name a folder of its own"
                )
            return cls()
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
            if document.pop("format") != _FORMAT:
                raise ValueError("another format")
            return cls(**document)
        except (ValueError, TypeError, KeyError) as error:
            raise ConfigError(f"{path} cannot be read: {error}", hint="export to a new folder") from error

    def write(self, folder: Path) -> None:
        """Keep the manifest; it is replaced as a whole."""
        aside = folder / f".{FILE}"
        aside.write_text(json.dumps({"format": _FORMAT, **asdict(self)}, ensure_ascii=False), encoding="utf-8")
        aside.replace(folder / FILE)
