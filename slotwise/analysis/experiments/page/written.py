"""Written: what a report tells of a comparison: lifts with their sign and bounds, p values that are never zero."""

from typing import Any

from slotwise.figures import NOTHING, signed


def lift(value: float | None, relative: bool = True) -> str:
    """Return a difference: relative in percent, absolute as it is."""
    if value is None:
        return "∞"
    return f"{100 * value:+.2f} %" if relative else signed(value)


def interval(effect: dict[str, Any] | None, relative: bool = True) -> str:
    """Return a difference with its bounds."""
    if effect is None:
        return NOTHING
    low, high = effect["low"], effect["high"]
    bounds = f"{'-∞' if low is None else lift(low, relative)} to {lift(high, relative)}"
    return f"{lift(effect['value'], relative)} ({bounds})"


def p(value: float | None, text: str | None = None) -> str:
    """Return a p value; never 0 for one that is small."""
    if value is None:
        return NOTHING
    if value < 1e-4:
        return text or "< 0.0001"
    return f"{value:.4f}"
