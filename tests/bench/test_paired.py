"""Paired timing calls both sides alike and in turns."""

from bench.paired import paired


def test_both_sides_are_called_in_turns() -> None:
    """Every round, with one more to warm up, runs the calls of A and then those of B."""
    calls: list[tuple[str, int]] = []
    pair = paired(lambda call: calls.append(("a", call)), lambda call: calls.append(("b", call)), rounds=2, calls=2)
    assert calls == [("a", 0), ("a", 1), ("b", 0), ("b", 1)] * 3
    assert pair.ratio_low <= pair.ratio <= pair.ratio_high
