"""One definition: what is measured live in the database is what is measured in the log's export."""

import json
from itertools import product
from pathlib import Path

import numpy as np
import orjson
import pytest
from sqlalchemy import update

from service.export.exporting import Exporter
from service.stores.assignments import Assignments
from service.stores.decisions import Decisions, Logged
from service.stores.events import Events
from service.stores.live_rows import LiveRows, product_values
from service.stores.log_days import LogDays
from service.stores.new_events import NewEvent
from service.stores.states import States
from service.stores.tables import STATES
from slotwise.analysis.log_source import LogSource
from slotwise.analysis.opened import open_log
from slotwise.catalog import Catalog, Column, Contents, Products
from slotwise.documents.metrics import Metric, resolved
from slotwise.documents.probes import LIVE_ROOTS, names_read
from slotwise.events import Event
from slotwise.measures.measure import Pick
from slotwise.measures.spans import Span
from slotwise.metering import Metering
from slotwise.seeds import seeds_dir
from slotwise.strings import StringTable

DAY, HOUR = 86_400_000, 3_600_000
FIRST = 20_000 * DAY
SPAN = Span(FIRST + DAY, FIRST + 4 * DAY)
KINDS = ("exposure", "exposure", "exposure", "view", "click", "start", "step", "leave", "convert", "dismiss", "x.scan")
CATEGORIES = ("plan", "broadband", "roaming", "data_pack")
PLACES = ("app.home.banner", "app.home.popup", "agent.desk.offers")


def catalog():
    """Eight products of four categories; one has no price, one no network."""
    ids = [f"p{number}" for number in range(8)]
    count, zeros = len(ids), np.zeros(len(ids), np.int64)
    price = np.array([39, 59, np.nan, 5, 6, 7, 8, 9], np.float32)
    network = Column(np.array([0, 1, 0, 1, -1, 0, 1, 0], np.int32), ("4g", "5g"))
    titles = StringTable.of(ids)
    products = Products(
        titles, titles, titles, np.arange(count, dtype=np.int32) % 4, CATEGORIES, price, zeros, zeros + 1,
        {"network": network, "gigabytes": Column(np.arange(count, dtype=np.float32))},
    )  # fmt: skip
    return Catalog(products, Contents.of_products(products))


def events(rng, count=600):
    """Events of twelve persons over five days, some without this and that, some twice in a visit."""
    found = []
    for number in range(count):
        day, place = int(rng.integers(0, 5)), PLACES[rng.integers(0, 3)] if rng.random() < 0.7 else None
        person = f"u{rng.integers(0, 12)}"
        kind = KINDS[rng.integers(0, len(KINDS))]
        context = {"channel": ("app", "web")[rng.integers(0, 2)], "load": float(rng.integers(0, 4))}
        event = Event(
            f"e{number}", FIRST + day * DAY + int(rng.integers(0, DAY)), person, kind,
            product_id=f"p{rng.integers(0, 9)}" if rng.random() < 0.9 else None,
            content_id=f"c{rng.integers(0, 4)}" if place else None, touchpoint=place, slot=1 if place else None,
            session=f"{person}-{day}" if rng.random() < 0.9 else None,
            scene=("over_quota", "roaming")[rng.integers(0, 2)] if rng.random() < 0.5 else None,
            value=float(rng.integers(1, 9)) if kind == "convert" else None,
            context=context if rng.random() < 0.8 else {},
        )  # fmt: skip
        properties = {"step": ("choose", "confirm")[rng.integers(0, 2)]} if kind == "step" else {"color": "step"}
        found.append(NewEvent(event, event.occurred_at, properties))
    return found


def decision(rng, number):
    """A decision with two touchpoints, one of them short now and then, one not personal now and then."""
    entries = [
        {
            "touchpoint": place,
            "service_level": ("ranker", "popular")[rng.integers(0, 2)],
            "considered": 9,
            "short": "no_candidates" if rng.random() < 0.3 else None,
            "placements": [
                {"slot": slot, "content_id": f"c{slot}", "product_id": f"p{slot}", "score": 0.5, "propensity": 0.5}
                for slot in range(1, 3)
            ],
        }
        for place in PLACES[:2]
    ]
    record = {"scene": None, "session": "s", "policy": {}, "context": {"channel": "app"}, "touchpoints": entries}
    record |= {"personalize": bool(rng.random() < 0.8), "model": {"name": "m", "version": "3"}, "variant": ""}
    record |= {"elapsed_ms": float(rng.integers(1, 100))}
    at = FIRST + int(rng.integers(0, 5 * DAY))
    return Logged(f"d{number}", at, None if rng.random() < 0.2 else f"u{rng.integers(0, 12)}", orjson.dumps(record))


@pytest.fixture
def both(database, tmp_path):
    """The same log as it lies in the database and as it was exported."""
    rng = np.random.default_rng(4)
    states, decisions = States(database), Decisions(database)
    assert Events(database, states).add(events(rng))
    decisions.add([decision(rng, number) for number in range(60)])
    with database.write() as connection:
        connection.execute(update(STATES).where(STATES.c.person_id == "u3").values(merged_into="u4"))
    Exporter(LogDays(database), decisions, Assignments(database), None, {}, lambda ids: set()).run(tmp_path / "export")
    write_products(tmp_path / "export")
    with open_log(tmp_path / "export") as opened:
        metrics = dictionary()
        yield Metering(LiveRows(database, catalog()), metrics), Metering(LogSource(opened), metrics)


def write_products(folder: Path) -> None:
    """The catalogue beside the exported log."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = {"product_id": "product_id", "category": "category", "price": "price"}
    names |= {"network": "attribute.network", "gigabytes": "attribute.gigabytes"}
    pq.write_table(
        pa.table({column: product_values(catalog(), name) for name, column in names.items()}),
        folder / "products.parquet",
    )


def dictionary():
    """The metrics of the e-channel, and some that read every kind of fact."""
    told = {"title": "t", "kind": "behaviour", "unit": "n", "owner": "o", "denominator": {"of": "persons"}}
    conditions = [
        "context.load > 1", 'context.load == "1"', "context.load in [1, 2]", "has(context.channel)", "!has(touchpoint)",
        'product.network == "5g"', "product.gigabytes >= 2 && product.price < 50", 'product.nothing == "x"',
        'step == "confirm"', 'touchpoint.contains("home")', 'scene != "roaming"', "value / 2 > 1.5", "slot == 1",
        'context.channel == "app" || context.load > 2', '!(context.channel == "app" && context.load > 2)',
    ]  # fmt: skip
    extra = [{"metric": f"m{n}", "numerator": {"when": each}} | told for n, each in enumerate(conditions)]
    extra.append(
        {"metric": "placed", "numerator": {"log": "decisions", "when": 'context.channel == "app" && score > 0'}} | told
    )
    rows = json.loads((seeds_dir("echannel") / "metrics.json").read_text()) + extra
    return {each.id: each for each in map(Metric.model_validate, rows)}


def live_ones(metrics):
    """Metrics that the live log can tell."""
    return [
        name
        for name, metric in metrics.items()
        if all(
            "." not in each or each.partition(".")[0] in LIVE_ROOTS for each in names_read(resolved(metric, metrics))
        )
    ]


def near(one, other):
    """Whether two figures are the same but for the order of sums."""
    return all(
        a == b or (None not in (a, b) and a == pytest.approx(b, rel=1e-9, abs=1e-12))
        for a, b in zip(one, other, strict=True)
    )


def test_every_metric_is_the_same_live_and_in_the_export(both):
    """Value, interval, numerator, denominator, persons: over SQLite, PostgreSQL and DuckDB."""
    live, log = both
    names = live_ones(live.metrics)
    differing = [name for name in names if not near(live.figure(name, SPAN), log.figure(name, SPAN))]

    assert len(names) >= 45
    assert differing == []
    assert sum(live.figure(name, SPAN).numerator > 0 for name in names) > 35


def test_groups_and_filters_are_the_same(both):
    """By day of a place, by touchpoint, narrowed by a condition."""
    only = Pick.model_validate({"when": 'context.channel == "app"'})
    for name, by in product(("click_through", "conversion", "fallback_share"), (("day",), ("touchpoint",), ("scene",))):
        one, other = (each.figures(name, SPAN, by, only) for each in both)
        assert one.keys() == other.keys()
        assert all(near(one[group], other[group]) for group in one), (name, by)


def test_the_catalogue_tells_facts_of_products():
    """As the export writes them; what there is not is no fact."""
    assert product_values(catalog(), "category")[:2] == ["plan", "broadband"]
    assert product_values(catalog(), "price")[2] is None
    assert product_values(catalog(), "network")[4] is None
    assert product_values(catalog(), "color") is None


def test_without_a_catalogue_products_have_no_facts(database):
    """Before a model is live, what is asked of products is unknown, and nothing fails."""
    Events(database, States(database)).add(events(np.random.default_rng(1), 50))
    found = Metering(LiveRows(database, None), dictionary())

    assert found.figure("leave_rate_plan", Span(FIRST, FIRST + 5 * DAY)).value is None
    assert found.figure("click_through", Span(FIRST, FIRST + 5 * DAY)).denominator > 0


def test_names_from_outside_are_values(database):
    """A fact with a quotation mark or a colon in its name is looked for, never run."""
    told = {"title": "t", "kind": "behaviour", "unit": "n", "owner": "o"}
    metric = Metric.model_validate({"metric": "m", "numerator": {"when": 'context.a_b == "x\' OR 1=1 --"'}} | told)

    assert Metering(LiveRows(database, None), {"m": metric}).figure("m", SPAN).value == 0.0
