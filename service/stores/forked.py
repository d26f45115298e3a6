"""Forked: what a child process must not take over from its parent is made anew in it."""

import os
import weakref
from functools import partial
from typing import Protocol


class Renewable(Protocol):
    """Something with locks or threads, of which a child gets neither in a usable form."""

    def renew(self) -> None:
        """Begin anew, in a child."""


def renew_in_children(each: Renewable) -> None:
    """Have something renewed in every process that is forked from this one, for as long as it is there."""
    os.register_at_fork(after_in_child=partial(_renew, weakref.ref(each)))


def _renew(reference: "weakref.ref[Renewable]") -> None:
    each = reference()
    if each is not None:
        each.renew()
