"""Small made-up sets in the files' shapes, and a checkerboard world whose right answers are known."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from bench.quality.asking import queries_at
from bench.quality.log import Log, encode
from bench.quality.ragged import Ragged
from bench.quality.task import Task, Train

PERSONS, PRODUCTS = 40, 12


@pytest.fixture(scope="session")
def board() -> Log:
    """Persons of even number meet products of even number, the others the odd ones; each leaves one out."""
    pairs = [(p, q) for p in range(PERSONS) for q in range(PRODUCTS) if p % 2 == q % 2 and q // 2 != p // 2 % 6]
    frame = pl.DataFrame(
        {
            "occurred_at": [1_000 * i for i in range(len(pairs))],
            "person_id": [f"p{p:02}" for p, _ in pairs],
            "type": "view",
            "product_id": [f"i{q:02}" for _, q in pairs],
            "session": [f"s{p:02}" for p, _ in pairs],
            "value": 1.0,
            "context.referrer_type": [str(p % 2) for p, _ in pairs],
            "context.region": [str(p % 2) for p, _ in pairs],
            "context.store": [str(p % 2) for p, _ in pairs],
        }
    )
    products = pl.DataFrame({"product_id": [f"i{q:02}" for q in range(PRODUCTS)], "published_at": None})
    return encode(frame, products.cast({"published_at": pl.Int64}))


@pytest.fixture(scope="session")
def checkerboard(board: Log) -> Task:
    """One question a person, after all the events: the one product of the own colour that was left out."""
    products = pl.DataFrame({"product_id": [f"i{q:02}" for q in range(PRODUCTS)]})
    _, last = np.unique(board.person[::-1], return_index=True)
    rows = len(board) - 1 - last
    queries = queries_at(board, rows, np.full(len(rows), len(board)), "not in session", in_session=True)
    left_out = np.array([2 * (p // 2 % 6) + p % 2 for p in range(PERSONS)], np.int32)
    return Task(
        Train(board, products.with_columns(published_at=pl.lit(None, pl.Int64)), None, "session"),
        queries,
        Ragged(left_out, np.arange(PERSONS + 1)),
    )


@pytest.fixture(scope="session")
def small_sets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with random sets in the shapes that the protocols read."""
    folder = tmp_path_factory.mktemp("sets")
    rng = np.random.default_rng(3)
    for name, frame in _files(rng).items():
        (folder / name).parent.mkdir(exist_ok=True)
        frame.write_parquet(folder / name)
    return folder


def _files(rng: np.random.Generator) -> dict[str, pl.DataFrame]:
    n = 2_000
    day = 86_400_000
    clicks = pl.DataFrame(
        {
            "person": rng.integers(0, 60, n),
            "session": np.sort(rng.integers(0, 600, n)),
            "product": rng.integers(0, 80, n),
            "time_ms": np.sort(rng.integers(0, 8 * day, n)),
            **{c: rng.integers(0, 3, n) for c in ("environment", "device_group", "os", "country", "region")},
            "referrer_type": rng.integers(0, 4, n),
        }
    ).unique(["session", "product"], maintain_order=True)
    ratings = pl.DataFrame(
        {
            "person": rng.integers(0, 50, n),
            "product": rng.integers(0, 90, n),
            "rating": rng.integers(1, 11, n) / 2,
            "time": np.sort(rng.integers(0, 10**9, n)),
        }
    )
    movies = pl.DataFrame({"product": range(90), "title": [f"Film {i} (19{i:02})" for i in range(90)], "genres": "A|B"})
    baskets = np.sort(rng.integers(0, 900, n))
    lines = pl.DataFrame(
        {
            "person": (baskets * 7919 % 60).astype(str),
            "store": (baskets % 5).astype(str),
            "basket": baskets.astype(str),
            "product": rng.integers(0, 100, n).astype(str),
            "paid": 1.0,
            "time": pl.from_epoch(pl.Series(baskets * 3600), time_unit="s"),
        }
    )
    groceries = {name: ["x"] * 100 for name in ("maker", "department", "brand", "category", "kind", "package_size")}
    scene = ("destination", "passenger", "weather", "temperature_f")
    offers = {f"scene_{name}": rng.integers(0, 3, n).astype(str) for name in scene}
    trip = ("drive_5min_or_more", "drive_15min_or_more", "drive_25min_or_more", "same_direction", "opposite_direction")
    return {
        "globo/developer_sample.parquet": clicks,
        "movielens_small/ratings.parquet": ratings,
        "movielens_small/products.parquet": movies,
        "complete_journey/transactions_sample.parquet": lines,
        "complete_journey/products.parquet": pl.DataFrame({"product": [str(i) for i in range(100)], **groceries}),
        "complete_journey/demographics.parquet": pl.DataFrame({"person": ["1", "2"], "age": ["65+", "45-54"]}),
        "in_vehicle_coupon/offers.parquet": pl.DataFrame(
            {
                **offers,
                "scene_time": rng.integers(7, 23, n).astype(str),
                "product": rng.choice(["Bar", "Coffee", "Food", "Fine food", "Take away"], n),
                "coupon_expires": "1d",
                **{name: rng.integers(0, 2, n) for name in trip},
                "age": rng.integers(20, 60, n).astype(str),
                "visits_bar": rng.choice(["never", "1~3"], n),
                "accepted": rng.integers(0, 2, n),
            }
        ),
    }
