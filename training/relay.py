"""Relay: one work done by several processes that take turns where order matters, so that its outcome is that of one.

Forks, so that nothing has to be sent: they see what was there before, and write to memory that they share. Turns go
round in a ring of pipes, and who waits for one that ended hears of it.
"""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from mmap import mmap
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from slotwise.errors import CommandError

MOST = 4
"""Processes that are started unless told otherwise, where there are so many cores: each folds the log for itself."""


def cores() -> int:
    """Return how many processes may work at once: the cores this one may use; 1 where processes cannot be forked."""
    return min(len(os.sched_getaffinity(0)), MOST) if sys.platform == "linux" else 1


def room(shape: tuple[int, ...], dtype: DTypeLike, processes: int) -> NDArray[Any]:
    """Return an array that the processes share, not written to yet; memory goes to what is written alone."""
    if processes == 1:
        return np.empty(shape, dtype)
    count = int(np.prod(shape))
    return np.frombuffer(mmap(-1, max(count * np.dtype(dtype).itemsize, 1)), dtype, count).reshape(shape)


class Turn:
    """The turns of one process, `number` of `count`: entered when the one before is through, in a ring."""

    def __init__(self, number: int, pipes: list[tuple[int, int]]):
        self.number, self.count = number, max(len(pipes), 1)
        self._waits = number > 0
        self._ends = (pipes[number][0], pipes[(number + 1) % len(pipes)][1]) if pipes else None
        for end in {end for pipe in pipes for end in pipe} - set(self._ends or ()):
            os.close(end)

    def __enter__(self) -> None:
        if self._ends and self._waits and not os.read(self._ends[0], 1):
            raise CommandError("a process that shared the work ended before its turn")
        self._waits = True

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        # Who is through with all of its turns is not there any more to hear of this one.
        with suppress(BrokenPipeError):
            if self._ends and kind is None:
                os.write(self._ends[1], b".")

    def close(self) -> None:
        """Let the others know that no turn comes from here any more."""
        for end in self._ends or ():
            os.close(end)


def relay(work: Callable[[Turn], None], processes: int) -> None:
    """Do the work in so many processes, this one among them; each is told its turns.

    Raises CommandError when one of the others failed; what was wrong there is on standard error.
    """
    if processes == 1:
        return work(Turn(0, []))
    pipes = [os.pipe() for _ in range(processes)]
    fork = get_context("fork")
    others = [fork.Process(target=_other, args=(work, n, pipes), daemon=True) for n in range(1, processes)]
    for each in others:
        each.start()
    turn = Turn(0, pipes)
    try:
        work(turn)
    except BaseException:
        for each in others:
            each.terminate()
        raise
    finally:
        turn.close()
        _ended(others)


def _other(work: Callable[[Turn], None], number: int, pipes: list[tuple[int, int]]) -> None:
    turn = Turn(number, pipes)
    work(turn)
    turn.close()


def _ended(others: list[ForkProcess]) -> None:
    for each in others:
        each.join()
    failed = [each.exitcode for each in others if each.exitcode]
    if failed and sys.exc_info()[0] is None:
        raise CommandError(f"a process that shared the work ended with {failed[0]}")
