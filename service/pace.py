"""Pace: how long the ranker takes here and now, so that a short deadline chooses a step that fits."""

from slotwise.decision import ServiceLevel

_SMOOTH = 0.1
_FORGET = 0.97
"""Each time the ranker is skipped its time is believed a little less, so that it is tried again."""


class Pace:
    """Moving averages of the seconds that a decision takes when it may use the ranker, by number of touchpoints."""

    def __init__(self) -> None:
        self._seconds: dict[int, float] = {}

    def best(self, left: float, touchpoints: int) -> ServiceLevel:
        """Return the highest step that is likely to answer in the `left` seconds."""
        expected = self._seconds.get(touchpoints, 0.0)
        if expected <= left:
            return ServiceLevel.RANKER
        self._seconds[touchpoints] = expected * _FORGET
        return ServiceLevel.POPULAR

    def learn(self, seconds: float, touchpoints: int) -> None:
        """Take in how long a decision took that was free to use the ranker."""
        known = self._seconds.get(touchpoints, seconds)
        self._seconds[touchpoints] = known + _SMOOTH * (seconds - known)
