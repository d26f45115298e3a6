"""The relay: turns in their order over all processes, memory that they share, and what becomes of failures."""

import os
import signal

import numpy as np
import pytest

from slotwise.errors import CommandError
from training.relay import cores, relay, room

SHARED = pytest.mark.parametrize("processes", [1, 2, 4])


@SHARED
def test_turns_come_in_their_order(processes):
    """What one wrote in its turn is there for the next one, whoever that is."""
    log = room((11,), np.int64, processes)
    log[:] = 0

    def work(turn):
        for number in range(turn.number, 10, turn.count):
            with turn:
                log[log[10]], log[10] = number, log[10] + 1

    relay(work, processes)
    assert log.tolist() == [*range(10), 10]


@SHARED
def test_processes_that_have_no_turn_keep_nobody_waiting(processes):
    """Fewer stretches than processes."""
    seen = room((processes,), np.int64, processes)
    seen[:] = 0

    def work(turn):
        if turn.number == 0:
            with turn:
                seen[0] = 1

    relay(work, processes)
    assert seen[0] == 1


@pytest.mark.parametrize("how", ["raise", "kill"])
def test_a_process_that_fails_is_told(how, capfd):
    """Nobody waits for ever, and the error says so."""

    def work(turn):
        for number in range(turn.number, 9, turn.count):
            with turn:
                if number == 4 and how == "raise":
                    raise ValueError("four")
                if number == 4:
                    os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(CommandError):
        relay(work, 3)
    assert ("four" in capfd.readouterr().err) == (how == "raise")


def test_an_error_of_ones_own_is_raised_and_the_others_are_ended():
    """The error itself, where it can be had."""

    def work(turn):
        if turn.number == 0:
            raise ValueError("zero")
        with turn:
            pass

    with pytest.raises(ValueError, match="zero"):
        relay(work, 2)


def test_memory_is_shared_only_where_there_is_somebody_to_share_it_with():
    """At least one process, and arrays of the shape that was asked for, empty ones too."""
    assert cores() >= 1
    for processes in (1, 2):
        assert room((2, 3), np.float32, processes).shape == (2, 3)
        assert room((0, 3), np.float32, processes).shape == (0, 3)
