"""What the training commands share."""

import pytest

from slotwise.console import Output
from training.commands.asking import figure, watching


@pytest.mark.parametrize(
    ("each", "text"),
    [
        (None, "-"),
        ({"value": None, "low": None, "high": None}, "-"),
        ({"value": 0.5, "low": None, "high": None}, "0.5000"),
        ({"value": 0.5, "low": 0.25, "high": 1.0}, "0.5000 (0.2500 to 1.0000)"),
    ],
)
def test_a_figure_with_its_interval(each, text):
    """A value, its bounds where there are any, a dash for nothing."""
    assert figure(each) == text


def test_watching_is_silent_when_nobody_watches(capsys):
    """With --json nothing but the document is written."""
    with watching(Output(json=True)) as watch:
        watch("fitting", 0.5)

    assert capsys.readouterr() == ("", "")
