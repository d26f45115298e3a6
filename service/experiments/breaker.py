"""Breaker: a variant that mostly cannot answer is paused at once, without waiting for statistics."""

from service.stores.exposed_rows import ExposedRows
from slotwise.documents.experiments import Phase

MINUTES = 5
LEAST = 20
"""Decisions of a variant in these minutes, below which nothing is said."""
SHARE = 0.5
"""Share of them that fell back, from which on a variant is broken, unless control fares half as badly."""


def broken(phase: Phase, rows: ExposedRows, until: int) -> dict[str, str]:
    """Return the variants that are broken in the minutes up to a moment (ms UTC), each with the reason."""
    lately = rows.lately(until - MINUTES * 60_000, until)
    _, usual = lately.get(phase.control, (0, 0.0))
    rests = {each.variant for each in phase.pauses if each.until is None} | {phase.control}
    found = {}
    for each in phase.variants:
        count, share = lately.get(each.variant, (0, 0.0))
        if each.variant not in rests and count >= LEAST and share >= SHARE and usual < share / 2:
            found[each.variant] = (
                f"{share:.0%} of the {count} decisions of the last {MINUTES} minutes fell back in {each.variant}, "
                f"{usual:.0%} in control"
            )
    return found
