"""The document of an experiment as a command is given it: a file, or standard input."""

import sys
from pathlib import Path
from typing import Any

import orjson

from slotwise.errors import ConfigurationError


def document(file: str) -> dict[str, Any]:
    """Return a JSON object of a file, or of standard input; raise ConfigurationError."""
    try:
        body = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        found = orjson.loads(body)
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read: {error.strerror}", given=file) from error
    except ValueError as error:
        raise ConfigurationError(f"{file} is not JSON: {error}", given=file) from error
    if not isinstance(found, dict):
        raise ConfigurationError(f"{file} is no document of an experiment", expected="an object", given=file)
    return found
