"""The Python client: ask for decisions and send events, with nothing but the standard library.

`Client` is thread-safe: every thread has a connection of its own, kept alive. A decision that cannot be had raises a
`ServiceProblem`; an event never raises: it waits in a bounded queue, and a thread of the client's own delivers it.
"""

from slotwise.client.answers import Decision, Placement, Reason, Slate
from slotwise.client.assignment import Assignment, assign
from slotwise.client.client import Client
from slotwise.client.outbox import Counts
from slotwise.client.problems import Busy, Conflict, Forbidden, Invalid, NotFound, ServiceProblem, Unreachable

__all__ = [
    "Assignment", "Busy", "Client", "Conflict", "Counts", "Decision", "Forbidden", "Invalid", "NotFound", "Placement",
    "Reason", "ServiceProblem", "Slate", "Unreachable", "assign",
]  # fmt: skip
