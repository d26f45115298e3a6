"""The command `slotwise funnel`."""

import pytest

from service.commands.funnel import compared
from slotwise.errors import MeasureError, UnknownProcessError
from slotwise.measures.spans import DAY, Span
from tests.june import june, run

__all__ = ["june"]


def test_a_process_is_followed(june, tmp_path):
    """Its steps, the fortnight before, a segment, and a bottleneck with its sentence."""
    options = ("--by", "channel", "--log", str(june), "--data-dir", str(tmp_path))
    (found,) = run("funnel", "plan_choosing", *options)["data"]

    assert [each["step"] for each in found["steps"]] == ["open", "choose", "confirm", "buy"]
    assert found["before"]["until"] == found["since"]
    assert {"app", "mini"} <= {each["group"] for each in found["by"]["context.channel"]}
    text = run("funnel", "plan_choosing", *options, text=True)
    assert "Choosing a plan" in text
    assert "by context.channel" in text


def test_all_processes_are_followed(june, tmp_path):
    """Those of the demo world, where nothing else is configured."""
    found = run("funnel", "--compare", "none", "--log", str(june), "--data-dir", str(tmp_path))["data"]

    assert {"broadband", "roaming_pack", "top_up", "new_phone"} <= {each["process"] for each in found}
    assert all(each["before"] is None for each in found)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("before", Span(6 * DAY, 13 * DAY)),
        ("last week", Span(6 * DAY, 13 * DAY)),
        ("14d", Span(-DAY, 6 * DAY)),
        ("2w", Span(-DAY, 6 * DAY)),
        ("none", None),
    ],
)
def test_periods_to_compare_with(given, expected):
    """The period before, the same days of an earlier week, none."""
    assert compared(given, Span(13 * DAY, 20 * DAY), "UTC") == expected


@pytest.mark.parametrize("given", ["3d", "12h", "yesterday", "-7d", "0d", ""])
def test_periods_that_are_none_are_refused(given):
    """Those that overlap, and what nobody understands."""
    with pytest.raises(MeasureError):
        compared(given, Span(13 * DAY, 20 * DAY), "UTC")


def test_an_unknown_process_is_told(june, tmp_path):
    """With those that there are."""
    error = run("funnel", "plans", "--log", str(june), "--data-dir", str(tmp_path), status=1)

    assert isinstance(error, UnknownProcessError)
    assert "plan_choosing" in error.expected
