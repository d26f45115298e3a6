"""A small world as a data set folder: two persons, three products, what they were shown and did."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

HOUR = 3_600_000


def table(columns, rows):
    """Rows of values as an Arrow table; columns of nothing but None are strings."""
    values = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    arrays = [pa.array(each, None if any(cell is not None for cell in each) else pa.string()) for each in values]
    return pa.table(arrays, names=columns)


@pytest.fixture
def write(tmp_path):
    """Write tables (name -> (columns, rows)) and JSON texts as files of a data set folder."""

    def run(**files):
        for name, content in files.items():
            if isinstance(content, str):
                (tmp_path / f"{name}.json").write_text(content)
            else:
                pq.write_table(table(*content), tmp_path / f"{name}.parquet")
        return tmp_path

    return run


EVENT = [
    "event_id",
    "occurred_at",
    "person_id",
    "type",
    "product_id",
    "content_id",
    "decision_id",
    "value",
    "context.os",
]


@pytest.fixture
def small(write):
    """The small world: bob is shown c1 and c3, clicks c1 and buys its product an hour later; ann views and leaves."""
    return write(
        events=(
            [*EVENT, "touchpoint", "session", "context.load"],
            [
                ("e1", 1 * HOUR, "ann", "view", "p1", None, None, None, "ios", None, "s1", 0.5),
                ("e2", 2 * HOUR, "bob", "click", None, "c1", "d1", None, "web", "home", "s1", 1.5),
                ("e3", 3 * HOUR, "bob", "convert", "p2", None, None, 9.5, "web", None, "s1", None),
                ("e4", 4 * HOUR, "ann", "x.leap", None, None, None, None, None, None, None, None),
            ],
        ),
        decisions=(
            [
                "decision_id",
                "decided_at",
                "person_id",
                "touchpoint",
                "slot",
                "content_id",
                "product_id",
                "propensity",
                "context.os",
            ],
            [
                ("d2", 3 * HOUR, "ann", "home", 1, "c3", "p3", None, "ios"),
                ("d1", 2 * HOUR, "bob", "home", 2, "c3", "p3", 0.25, "web"),
                ("d1", 2 * HOUR, "bob", "home", 1, "c1", "p2", 0.5, "web"),
                ("d1", 2 * HOUR, "bob", "exit", 1, "c2", "p1", 1.0, "web"),
            ],
        ),
        products=(
            ["product_id", "title", "category", "price", "attribute.brand", "attribute.weight"],
            [
                ("p2", "Tea", "drink", 1.5, "B", 2.0),
                ("p1", "Bun", "food", None, "A", None),
                ("p4", "Jam", "food", 3.0, "B", 1.0),
            ],
        ),
        contents=(
            ["content_id", "product_id", "kind"],
            [("c3", "p3", "tile"), ("c1", "p2", "banner"), ("c2", "p1", "banner")],
        ),
        persons=(["person_id", "attribute.city", "attribute.age"], [("bob", "Lyon", 40), ("zoe", "Metz", 20)]),
        touchpoints='[{"touchpoint": "home", "slots": 4, "kinds": ["banner"]}]',
        scenes='[{"scene": "s", "when": {"field": "context.os", "op": "==", "value": "ios"}}]',
        dataset='{"name": "small"}',
    )
