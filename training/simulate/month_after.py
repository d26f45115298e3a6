"""The month after a simulated log: everybody lives on, and those who were given out are approached once.

It is written as a log of its own, so that the lift of an export can be read from it.
"""

from pathlib import Path

import numpy as np

from slotwise import log
from slotwise.chance import generator
from slotwise.events import KINDS, EventType
from training.simulate.clock import DAY_MS, FloatArray, IntArray
from training.simulate.ids import person_name
from training.simulate.ledger import NONE, Columns
from training.simulate.second_chance import TOUCHPOINT, approached, lived_on
from training.simulate.world import World

WITHIN_DAYS = 3
"""Days after the export in which the approaches happen."""


def month_after(
    world: World, treated: IntArray, content: IntArray, withheld: IntArray, days: int, out: Path, later_ms: int = 0
) -> int:
    """Write the events of some days from the log's end to a folder, and return how many.

    `treated`, int64, are approached with `content`, int64 each; nobody is shown the contents `withheld` otherwise. All
    of it happens so many ms later: for an export that was made some time after the log's end.
    """
    rng = generator("month after", str(world.seed))
    events = lived_on(world, np.arange(len(world.truth.persons.rate)), withheld, days, rng)
    return _write(world, [events, *_approaches(world, treated, content, rng)], out, later_ms)


def _approaches(world: World, who: IntArray, content: IntArray, rng: np.random.Generator) -> list[Columns]:
    """The exposures of the campaign, and what those who buy do."""
    chance: FloatArray = approached(world, who, content)
    bought = np.flatnonzero(rng.random(len(who)) < chance)
    at_ms = world.end_ms + (rng.random(len(who)) * WITHIN_DAYS * DAY_MS).astype(np.int64)
    steps = [(EventType.EXPOSURE, np.arange(len(who)), 0), (EventType.CLICK, bought, 5_000)]
    steps += [(EventType.START, bought, 25_000), (EventType.CONVERT, bought, 125_000)]
    return [
        {
            "at_ms": at_ms[rows] + after,
            "who": who[rows],
            "type": np.full(len(rows), KINDS.index(kind)),
            "product": world.catalog.content_product[content[rows]],
            "content": content[rows],
            "touchpoint": np.full(len(rows), world.catalog.touchpoint_code[TOUCHPOINT]),
        }
        for kind, rows, after in steps
    ]


def _write(world: World, parts: list[Columns], out: Path, later_ms: int) -> int:
    # Only writing needs pyarrow.
    import pyarrow as pa
    import pyarrow.parquet as pq

    catalog = world.catalog
    names = {name: np.concatenate([part[name] for part in parts]) for name in parts[-1]}
    order = np.argsort(names["at_ms"], kind="stable")
    touchpoints = [row.touchpoint for row in catalog.seeds.touchpoints]
    columns = {
        log.EVENT_ID: [f"m_{number}" for number in range(len(order))],
        log.OCCURRED_AT: names["at_ms"][order] + later_ms,
        log.PERSON: [person_name(number) for number in names["who"][order].tolist()],
        log.TYPE: [str(KINDS[code]) for code in names["type"][order].tolist()],
        log.PRODUCT: _named(catalog.product_ids, names["product"][order]),
        log.CONTENT: _named(catalog.content_ids, names["content"][order]),
        log.TOUCHPOINT: _named(touchpoints, names["touchpoint"][order]),
    }
    out.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), out / log.EVENTS_FILE, compression="zstd")
    return len(order)


def _named(names: list[str], codes: IntArray) -> list[str | None]:
    return [None if code == NONE else names[code] for code in codes.tolist()]
