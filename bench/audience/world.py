"""A database with as many persons as wanted: states written as they are stored, without the events behind them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import orjson

from service.stores.database import Database
from service.stores.everybody import Everybody
from slotwise.catalog import ALWAYS, Catalog, Contents, Products
from slotwise.events import KIND_CODE, KINDS, EventType
from slotwise.layers import first
from slotwise.person_packing import FORMAT
from slotwise.seeds import seeds_dir
from slotwise.strings import StringTable

NOW = 1_780_000_000_000
DAY = 86_400_000
_AT_ONCE = 20_000
_MIX = {"view": 0.45, "click": 0.2, "start": 0.12, "step": 0.08, "leave": 0.08, "convert": 0.05, "x.search": 0.02}
_INSERT = "INSERT INTO person_states (person_id, revision, seq, state) VALUES (?, ?, 0, ?)"


def catalog_of(seeds: Path) -> Catalog:
    """Return the products of a seed world, each its own content."""
    rows = json.loads((seeds / "products.json").read_text(encoding="utf-8"))
    names = sorted({str(row["category"]) for row in rows})
    count = len(rows)
    products = Products(
        ids=StringTable.of(row["product_id"] for row in rows),
        titles=StringTable.of(row["title"] for row in rows),
        texts=StringTable.of("" for _ in rows),
        category=np.array([names.index(row["category"]) for row in rows], np.int32),
        categories=tuple(names),
        price=np.array([row.get("price", np.nan) for row in rows], np.float32),
        published_at=np.zeros(count, np.int64),
        retired_at=np.full(count, ALWAYS),
    )
    return Catalog(products, Contents.of_products(products))


def seed_catalog() -> Catalog:
    """Return that of the e-channel."""
    return catalog_of(Path(seeds_dir("echannel")))


def fill(database: Database, catalog: Catalog, persons: int, interactions: int) -> None:
    """Store so many persons with so many interactions each on average, over half a year up to NOW."""
    rng = np.random.default_rng(7)
    for start in range(0, persons, _AT_ONCE):
        rows = [
            (name, NOW, state)
            for name, state in _states(rng, catalog, start, min(_AT_ONCE, persons - start), interactions)
        ]
        with database.write(600.0) as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.executemany(_INSERT, rows)


def everybody(database: Database) -> Everybody:
    """Return what reads them."""
    return Everybody(database)


def _states(rng: np.random.Generator, catalog: Catalog, first_one: int, count: int, interactions: int):
    ids = list(catalog.products.ids)
    lengths = rng.poisson(interactions, count)
    total = int(lengths.sum())
    product = rng.choice(len(ids), total, p=_popularity(len(ids)))
    kinds = np.array([KIND_CODE[each] for each in _MIX])[rng.choice(len(_MIX), total, p=list(_MIX.values()))]
    times = NOW - (rng.random(total) ** 1.5 * 180 * DAY).astype(np.int64)
    values = np.where(kinds == KIND_CODE[EventType.CONVERT], rng.integers(10, 900, total), 0).astype(float)
    shown_at = NOW - (rng.random((count, 8)) * 30 * DAY).astype(np.int64)
    ages, cities = rng.integers(6, 90, count), rng.integers(0, 30, count)
    ends = np.cumsum(lengths)
    for number in range(count):
        rows = slice(int(ends[number] - lengths[number]), int(ends[number]))
        order = np.argsort(times[rows], kind="stable")
        at, kind = times[rows][order].tolist(), kinds[rows][order]
        totals = np.bincount(kind, minlength=len(KINDS) + 1)
        totals[KIND_CODE[EventType.EXPOSURE]] = 8
        touched = [ids[place] for place in product[rows][order].tolist()]
        bought = np.flatnonzero(kind == KIND_CODE[EventType.CONVERT]).tolist()
        name, seen = f"p_{first_one + number:08d}", sorted(shown_at[number].tolist())
        history = [at, touched, kind.tolist(), values[rows][order].tolist(), [""] * len(at)] if at else []
        shown = [seen, ids[:8], ids[:8], ["app.home.banner"] * 8, [False] * 8]
        attributes = {"city": f"city_{cities[number]}", "age": float(ages[number])}
        times_of = [*at[:1], *at[-1:], *seen]
        yield name, orjson.dumps([
            FORMAT, name, totals.tolist(), min(times_of), max(times_of), attributes, True, history, shown, None, [],
            first(at[place] for place in bought),
        ])  # fmt: skip


def _popularity(count: int) -> np.ndarray:
    weight = 1 / np.arange(3, count + 3)
    return weight / weight.sum()
