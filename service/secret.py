"""The installation's secret: the key of tokens and of the draw, from the settings or made once and kept."""

import hmac
import os
import secrets
from hashlib import sha256
from pathlib import Path

from service.settings import Settings

FILE = "secret"


def find_secret(settings: Settings) -> bytes:
    """Return the secret; without a setting it is made, readable by its owner only, and kept in the data folder."""
    if settings.secret is not None:
        return settings.secret.get_secret_value().encode()
    path = settings.data_dir / FILE
    if not path.is_file():
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        _make(path)
    return path.read_bytes()


def derived(secret: bytes, purpose: str) -> bytes:
    """Return a key of 32 bytes for one purpose, so that no two uses share a key."""
    return hmac.digest(secret, purpose.encode(), sha256)


def _make(path: Path) -> None:
    # Written aside and linked: of two processes that start at once, both read what the first one made.
    aside = path.with_name(f".{FILE}-{os.getpid()}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
