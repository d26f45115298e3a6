"""The shelf: published bundles side by side, and the aliases that say which of them is in use.

    <shelf>/<name>/<version>-<digest>/    a verified bundle
    <shelf>/<name>/aliases.json           {"champion": {"version", "folder", "digest"}, "previous": ...}
    <shelf>/<name>/runs.json              {folder: the run of MLflow that made the bundle}, as far as it is known
    <shelf>/<name>/moves.jsonl            what every alias was pointed at, when and why (moves.py)

Training writes it, the service watches it; nothing on it is ever changed in place. A bundle appears by
one rename and an alias moves by one rename, so a reader sees the old or the new, never a half.
"""

import fcntl
import os
import re
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from slotwise import bundle, moves
from slotwise.errors import BundleError, ShelfError
from slotwise.moves import Move, Said

CHAMPION = "champion"
PREVIOUS = "previous"
"""What was champion before; roll-back exchanges the two."""
KEEP = 3
"""Bundles kept beside those that an alias names, the newest first."""
ALIASES = "aliases.json"
RUNS = "runs.json"
_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


@dataclass(frozen=True)
class Published:
    """A bundle on the shelf: its version in the registry, its folder's name, the SHA-256 of its manifest."""

    version: str
    folder: str
    digest: str


def publish(
    shelf: Path,
    name: str,
    version: str,
    bundle_folder: Path,
    alias: str = CHAMPION,
    run_id: str = "",
    said: Said = Said(),  # noqa: B008 - frozen
) -> Published:
    """Copy a verified bundle to the shelf and point an alias at it; `run_id` says which run of MLflow made it.

    Raises BundleError when the bundle is damaged and ShelfError for a name that cannot be a folder.
    """
    for each, what in ((name, "name"), (version, "version"), (alias, "alias")):
        if not _FORM.fullmatch(each):
            raise ShelfError(
                f"{each!r} cannot be a {what}", expected="letters, digits, . _ - and at most 80", given=each
            )
    bundle.verify(bundle_folder)
    digest = bundle.digest(bundle_folder)
    published = Published(version, f"{version}-{digest[:12]}", digest)
    home = shelf / name
    home.mkdir(parents=True, exist_ok=True)
    with _locked(home):
        _bring(bundle_folder, home / published.folder, digest)
        if run_id:
            _write(home / RUNS, {**_runs(home), published.folder: run_id})
        _point(home, alias, published, said)
        _prune(home)
    return published


def point(shelf: Path, name: str, alias: str, published: Published, said: Said = Said()) -> None:  # noqa: B008 - frozen
    """Point an alias at a bundle that stands on the shelf already; raise BundleError when it does not."""
    home = shelf / name
    with _locked(home):
        bundle.verify(home / published.folder)
        _point(home, alias, published, said)


def release(shelf: Path, name: str, alias: str) -> None:
    """Take an alias away, so that its bundle may go when it is old; raise ShelfError on a damaged file."""
    home = shelf / name
    with _locked(home):
        known = aliases(shelf, name)
        if known.pop(alias, None) is not None:
            _name(home, known)


def find(shelf: Path, name: str, wanted: str) -> Published:
    """Return the bundle of an alias, or of a version: the one published last; raise ShelfError when there is none."""
    known = aliases(shelf, name)
    if wanted in known:
        return known[wanted]
    versions = [folder.name.rpartition("-")[0] for folder in folders(shelf, name)]
    if wanted not in versions:
        raise ShelfError(
            f"the shelf has no version or alias {wanted!r} of {name}",
            expected=sorted({*known, *versions}),
            given=wanted,
            hint="publish the version first",
        )
    folder = folders(shelf, name)[versions.index(wanted)]
    return Published(wanted, folder.name, bundle.digest(folder))


def run_of(shelf: Path, name: str, folder: str) -> str:
    """Return the run of MLflow that made a bundle, empty where that is not known."""
    return _runs(shelf / name).get(folder, "")


def roll_back(shelf: Path, name: str, said: Said = Said()) -> Published:  # noqa: B008 - frozen
    """Make the previous champion champion again and return it; raise ShelfError when there is none."""
    previous = aliases(shelf, name).get(PREVIOUS)
    if previous is None:
        raise ShelfError(f"{name} has no previous champion", hint="promote a version instead")
    point(shelf, name, CHAMPION, previous, said)
    return previous


def aliases(shelf: Path, name: str) -> dict[str, Published]:
    """Return what every alias of a name points at, nothing for an unknown name; raise ShelfError on a damaged file."""
    path = shelf / name / ALIASES
    try:
        found = orjson.loads(path.read_bytes())
        return {alias: Published(**each) for alias, each in found.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ShelfError(f"{path} cannot be read: {error}", hint="promote a version again") from error


def names(shelf: Path) -> list[str]:
    """Return the names that have aliases, the one whose aliases changed last first."""
    found = [(path.stat().st_mtime_ns, path.parent.name) for path in shelf.glob(f"*/{ALIASES}")]
    return [name for _, name in sorted(found, reverse=True)]


def folders(shelf: Path, name: str) -> list[Path]:
    """Return the bundles of a name, the one published last first."""
    found = [path for path in (shelf / name).glob("*") if (path / bundle.MANIFEST).is_file() and path.name[0] != "."]
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def _bring(source: Path, target: Path, digest: str) -> None:
    if target.exists() and _whole(target, digest):
        os.utime(target)
        return
    incoming = target.parent / f".incoming-{uuid.uuid4().hex}"
    shutil.copytree(source, incoming)
    for path in (*incoming.rglob("*"), incoming):
        _sync(path)
    if not _whole(incoming, digest):
        shutil.rmtree(incoming)
        raise BundleError(f"{source} changed while it was copied", hint="publish it again")
    if target.exists():
        # A damaged copy makes room; whoever has it mapped keeps his pages.
        target.rename(target.parent / f".damaged-{uuid.uuid4().hex}")
    incoming.rename(target)
    os.utime(target)
    _sync(target.parent)


def _whole(folder: Path, digest: str) -> bool:
    try:
        bundle.verify(folder)
    except BundleError:
        return False
    return bundle.digest(folder) == digest


def _point(home: Path, alias: str, published: Published, said: Said) -> None:
    known = aliases(home.parent, home.name)
    before = known.get(alias)
    if alias == CHAMPION and known.get(CHAMPION, published) != published:
        known[PREVIOUS] = known[CHAMPION]
    known[alias] = published
    _name(home, known)
    if before != published:
        place = (published.version, published.folder, published.digest, "" if before is None else before.version)
        moves.add(home, Move(int(time.time() * 1_000), alias, *place, *said))


def _name(home: Path, known: dict[str, Published]) -> None:
    _write(home / ALIASES, {name: asdict(each) for name, each in sorted(known.items())})


def _runs(home: Path) -> dict[str, str]:
    try:
        return {str(folder): str(run) for folder, run in orjson.loads((home / RUNS).read_bytes()).items()}
    except (OSError, ValueError, AttributeError):
        # What only links to somewhere else keeps nobody from serving.
        return {}


def _write(path: Path, document: object) -> None:
    written = path.with_name(f".{path.name}-{uuid.uuid4().hex}")
    written.write_bytes(orjson.dumps(document))
    _sync(written)
    written.replace(path)
    _sync(path.parent)


def _prune(home: Path) -> None:
    named = {each.folder for each in aliases(home.parent, home.name).values()}
    others = [path for path in folders(home.parent, home.name) if path.name not in named]
    for path in (*others[KEEP:], *home.glob(".damaged-*"), *home.glob(".incoming-*")):
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    home.mkdir(parents=True, exist_ok=True)
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
