"""Pressure: how much of its time a worker has lately spent on what is urgent."""

from math import exp

_LATELY = 0.1
"""Seconds after which a moment counts for a third."""


class Pressure:
    """A moving share of wall time, from 0 to 1; all moments are seconds of one clock, and none is before the last."""

    def __init__(self) -> None:
        self._share = 0.0
        self._at = 0.0

    def add(self, begun: float, ended: float) -> None:
        """Note that something urgent was done from one moment to another."""
        self._share = 1.0 - (1.0 - self.share(begun)) * exp((begun - ended) / _LATELY)
        self._at = ended

    def share(self, now: float) -> float:
        """Return the share as of a moment."""
        return self._share * exp((self._at - now) / _LATELY)
