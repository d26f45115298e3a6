"""Before: persons of two variants must not differ in the time in which nothing differed for them."""

from slotwise.errors import StatisticsError
from slotwise.statistics.comparing import Comparison, compare
from slotwise.statistics.estimating import Kind
from slotwise.statistics.mismatch import ALPHA
from slotwise.statistics.moments import Moments, U


def difference_before(control: Moments, treated: Moments, kind: Kind = "mean") -> Comparison | None:
    """Compare the persons' past (u, or u / v for a ratio); None where no past is known."""
    try:
        found = compare(control.past, treated.past, kind)
    except StatisticsError:
        return None
    nothing = not control.total[U] and not treated.total[U]
    return None if nothing else found


def biased_before(found: Comparison | None, alpha: float = ALPHA) -> bool:
    """Tell whether variants differed before the experiment by more than chance: its result is not to be trusted."""
    return found is not None and found.absolute.p_value < alpha
