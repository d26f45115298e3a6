"""What events and decisions have in common is read the same way, in batches of any size."""

import numpy as np
import pytest

from training.dataset import DatasetOptions, load


@pytest.mark.parametrize("batch_rows", [1, 3, 1000])
def test_facts_of_the_moment_and_of_the_person_meet_in_one_row(small, batch_rows):
    """The row of an event is what `Facets.encode` gives for the same facts."""
    data = load(small, DatasetOptions(batch_rows=batch_rows))
    events = data.interactions.take(np.flatnonzero(data.interactions.value == 9.5))
    facts = {"context.os": "web", "person.city": "Lyon", "person.age": 40.0}

    np.testing.assert_array_equal(events.facets[0], data.facets.encode(facts))
    np.testing.assert_array_equal(events.numbers[0], data.facets.measure(facts))


def test_a_content_stands_for_its_product(small):
    """The click names only a content; what is in neither column is unknown."""
    events = load(small).interactions
    own = events.take(events.kind != 0)

    assert own.product.tolist() == [0, 1, 1, -1]
    assert own.content.tolist() == [-1, 0, -1, -1]


def test_without_contents_the_content_is_the_product(write):
    """Whichever of the two columns the log fills."""
    rows = [(1, "a", "view", "p1", None), (2, "a", "view", None, "p2")]
    data = load(write(events=(["occurred_at", "person_id", "type", "product_id", "content_id"], rows)))

    assert list(data.catalog.products.ids) == ["p1", "p2"]
    assert data.interactions.product.tolist() == data.interactions.content.tolist() == [0, 1]
