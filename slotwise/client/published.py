"""Published: what the service told of its running experiments last, asked for again when it is old."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from slotwise.client.problems import ServiceProblem

PATH = "/v1/experiments/assignments"
FRESH = 10.0
"""Seconds for which it is not asked for again; after a failure too, so that a service in trouble is left alone."""


class Published:
    """One document for all threads of a client. `clock` counts seconds, from wherever."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._document: Mapping[str, Any] | None = None
        self._asked = float("-inf")

    def get(self, call: Callable[[str, str], Any]) -> Mapping[str, Any]:
        """Return the document; raise ServiceProblem when it cannot be had and never was."""
        now, document = self._clock(), self._document
        if document is not None and now - self._asked < FRESH:
            return document
        self._asked = now
        try:
            self._document = call("GET", PATH)
        except ServiceProblem:
            if document is None:
                raise
            return document
        assert self._document is not None
        return self._document
