"""Written: numbers as they are read: shares in percent, lifts with their sign, nothing as a dash."""

from typing import Any

NOTHING = "–"


def value(number: float | None, unit: str) -> str:
    """Return a metric's value in its unit."""
    if number is None:
        return NOTHING
    return f"{100 * number:.3g} %" if unit == "share" else f"{number:,.4g}"


def lift(number: float | None, relative: bool = True) -> str:
    """Return a difference: relative in percent, absolute as it is."""
    if number is None:
        return "∞"
    return f"{100 * number:+.2f} %" if relative else f"{number:+,.4g}"


def interval(effect: dict[str, Any] | None, relative: bool = True) -> str:
    """Return a difference with its bounds."""
    if effect is None:
        return NOTHING
    low, high = effect["low"], effect["high"]
    bounds = f"{'-∞' if low is None else lift(low, relative)} to {lift(high, relative)}"
    return f"{lift(effect['value'], relative)} ({bounds})"


def p(number: float | None, text: str | None = None) -> str:
    """Return a p value; never 0 for one that is small."""
    if number is None:
        return NOTHING
    if number < 1e-4:
        return text or "< 0.0001"
    return f"{number:.4f}"


def moment(text: str | None) -> str:
    """Return a moment of RFC 3339 for reading."""
    return NOTHING if text is None else f"{text[:16].replace('T', ' ')} UTC"
