"""A row knows whether its target is reached, and the table says so."""

from bench.speed.row import Row, table


def test_targets_in_both_senses() -> None:
    """At least, at most, and none."""
    assert Row("a", 0.3, "x", ">=", 0.25).reached is True
    assert Row("a", 0.2, "x", ">=", 0.25).reached is False
    assert Row("a", 0.2, "x", "<=", 0.25).reached is True
    assert Row("a", 0.2, "x").reached is None


def test_the_table_names_what_is_short() -> None:
    """One line a row under a head; a row without a target makes no claim."""
    lines = table([Row("fast", 3.0, "x", ">=", 2.0, "how"), Row("slow", 1.0, "x", ">=", 2.0), Row("told", 5, "ms")])
    head, fast, slow, told = lines.splitlines()
    assert "measured" in head
    assert "reached" in fast
    assert fast.endswith("how")
    assert "SHORT" in slow
    assert "reached" not in told
    assert "SHORT" not in told


def test_json_says_the_same() -> None:
    """For programs."""
    assert Row("a", 0.3, "x", ">=", 0.25).to_json()["reached"] is True
