"""The log of refreshes: what one worker's counts are made of, in order."""

from service.stores.refreshes import Refresh, Refreshes


def refresh(boot, number, world=1, made_at=0):
    """A refresh that took in ten events."""
    return Refresh(boot, number, world, "m", "1-ab", "cd", 10 * number - 10, 10 * number, 10, 5, 0, made_at)


def test_a_world_is_read_up_to_a_refresh(database):
    """Another worker's refreshes, those of an earlier model and later ones are not part of it."""
    refreshes = Refreshes(database)
    refreshes.add([refresh("a", 1), refresh("b", 1), refresh("a", 2, 2), refresh("a", 3, 2), refresh("a", 4, 2)])

    assert [each.number for each in refreshes.leading_to("a", 3)] == [2, 3]
    assert refreshes.leading_to("a", 1) == [refresh("a", 1)]
    assert refreshes.leading_to("c", 1) == []
    assert refreshes.count() == 5


def test_a_refresh_is_logged_once(database):
    """What is sent again after a doubtful answer does not stand twice."""
    refreshes = Refreshes(database)
    refreshes.add([refresh("a", 1)])
    refreshes.add([refresh("a", 1), refresh("a", 2)])

    assert refreshes.count() == 2


def test_a_time_is_read_in_batches(database):
    """Nothing is left out or given twice at the borders of batches."""
    refreshes = Refreshes(database)
    made = [refresh(boot, number, made_at=number // 3) for boot in "ab" for number in range(10)]
    refreshes.add(made)
    found = [each for batch in refreshes.between(1, 3, batch=4) for each in batch]

    assert found == sorted(
        (each for each in made if 1 <= each.made_at < 3), key=lambda each: (each.made_at, each.boot, each.number)
    )
