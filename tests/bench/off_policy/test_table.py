"""The figures of a world as Markdown."""

from bench.off_policy.proof import prove
from bench.off_policy.slates import SlateWorld
from bench.off_policy.table import told


def test_a_table_of_one_world():
    """Every estimator is a row, every target a line; what has no interval has no coverage."""
    found = {"world": "slates", **prove(SlateWorld(persons=200), 2)}
    text = told(found)

    assert "| cascade_doubly_robust |" in text
    assert text.count("\n- ") == len(found["targets"]) == 3
    assert next(row for row in text.splitlines() if row.startswith("| direct")).count("| - |") == 1
