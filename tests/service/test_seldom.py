"""Seldom: one line for many."""

from service.seldom import Seldom


def test_one_line_tells_of_many():
    """The first at once, the next when it is time, with how many there were since."""
    now = [100.0]
    seldom = Seldom(10.0, lambda: now[0])

    assert seldom.due() == 1
    assert [seldom.due() for _ in range(5)] == [0] * 5
    now[0] = 110.0
    assert seldom.due() == 6
    assert seldom.due() == 0
