"""Numbers as they are read."""

from slotwise.analysis.experiments.page.written import interval, lift, moment, p, value


def test_values_have_their_unit():
    """Shares are percent; nothing is a dash."""
    assert [value(0.0512, "share"), value(1234.5, "CNY"), value(None, "n")] == ["5.12 %", "1,234", "–"]


def test_lifts_have_their_sign_and_bounds():
    """Relative ones in percent; a bound that is infinite says so."""
    effect = {"value": 0.042, "low": None, "high": 0.05}

    assert interval(effect) == "+4.20 % (-∞ to +5.00 %)"
    assert interval(None) == "–"
    assert lift(-3.0, relative=False) == "-3"


def test_small_p_values_are_never_zero():
    """Their own text is shown, where there is one."""
    assert [p(None), p(0.0312), p(0.0, "3.2e-412"), p(1e-9)] == ["–", "0.0312", "3.2e-412", "< 0.0001"]


def test_moments_are_in_utc():
    """To the minute."""
    assert moment("2026-06-01T08:30:11.000Z") == "2026-06-01 08:30 UTC"
    assert moment(None) == "–"
