"""Of its own: a `slotwise` command in a process of its own, for work that must not burden whoever answers requests.

What such a command needs (DuckDB, Arrow) never comes into a process that serves; without these libraries it is off.
"""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import orjson

from service.stores.results import Results
from slotwise import errors
from slotwise.errors import CommandError, SlotwiseError

LIBRARIES = ("duckdb", "pyarrow")
LONGEST = 3_600.0
"""Seconds that a command may take."""
_PROGRAM = ("-m", "slotwise")


def missing() -> list[str]:
    """Return the libraries of the log's analysis that are not installed."""
    return [name for name in LIBRARIES if find_spec(name) is None]


def due(results: Results, kind: str, hours: float, now: float) -> bool:
    """Tell whether the newest result of a kind is older than so many hours, or there is none; raise StoreError.

    `now` is seconds UTC. With 0 hours nothing is ever due, and nothing where the libraries are missing.
    """
    if not hours or missing():
        return False
    newest = results.newest(kind)
    return newest is None or now * 1_000 - newest.made_at >= hours * 3_600_000


def run(data_dir: Path | None, *words: str, given: bytes | None = None, longest: float = LONGEST) -> bytes:
    """Run `slotwise <words> --json`, `given` on its standard input, and return what it printed.

    `data_dir` is the data folder of commands that work on one, None for others.
    Raises the error with which the command refused, or CommandError for any other end and after `longest` seconds.
    """
    place = [] if data_dir is None else ["--data-dir", str(data_dir)]
    command = [sys.executable, *_PROGRAM, *words, "--json", *place]
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=False, timeout=longest)
    except subprocess.TimeoutExpired as error:
        raise CommandError(f"it took more than {longest:.0f} s", hint=_named(words)) from error
    except OSError as error:
        raise CommandError(f"it cannot be run: {type(error).__name__}", hint=_named(words)) from error
    if done.returncode:
        raise _refused(done.stdout) or CommandError(_end(done.stderr or done.stdout), hint=_named(words))
    return done.stdout


def _refused(printed: bytes) -> SlotwiseError | None:
    """The command's own error, where it told one."""
    try:
        told = orjson.loads(printed)["error"]
        kinds = {getattr(errors, name).code: getattr(errors, name) for name in errors.__all__}
        kind: type[SlotwiseError] = kinds.get(told["code"], CommandError)
        rest = {name: told[name] for name in ("hint", "expected", "given", "pointer") if name in told}
        return kind(str(told["detail"]), **rest)
    except (ValueError, KeyError, TypeError):
        return None


def _end(said: bytes) -> str:
    return said.decode(errors="replace").strip()[-500:] or "it ended without a word"


def _named(words: tuple[str, ...]) -> str:
    return f"slotwise {' '.join(words[:2])}"
