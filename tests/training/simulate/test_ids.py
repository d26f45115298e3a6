"""Names in the simulated log."""

from training.simulate.ids import person_name


def test_names_sort_like_numbers():
    """Person ids have one length, so that their order is the order of the persons."""
    assert [person_name(n) for n in (3, 1_234_567)] == ["p_0000003", "p_1234567"]
