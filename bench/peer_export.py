"""Writes what the careful user's service reads: the generated world as arrays, a Booster's text, a table of states."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict
from pathlib import Path

import numpy as np

from bench.generated import NOW, World
from bench.peer_features import PRODUCT
from slotwise.events import KIND_CODE
from slotwise.features import Items
from slotwise.person import PersonState


def export(world: World, folder: Path, persons: int, deeplink: str = "") -> None:
    """Write the folder; `deeplink` stands in every placement, to bring the answer to the size of the other side's."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in _arrays(world).items():
        np.save(folder / f"{name}.npy", array)
    (folder / "booster.txt").write_text(world.text)
    (folder / "meta.json").write_text(json.dumps(_meta(world, deeplink)))
    with sqlite3.connect(folder / "states.sqlite") as table:
        table.execute("PRAGMA journal_mode = WAL")
        table.execute("CREATE TABLE IF NOT EXISTS states (person TEXT PRIMARY KEY, state TEXT) WITHOUT ROWID")
        states = [world.person(number) for number in range(persons)]
        table.executemany("INSERT OR REPLACE INTO states VALUES (?, ?)", [(s.person_id, _state(s)) for s in states])


def _arrays(world: World) -> dict[str, np.ndarray]:
    model, live = world.model, world.model.start
    products, everything = model.catalog.products, np.arange(len(model.catalog.products), dtype=np.int32)
    block = model.features.product_rows(Items(everything, everything, live))
    names = [each.name for each in model.features.of_theme("product")]
    rows = range(model.facets.size)
    return {
        "factors": np.asarray(model.generators["als"].factors),  # type: ignore[attr-defined]
        "products": block[:, [names.index(name) for name in PRODUCT]],
        "category": products.category,
        "log_price": np.log(products.price),
        "lift": np.stack([live.lift(row) for row in rows]),
        "click_lift": np.stack([live.click_lift(row) for row in rows]),
    }


def _meta(world: World, deeplink: str) -> dict[str, object]:
    model, facets = world.model, world.model.facets
    starts = facets.offsets.tolist()
    options = asdict(model.generators["als"].options)  # type: ignore[attr-defined]
    return {
        "ids": list(model.catalog.products.ids),
        "titles": list(model.catalog.products.titles),
        "features": model.features.names,
        "starts": starts[:-1],
        "rows": [
            {value: start + place for place, value in enumerate(field.values)}
            for field, start in zip(facets.fields, starts, strict=False)
        ],
        "als": {name: options[name] for name in ("factors", "regularization", "alpha")},
        "candidates": world.shape.candidates,
        "counters": ["exposures", "clicks", "conversions", "first_at"],
        "now": NOW,
        "deeplink": deeplink,
    }


def _state(state: PersonState) -> str:
    return json.dumps(
        {
            "products": [each.product for each in state.history],
            "times": [each.time for each in state.history],
            "shown": [each.product for each in state.shown],
            "shown_times": [each.time for each in state.shown],
            "exposures": state.totals[KIND_CODE["exposure"]],
            "clicks": state.totals[KIND_CODE["click"]],
            "conversions": state.totals[KIND_CODE["convert"]],
            "first_at": state.first_at,
        }
    )
