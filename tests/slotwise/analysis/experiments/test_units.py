"""Units: exposed with their first row, numbered by variant and exposure, in one variant only."""

import pytest

from slotwise.analysis.experiments.timeline import timeline
from slotwise.analysis.experiments.units import units
from slotwise.analysis.opened import open_log
from tests.experiment_logs import BEGAN, DAY, HOUR, A, B, assigned, document, documents, write


@pytest.fixture
def read(tmp_path):
    """The units of some rows, and their ids in their order."""

    def run(rows, phase=(), **more):
        _, entry = documents(document(phase, **more))
        with open_log(write(tmp_path / "log", assignments=rows)) as opened:
            found = units(opened, entry, entry.phase, timeline(entry.phase, BEGAN + 14 * DAY, (A, B)), (A, B))
            ids = opened.connection.execute("SELECT key, decision FROM units ORDER BY unit").fetchall()
        return found, ids

    return run


def test_units_lie_by_variant_and_exposure(read):
    """The first decision of each is its exposure, whatever the order of the rows."""
    rows = [assigned("q", A, 9), assigned("p", B, 5), assigned("q", A, 3), assigned("r", A, 1)]
    found, ids = read(rows)

    assert ids == [("r", "d-r-1"), ("q", "d-q-3"), ("p", "d-p-5")]
    assert (found.exposed - BEGAN).tolist() == [1, 3, 5]
    assert (found.counts, found.slices) == ({A: 2, B: 1}, (slice(0, 2), slice(2, 3)))


def test_a_merged_person_is_one_unit_from_their_earliest_exposure(read):
    """By the id that the log carries; who has none is the unit that was hashed."""
    rows = [
        assigned("x1", A, 7, person_id="x"),
        assigned("x2", A, 2, person_id="x"),
        assigned("y", A, 3, person_id=None),
    ]
    found, ids = read(rows)

    assert [key for key, _ in ids] == ["x", "y"]
    assert (found.exposed - BEGAN).tolist() == [2, 3]


def test_whoever_was_in_two_variants_is_counted_and_left_out(read):
    """And so is whoever is in a variant that none should be in."""
    variants = [{"variant": A, "weight": 0.5}, {"variant": B, "weight": 0.5}, {"variant": "zero", "weight": 0.0}]
    rows = [
        assigned("p", A, 0),
        assigned("p", B, 1),
        assigned("q", "zero", 0),
        assigned("r", "odd", 0),
        assigned("s", A, 0),
    ]
    found, ids = read(rows, variants=variants)

    assert (found.twice, found.strangers, len(found)) == (1, {"odd": 1, "zero": 1}, 1)
    assert ids[0][0] == "s"


def test_a_bandits_unit_is_one_of_a_batch(read):
    """A person who comes back in the next batch is drawn anew, and is still the same person."""
    allocations = [{"at": BEGAN + each * HOUR, "batch": each, "weights": [0.5, 0.5]} for each in range(2)]
    rows = [assigned("p", A, 0, probability=0.25), assigned("p", A, HOUR), assigned("q", B, HOUR)]
    found, _ = read(rows, {"allocations": allocations}, kind="bandit")

    assert found.probability.tolist() == [0.25, 0.5, 0.5]
    assert found.person.tolist() == [0, 0, 1]
    assert found.twice == 0


def test_nobody_is_no_unit(read):
    """A log in which nobody was assigned."""
    found, ids = read([])

    assert (len(found), ids, found.counts) == (0, [], {A: 0, B: 0})
