"""Forked: children begin anew, parents go on, and what is gone is forgotten."""

import gc
import os
import weakref

from service.stores.forked import renew_in_children


class Counter:
    """Counts how often it was renewed."""

    count = 0

    def renew(self):
        """Count."""
        self.count += 1


def test_only_the_child_is_renewed():
    """Once for each fork."""
    counter = Counter()
    renew_in_children(counter)
    child = os.fork()
    if child == 0:
        os._exit(counter.count)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
    assert counter.count == 0


def test_nothing_is_kept_alive():
    """What nobody uses any more goes, and a fork afterwards does no harm."""
    counter = Counter()
    renew_in_children(counter)
    gone = weakref.ref(counter)
    del counter
    gc.collect()
    child = os.fork()
    if child == 0:
        os._exit(0)

    assert gone() is None
    assert os.waitpid(child, 0)[1] == 0
