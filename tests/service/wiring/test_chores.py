"""Chores: each has a name, a time and something to do, and what is not wanted is not done."""

from service.settings import Settings
from service.wiring import wire


def _names(tmp_path, **settings):
    chores = wire(Settings(data_dir=tmp_path, **settings)).background.chores
    assert all(seconds > 0 and callable(work) for seconds, work in chores.values())
    return set(chores)


def test_what_is_set_to_no_seconds_is_not_done(tmp_path):
    """Guardrails and the columns of all persons are watched where they are wanted, everything else always."""
    both = _names(tmp_path, guard_seconds=5, population_seconds=60)

    assert both - _names(tmp_path, guard_seconds=0, population_seconds=0) == {"guardrails", "population"}
    assert {"variants", "erasures", "retention", "bandits"} < both
