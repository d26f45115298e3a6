"""Rolling back: the previous champion serves again; the registry follows what the shelf says, now or later."""

from dataclasses import dataclass
from pathlib import Path

from slotwise import baking, moves, shelf
from slotwise.errors import SlotwiseError
from slotwise.moves import Said
from training.tracking import CHAMPION, PREVIOUS, Tracker


@dataclass(frozen=True)
class RolledBack:
    """The champion after a roll-back and before it; `registry` says why the registry could not follow, if so."""

    now: shelf.Published
    before: shelf.Published | None
    registry: str = ""


def roll_back(place: Path, name: str, uri: str, said: Said = Said()) -> RolledBack:  # noqa: B008 - frozen
    """Make the previous champion champion again, on the shelf and, where it answers, in the registry.

    The shelf alone decides what is served, so this works with the registry down. Raises ShelfError when the shelf
    knows of no previous champion, BundleError when its bundle is damaged.
    """
    before = shelf.aliases(place, name).get(shelf.CHAMPION)
    now = shelf.roll_back(place, name, said)
    baking.end(place / name)
    return RolledBack(now, before, follow(place, name, uri))


def follow(place: Path, name: str, uri: str) -> str:
    """Point the registry's aliases where the shelf's point, with the reason on the version that went.

    Returns why it could not be done; empty when it was. Raises ShelfError when the shelf cannot be read.
    """
    known = shelf.aliases(place, name)
    last = next((each for each in reversed(moves.moves(place, name)) if each.alias == shelf.CHAMPION), None)
    try:
        tracker = Tracker(uri, patient=False)
        for alias in (CHAMPION, PREVIOUS):
            if alias in known:
                tracker.point(name, alias, known[alias].version)
        if last is not None and last.before and last.why:
            gone = tracker.version(name, last.before)
            tracker.tag(gone, {"rolled_back": last.why[:500], "rolled_back.by": last.by or "unknown"})
    except Exception as error:
        what = error.detail if isinstance(error, SlotwiseError) else f"{type(error).__name__}: {error}"
        return what.splitlines()[0][:120]
    return ""
