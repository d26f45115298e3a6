"""Figures: numbers and moments as people read them, the same at the terminal, on a page and in a report."""

NOTHING = "-"
"""What stands where there is no figure."""
_WHOLE = 1_000
"""From here on digits behind the point say nothing."""
_LEAST_SHARE = 1e-4
"""Below, a share with two digits behind the point would read as none."""


def number(value: float | None) -> str:
    """Return a number: four digits, from a thousand on all before the point, in threes."""
    if value is None:
        return NOTHING
    return f"{value:,.0f}" if abs(value) >= _WHOLE else f"{value:.4g}"


def signed(value: float) -> str:
    """Return a difference as `number` does, with its sign."""
    return f"{value:+,.0f}" if abs(value) >= _WHOLE else f"{value:+.4g}"


def share(value: float | None) -> str:
    """Return a share of one in percent, two digits behind the point or the first two that are not zero."""
    if value is None:
        return NOTHING
    return f"{100 * value:.2f} %" if value == 0 or abs(value) >= _LEAST_SHARE else f"{100 * value:.2g} %"


def figure(value: float | None, unit: str) -> str:
    """Return a metric's value in its unit; `share` is the unit of shares."""
    if value is None:
        return NOTHING
    return share(value) if unit == "share" else f"{number(value)} {unit}"


def chance(value: float) -> str:
    """Return a probability; one that is small is not told as none."""
    return f"{value:.2f}" if value >= 0.005 or value == 0 else f"{value:.1g}"


def moment(text: str | None) -> str:
    """Return a moment of RFC 3339, in UTC, to the minute."""
    return NOTHING if text is None else f"{text[:16].replace('T', ' ')} UTC"
