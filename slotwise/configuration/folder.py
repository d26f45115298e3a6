"""Folders of documents: `<kind>.json` files, as the seeds of a world and the exports of a configuration have them."""

from pathlib import Path
from typing import Any

import orjson

from slotwise.configuration.configuration import Configuration
from slotwise.documents import kinds
from slotwise.errors import ConfigurationError
from slotwise.seeds import seeds_dir

BYTES = 8 << 20
"""Of one document."""


def read_folder(folder: Path) -> dict[str, Any]:
    """Return the documents of a folder by kind; other files are left alone. Raise ConfigurationError."""
    return {name: read_file(folder / f"{name}.json") for name in kinds() if (folder / f"{name}.json").is_file()}


def read_file(path: Path) -> Any:
    """Return what a JSON file holds; raise ConfigurationError when it is none, or too large."""
    try:
        if path.stat().st_size > BYTES:
            raise ConfigurationError(f"{path.name} is too large", expected=f"at most {BYTES} bytes")
        return orjson.loads(path.read_bytes())
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}", given=str(path)) from error
    except ValueError as error:
        raise ConfigurationError(f"{path.name} is not JSON: {error}", given=str(path)) from error


def write_folder(configuration: Configuration, folder: Path) -> list[Path]:
    """Write every document as `<kind>.json`, one entry a line, and return the files.

    Files of documents that the configuration does not have are removed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # What a document was that is no more must not be read again.
    for kind in kinds():
        if kind not in configuration.entries:
            (folder / f"{kind}.json").unlink(missing_ok=True)
    written = []
    for kind, document in configuration.to_json().items():
        path = folder / f"{kind}.json"
        path.write_bytes(b"[\n" + b",\n".join(b"  " + orjson.dumps(each) for each in document) + b"\n]\n")
        written.append(path)
    return written


def seeded(world: str) -> Configuration:
    """Return the configuration that a demo world begins with; raise UnknownWorldError, ConfigurationError."""
    return Configuration.load(read_folder(seeds_dir(world)))
