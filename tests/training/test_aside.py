"""Work aside: done by another thread, or by this one when its outcome is asked for."""

import threading

import pytest

from training.aside import Aside


def test_a_thread_begins_at_once_and_this_one_when_it_is_asked():
    """The outcome is the same either way."""
    for beside in (True, False):
        with Aside(beside) as aside:
            outcome = aside.do(threading.get_ident)
            assert (outcome() == threading.get_ident()) != beside


def test_work_is_done_in_its_order():
    """One thing after the other."""
    done = []
    with Aside(True) as aside:
        outcomes = [aside.do(lambda number=number: done.append(number)) for number in range(20)]
        for outcome in outcomes:
            outcome()
    assert done == list(range(20))


@pytest.mark.parametrize("beside", [True, False])
def test_what_it_raises_is_raised_to_who_asks(beside):
    """And to nobody else."""
    with Aside(beside) as aside:
        outcome = aside.do(lambda: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            outcome()


def test_what_was_not_begun_is_left_when_something_fails():
    """Nobody waits for what nobody will ask for."""
    begun, free, done = threading.Event(), threading.Event(), []

    def first():
        begun.set()
        free.wait(10)

    def failing():
        with Aside(True) as aside:
            aside.do(first)
            aside.do(lambda: done.append(1))
            begun.wait(10)
            threading.Timer(0.2, free.set).start()
            raise ValueError("failed")

    with pytest.raises(ValueError, match="failed"):
        failing()
    assert not done
