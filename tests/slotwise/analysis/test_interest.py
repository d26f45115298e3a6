"""Interest in products is counted where no content led to it."""

import numpy as np
import pytest

from slotwise.analysis.interest import interest
from slotwise.analysis.offered import Content, contents_of
from slotwise.analysis.opened import open_log


def test_products_that_are_looked_at_alike_have_no_more_interest(exposures):
    """The log has as many views of every product that was shown."""
    with open_log(exposures) as opened:
        contents = tuple(contents_of(opened).values())
        found = interest(opened, contents)

    assert found is not None
    assert np.ptp(found[:24]) == 0.0
    assert found[-1] < found[0]


def test_a_log_without_views_knows_of_no_interest(write):
    """Nor one without products."""
    folder = write(events=(["occurred_at", "person_id", "type", "product_id"], [(1, "a", "click", "p1")]))
    with open_log(folder) as opened:
        assert interest(opened, (Content("c", "p1"),)) is None
    folder = write(events=(["occurred_at", "person_id", "type"], [(1, "a", "view")]))
    with open_log(folder) as opened:
        assert interest(opened, (Content("c", "p1"),)) is None


def test_more_looks_are_more_interest(write):
    """In logarithms, relative to the mean."""
    views = [(1, "a", "view", "p1")] * 90 + [(1, "a", "view", "p2")] * 10
    folder = write(events=(["occurred_at", "person_id", "type", "product_id"], views))
    with open_log(folder) as opened:
        found = interest(opened, (Content("c1", "p1"), Content("c2", "p2")))

    assert found is not None
    assert found[0] == pytest.approx(-found[1])
    assert found[0] > 0.5
