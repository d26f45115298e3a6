"""A log of exposures whose truth is known: clicks by chance, from the attraction of contents and their slots."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

HOUR, DAY = 3_600_000, 86_400_000
START = 1_780_243_200_000
EXAMINED = (1.0, 0.4)
CATEGORIES = ("plan", "cloud")
WEAK, STRONG = "c03", "c07"
TOUCHPOINTS = ("home", "bill")
CONTENTS = tuple(f"c{number:02d}" for number in range(24))


def attraction() -> dict[str, float]:
    """Chance of a click on each content that is looked at: one weak, one strong, the others alike."""
    rng = np.random.default_rng(5)
    found = {name: 0.05 * float(np.exp(rng.normal(0, 0.15))) for name in CONTENTS}
    return found | {WEAK: 0.003, STRONG: 0.12}


def write_log(folder: Path, exposures: int = 40_000, days: int = 7, seed: int = 1, scores: bool = False) -> Path:
    """Write a log folder: `exposures` placements over the days, two slots a decision, contents drawn at random."""
    folder.mkdir(parents=True, exist_ok=True)
    rng, n = np.random.default_rng(seed), exposures // 2
    at = np.sort(START + (rng.random(n) * days * DAY).astype(np.int64))
    person, touchpoint, scene = rng.integers(0, n // 20, n), rng.integers(0, 2, n), rng.integers(0, 3, n)
    first = rng.integers(0, len(CONTENTS), n)
    content = np.stack([first, (first + rng.integers(1, len(CONTENTS), n)) % len(CONTENTS)], axis=1)
    chance = np.array(list(attraction().values()))[content] * np.array(EXAMINED)
    clicked = rng.random((n, 2)) < chance
    names = np.array(CONTENTS)
    placed = {
        "decision_id": [f"d{number}" for number in np.repeat(np.arange(n), 2)],
        "decided_at": np.repeat(at, 2),
        "person_id": [f"p{number}" for number in np.repeat(person, 2)],
        "touchpoint": np.array(TOUCHPOINTS)[np.repeat(touchpoint, 2)],
        "slot": np.tile(np.array([1, 2], np.int16), n),
        "content_id": names[content.ravel()],
        "product_id": np.char.replace(names, "c", "p")[content.ravel()],
        "propensity": np.tile([1 / len(CONTENTS), 1 / (len(CONTENTS) - 1)], n),
        "scene": pa.array(np.array(["abroad", "late", ""])[np.repeat(scene, 2)]),
    }
    if scores:
        placed["score"] = chance.ravel()
    table = pa.table(placed)
    pq.write_table(table, folder / "decisions.parquet")
    pq.write_table(_events(table, clicked.ravel(), rng), folder / "events.parquet")
    _catalog(folder)
    return folder


def _events(table: pa.Table, clicked: np.ndarray, rng: np.random.Generator) -> pa.Table:
    kept = ["person_id", "product_id", "content_id", "touchpoint", "slot", "decision_id"]
    moment = table["decided_at"].to_numpy()
    rows = np.nonzero(clicked)[0]
    bought = rows[rng.random(len(rows)) < 0.2]
    parts = []
    for kind, chosen, later, value in (
        ("exposure", np.arange(len(clicked)), 1_000, None),
        ("click", rows, 5_000, None),
        ("start", rows, 9_000, None),
        ("leave", rows[::2], 12_000, None),
        ("convert", bought, 20_000, 10.0),
    ):
        part = table.select(kept).take(pa.array(chosen))
        part = part.append_column("occurred_at", pa.array(moment[chosen] + later))
        part = part.append_column("type", pa.array([kind] * len(chosen)))
        parts.append(part.append_column("value", pa.array([value] * len(chosen), pa.float64())))
    views = {name: pa.nulls(480, pa.string()) for name in kept} | {"slot": pa.nulls(480, pa.int16())}
    views |= {
        "person_id": pa.array(["p1"] * 480),
        "product_id": pa.array([f"p{number % 24:02d}" for number in range(480)]),
    }
    views |= {"occurred_at": pa.array(np.full(480, START + HOUR)), "type": pa.array(["view"] * 480)}
    parts.append(pa.table(views | {"value": pa.nulls(480, pa.float64())}).select(parts[0].column_names))
    whole = pa.concat_tables(parts)
    return whole.append_column("event_id", pa.array([f"e{number}" for number in range(len(whole))]))


def _catalog(folder: Path) -> None:
    group = [CATEGORIES[number % 2] for number in range(len(CONTENTS) + 1)]
    names = [*CONTENTS, "c99"]
    products = [name.replace("c", "p") for name in names]
    pq.write_table(
        pa.table({"product_id": products, "category": group, "title": products}), folder / "products.parquet"
    )
    contents = {"content_id": names, "product_id": products, "kind": ["banner"] * len(names), "title": names}
    pq.write_table(pa.table(contents), folder / "contents.parquet")
    persons = [f"p{number}" for number in range(2_000)]
    tier = ["gold" if number % 3 == 0 else "basic" for number in range(2_000)]
    pq.write_table(pa.table({"person_id": persons, "attribute.tier": tier}), folder / "persons.parquet")
    touchpoints = [{"touchpoint": name, "slots": 2, "kinds": ["banner"], "goal": "click"} for name in TOUCHPOINTS]
    (folder / "touchpoints.json").write_text(json.dumps(touchpoints))
