"""A chore is done by one worker of a machine at a time."""

from threading import Event, Thread

import pytest

from service.log import configure
from service.one_at_a_time import alone, held
from slotwise.errors import StoreError


def test_work_is_done_while_nobody_else_does_it(tmp_path):
    """Whoever comes while it is going on leaves it; afterwards it is done again."""
    lock, done = tmp_path / "lock", []

    def work() -> None:
        done.append(alone(lock, lambda: done.append("twice")))

    assert alone(lock, work)
    assert done == [False]
    assert alone(lock, lambda: done.append("again"))
    assert done == [False, "again"]


@pytest.mark.parametrize("error", [StoreError("away"), OSError("full")])
def test_what_fails_is_told_and_over(tmp_path, error, capsys):
    """A store that is away or a full disk ends the work, not the worker."""

    def work() -> None:
        raise error

    configure("warning")
    assert not alone(tmp_path / "lock", work)
    told = capsys.readouterr()
    assert "work not done" in told.out + told.err
    assert alone(tmp_path / "lock", lambda: None)


def test_a_folder_that_is_not_there_is_no_end(tmp_path):
    """Without a place for the lock nothing is done, and nothing breaks."""
    assert not alone(tmp_path / "nowhere" / "lock", lambda: None)


def test_who_can_wait_has_the_lock_when_it_is_free(tmp_path):
    """Somebody who waits goes on when the other one is through; somebody who does not is told at once."""
    lock, inside, leave = tmp_path / "lock", Event(), Event()

    def other() -> None:
        with held(lock):
            inside.set()
            leave.wait(60.0)

    thread = Thread(target=other)
    thread.start()
    inside.wait(60.0)
    with pytest.raises(BlockingIOError), held(lock):
        pass
    leave.set()
    with held(lock, 60.0):
        pass
    thread.join()
