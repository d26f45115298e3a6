"""Views: all that ran throughout together, a variant that was paused beside control alone."""

from slotwise.analysis.experiments.views import paused, views
from slotwise.analysis.opened import open_log
from tests.experiment_logs import BEGAN, DAY, HOUR, A, B, assigned, document, documents, write

VARIANTS = [{"variant": B, "weight": 0.25}, {"variant": A, "weight": 0.5}, {"variant": "c", "weight": 0.25}]


def read(tmp_path, pauses):
    """Names, weights, closed times and units of the views."""
    _, entry = documents(document({"pauses": pauses}, variants=VARIANTS))
    rows = [assigned(f"{side}{at}", side, at * HOUR) for side in (A, B, "c") for at in (0, 3)]
    with open_log(write(tmp_path / "log", assignments=rows)) as opened:
        return entry.phase, [
            (each.names, each.weights(entry.phase), len(each.time.closed), each.units.counts)
            for each in views(opened, entry, entry.phase, BEGAN + DAY)
        ]


def test_one_view_of_all(tmp_path):
    """Control comes first, whatever its place; weights are those that were meant."""
    phase, found = read(tmp_path, [])

    assert paused(phase) == []
    assert found == [((A, B, "c"), [0.5, 0.25, 0.25], 0, {A: 2, B: 2, "c": 2})]


def test_a_pause_of_all_is_nobodys_time(tmp_path):
    """Whoever came only then is not exposed."""
    _, found = read(tmp_path, [{"at": BEGAN + 2 * HOUR, "until": BEGAN + 4 * HOUR}])

    assert found == [((A, B, "c"), [0.5, 0.25, 0.25], 1, {A: 1, B: 1, "c": 1})]


def test_a_paused_variant_has_a_view_of_its_own(tmp_path):
    """The others keep all their time."""
    phase, found = read(tmp_path, [{"variant": B, "at": BEGAN + 2 * HOUR}])

    assert paused(phase) == [B]
    assert found == [((A, "c"), [2 / 3, 1 / 3], 0, {A: 2, "c": 2}), ((A, B), [2 / 3, 1 / 3], 1, {A: 1, B: 1})]
