"""Publishing: a version's bundle comes out of the registry, whole, onto the shelf."""

from pathlib import Path
from tempfile import TemporaryDirectory

from slotwise import packing, shelf
from slotwise.errors import ShelfError
from slotwise.moves import Said
from training.tracking import CHALLENGER, CHAMPION, PREVIOUS, Tracker, Version


def publish(
    tracker: Tracker, name: str, place: Path, version: str | None = None, alias: str = CHALLENGER
) -> tuple[Version, shelf.Published]:
    """Put a version (default: the challenger) on the shelf under an alias that nobody is served by.

    Raises RegistryError for an unknown version, BundleError for a damaged bundle, ShelfError for an alias that only
    promotions move, or that cannot be one.
    """
    if alias in (CHAMPION, PREVIOUS):
        hint = f"slotwise promote {name}"
        raise ShelfError(f"{alias} is moved by promotions", expected="another alias", given=alias, hint=hint)
    chosen = tracker.version(name, version)
    return chosen, brought(tracker, chosen, place, alias, Said(why="published beside the champion"))


def brought(tracker: Tracker, chosen: Version, place: Path, alias: str, said: Said) -> shelf.Published:
    """Bring a version's bundle to the shelf, verified and loaded once; raise BundleError."""
    with TemporaryDirectory() as folder:
        bundle = tracker.bundle(chosen, Path(folder))
        packing.load(bundle, chosen.name, chosen.version)
        return shelf.publish(place, chosen.name, chosen.version, bundle, alias, chosen.run_id, said)
