"""Documents in columns are read alike by both databases."""

import pytest
from sqlalchemy import text

from service.stores.json_sql import PostgresJson, SqliteJson

DOCUMENT = '{"name": "a", "count": 3, "half": 0.5, "truth": true, "none": null, "a.b": "dotted"}'


@pytest.fixture
def read(database):
    """Evaluate an expression over the document."""
    json = SqliteJson() if database.sqlite else PostgresJson()

    def run(write, **parameters):
        query = f"SELECT {write(json)}"
        return database.row(text(query), {"d": DOCUMENT, **parameters})[0]

    run.json = json
    return run


@pytest.mark.parametrize(
    ("name", "kind", "value"),
    [
        ("name", "text", "a"),
        ("name", "number", None),
        ("count", "number", 3),
        ("half", "number", 0.5),
        ("count", "text", None),
        ("truth", "number", None),
        ("none", "text", None),
        ("nothing", "text", None),
        ("a.b", "text", "dotted"),
        ('a" OR 1', "text", None),
    ],
)
def test_fields_are_told_by_their_kind(read, name, kind, value):
    """A number is no text, and a name with a dot is one name."""
    found = read(lambda json: json.told("CAST(:d AS text)", ":path", kind), path=read.json.path(name))

    assert found == value


def test_lists_become_rows(database):
    """With columns of texts and of numbers."""
    json = SqliteJson() if database.sqlite else PostgresJson()
    query = f"SELECT product_id, n_price FROM ({json.rows(':d', ['product_id', 'n_price'])}) p ORDER BY 1"
    rows = database.rows(text(query), {"d": '[["b", 2.5], ["a", null]]'})

    assert [tuple(row) for row in rows] == [("a", None), ("b", 2.5)]
