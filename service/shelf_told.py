"""The shelf as it is told: its bundles with their aliases and runs, what bakes, and how the aliases came to be."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from service.baking import Baking
from service.moments import to_text
from slotwise import baking, moves, shelf
from slotwise.errors import SlotwiseError

_MOVES = 50


def told(place: Path) -> list[dict[str, Any]]:
    """Return every bundle of every name; in the place of a name that cannot be read, its error."""
    found: list[dict[str, Any]] = []
    for name in sorted(shelf.names(place)):
        try:
            aliases = shelf.aliases(place, name)
        except SlotwiseError as error:
            found.append({"name": name, "error": {"code": error.code, "detail": error.detail}})
            continue
        found += [
            {
                "name": name,
                "version": folder.name.rpartition("-")[0],
                "folder": folder.name,
                "aliases": sorted(alias for alias, each in aliases.items() if each.folder == folder.name),
                "run_id": shelf.run_of(place, name, folder.name) or None,
            }
            for folder in shelf.folders(place, name)
        ]
    return found


def bakes(watched: Baking) -> list[dict[str, Any]]:
    """Return the champions that are watched, with every guardrail as it stands; without what cannot be read now."""
    found = []
    for name in sorted(shelf.names(watched.shelf)):
        try:
            bake = baking.under_way(watched.shelf / name)
            if bake is not None:
                told = {
                    "name": name,
                    "version": bake.version,
                    "since": to_text(bake.since),
                    "until": to_text(bake.until),
                }
                held = watched.held(bake)
                found.append({**told, "guards": [{**asdict(each.guard), "text": each.text} for each in held]})
        except SlotwiseError:
            continue
    return found


def moved(place: Path) -> list[dict[str, Any]]:
    """Return the latest moves of all aliases, the last one first; names whose trail cannot be read are left out."""
    found = []
    for name in shelf.names(place):
        try:
            found += [(each.at, name, each) for each in moves.moves(place, name)]
        except SlotwiseError:
            continue
    newest = sorted(found, key=lambda each: each[0], reverse=True)[:_MOVES]
    return [{"name": name, **asdict(each), "at": to_text(at)} for at, name, each in newest]
