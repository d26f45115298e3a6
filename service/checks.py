"""Checks: one look at each thing that the service needs."""

import importlib.metadata
import os
import platform
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass

from service.of_its_own import missing
from service.settings import Settings
from slotwise import bundle, shelf
from slotwise.cli import ONE_THREAD
from slotwise.errors import SlotwiseError

LIBRARIES = ("flask", "gunicorn", "jinja2", "numba", "numpy", "orjson", "pydantic", "scipy", "sqlalchemy")


@dataclass(frozen=True)
class Check:
    """What was looked at, what was found, and what to do when it is not as it should be."""

    name: str
    ok: bool
    found: str
    advice: str = ""


def examine(settings: Settings) -> list[Check]:
    """Return all checks; none of them changes anything but what the service itself would make."""
    looks: list[Callable[[Settings], Check]] = [
        _python,
        _libraries,
        _threads,
        _kernel,
        _folder,
        _database,
        _states,
        _shelf,
        _port,
        _review,
    ]
    return [_careful(look, settings) for look in looks]


def _careful(look: Callable[[Settings], Check], settings: Settings) -> Check:
    try:
        return look(settings)
    except (SlotwiseError, OSError) as error:
        return Check(look.__name__.strip("_"), False, str(error), getattr(error, "hint", ""))


def _python(settings: Settings) -> Check:
    right = (3, 11) <= sys.version_info[:2] < (3, 13)
    return Check("python", right, platform.python_version(), "" if right else "use Python 3.11 or 3.12")


def _libraries(settings: Settings) -> Check:
    missing = []
    for name in LIBRARIES:
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    advice = "pip install slotwise" if missing else ""
    return Check("libraries", not missing, f"missing: {', '.join(missing)}" if missing else "all there", advice)


def _threads(settings: Settings) -> Check:
    found = {name: os.environ.get(name, "unset") for name in ONE_THREAD}
    right = set(found.values()) == {"1"}
    return Check(
        "threads",
        right,
        ", ".join(f"{name}={value}" for name, value in found.items()),
        "" if right else "set them to 1",
    )


def _kernel(settings: Settings) -> Check:
    from slotwise.rankers.kernel import load_kernel

    name = load_kernel().__name__.rpartition("_")[2]
    return Check(
        "kernel", True, name, "" if name == "numba" else "install numba: ranking is many times as fast with it"
    )


def _folder(settings: Settings) -> Check:
    folder = settings.data_dir
    folder.mkdir(parents=True, exist_ok=True)
    right = os.access(folder, os.W_OK)
    return Check(
        "data folder", right, str(folder.resolve()), "" if right else "make it writable, or set SLOTWISE_DATA_DIR"
    )


def _database(settings: Settings) -> Check:
    from service.stores.opening import opened

    with opened(settings) as database:
        return Check("database", True, database.url.render_as_string(hide_password=True))


def _states(settings: Settings) -> Check:
    from service.stores.redis import Redis

    if not settings.states:
        return Check("states", True, "in the database alone")
    return Check("states", True, f"copied to Redis, {Redis(settings.states).ask()}")


def _shelf(settings: Settings) -> Check:
    name = settings.model or next(iter(shelf.names(settings.shelf_dir)), "")
    published = shelf.aliases(settings.shelf_dir, name).get(settings.alias) if name else None
    if published is None:
        return Check(
            "shelf", False, f"nothing published in {settings.shelf_dir}", "slotwise train DATASET, slotwise promote"
        )
    bundle.verify(settings.shelf_dir / name / published.folder)
    return Check("shelf", True, f"{name} version {published.version}, whole")


def _review(settings: Settings) -> Check:
    lacking = missing()
    if lacking:
        advice = "pip install 'slotwise[analysis]', or leave it off"
        return Check("review", True, f"contents are not reviewed: {', '.join(lacking)} not installed", advice)
    often = f"every {settings.review_hours:g} hours" if settings.review_hours else "by command only"
    return Check("review", True, f"contents are reviewed {often}")


def _port(settings: Settings) -> Check:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            return Check(
                "port",
                False,
                f"{settings.host}:{settings.port}: {error.strerror}",
                "stop what uses it, or choose another --port",
            )
    return Check("port", True, f"{settings.host}:{settings.port} is free")
