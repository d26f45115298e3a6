"""The demo's own keys: one for its page and first questions, one for everything; made once, kept in its folder.

Nowhere else does Slotwise write a key down: a demo shows it anyway.
"""

import os
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from service.keyring import Keyring
from service.keys import Kind
from service.keys_issued import Issuing
from service.keys_sealed import Sealer
from service.secret import find_secret
from service.settings import read_settings
from service.stores.keys import Keys
from service.stores.nonces import Nonces
from service.stores.opening import opened
from slotwise.errors import KeyRefusedError

_FILE = "keys.json"


@dataclass(frozen=True)
class DemoKeys:
    """The keys of a demo."""

    publishable: str
    secret: str


def demo_keys(folder: Path) -> DemoKeys:
    """Return the keys of the demo in a folder, made anew when there are none that its service knows."""
    settings = read_settings(data_dir=folder / "service")
    with opened(settings) as database:
        keyring = Keyring(Keys(database), Nonces(database), Sealer(find_secret(settings)))
        keyring.refresh()
        kept = _read(folder / _FILE)
        return kept if kept is not None and _known(kept, keyring) else _make(keyring, folder / _FILE)


def _known(kept: DemoKeys, keyring: Keyring) -> bool:
    try:
        return all(keyring.find(each) for each in (kept.publishable, kept.secret))
    except KeyRefusedError:
        return False


def _make(keyring: Keyring, path: Path) -> DemoKeys:
    issuing = Issuing(keyring.keys, keyring.sealer)
    wanted: list[tuple[Kind, list[str]]] = [("publishable", []), ("secret", ["admin"])]
    made = DemoKeys(*(issuing.create(kind, "demo", scopes).key for kind, scopes in wanted))
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(orjson.dumps(asdict(made)))
    return made


def _read(path: Path) -> DemoKeys | None:
    try:
        return DemoKeys(**orjson.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
