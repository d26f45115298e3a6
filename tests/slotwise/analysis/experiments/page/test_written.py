"""Numbers as they are read."""

from slotwise.analysis.experiments.page.written import interval, lift, p


def test_lifts_have_their_sign_and_bounds():
    """Relative ones in percent; a bound that is infinite says so."""
    effect = {"value": 0.042, "low": None, "high": 0.05}

    assert interval(effect) == "+4.20 % (-∞ to +5.00 %)"
    assert interval(None) == "-"
    assert lift(-3.0, relative=False) == "-3"
    assert lift(12_345.6, relative=False) == "+12,346"


def test_small_p_values_are_never_zero():
    """Their own text is shown, where there is one."""
    assert [p(None), p(0.0312), p(0.0, "3.2e-412"), p(1e-9)] == ["-", "0.0312", "3.2e-412", "< 0.0001"]
