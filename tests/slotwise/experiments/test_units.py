"""Units: the same person whichever way their id is written."""

import pytest

from slotwise.experiments.units import normalised


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("p_1", "p_1"),
        (1029, "1029"),
        ("1029", "1029"),
        (' "p_1"\n', "p_1"),
        ("'p_1'", "p_1"),
        ("caf\u00e9", "caf\u00e9"),
        ("cafe\u0301", "caf\u00e9"),
        ("用户一号", "用户一号"),
        ("", None),
        ('""', None),
        ("  ", None),
        (None, None),
        (True, None),
        (1029.0, "1029"),
        (-0.0, "0"),
        (1.5, None),
        (float("nan"), None),
        (float("inf"), None),
        (2.0**53, None),
        ([], None),
    ],
)
def test_one_text_for_each_unit(given, found):
    """Numbers are written out, accents composed, quotes and spaces taken off; what is empty is no id."""
    assert normalised(given) == found
