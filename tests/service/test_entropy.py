"""Random bytes taken in advance are given once, in one process."""

import os

from service.entropy import random_bytes


def test_no_bytes_are_given_twice():
    """Neither within what was taken at once nor beyond it."""
    found = [random_bytes(16) for _ in range(1_000)]

    assert {len(each) for each in found} == {16}
    assert len(set(found)) == len(found)


def test_a_fork_takes_its_own():
    """Parent and child share nothing of what was taken before."""
    random_bytes(1)
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writable, random_bytes(16))
        os._exit(0)
    os.waitpid(child, 0)

    assert os.read(readable, 16) != random_bytes(16)
