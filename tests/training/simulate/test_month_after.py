"""The month after a log: everybody lives on, the approached are approached once, and it is a log of its own."""

import numpy as np
import pyarrow.parquet as pq
import pytest

from training.simulate.campaign import CATEGORY
from training.simulate.ids import person_name
from training.simulate.month_after import month_after
from training.simulate.second_chance import TOUCHPOINT

DAY = 86_400_000


@pytest.fixture
def popups(world):
    """The contents of the campaign."""
    catalog = world.catalog
    group = catalog.categories.index(CATEGORY)
    codes = [catalog.content_code[each] for each in world.eligible(TOUCHPOINT)]
    return np.array([each for each in codes if catalog.product_category[catalog.content_product[each]] == group])


def test_only_the_treated_see_the_campaign(world, popups, tmp_path):
    """Each of them sees it once, nobody else does, and the log goes on where it ended."""
    treated = np.arange(0, 400, 2)
    count = month_after(world, treated, np.resize(popups, len(treated)), popups, 7, tmp_path)
    rows = pq.read_table(tmp_path / "events.parquet").to_pylist()
    campaign = {world.catalog.content_ids[each] for each in popups}
    saw = [each["person_id"] for each in rows if each["type"] == "exposure" and each["content_id"] in campaign]
    bought = {each["person_id"] for each in rows if each["type"] == "convert" and each["content_id"] in campaign}

    assert count == len(rows)
    assert sorted(saw) == sorted(map(person_name, treated.tolist()))
    assert bought <= set(saw)
    assert all(world.end_ms <= each["occurred_at"] < world.end_ms + 8 * DAY for each in rows)
    assert len({each["event_id"] for each in rows}) == len(rows)
    assert [each["occurred_at"] for each in rows] == sorted(each["occurred_at"] for each in rows)


def test_it_is_the_same_each_time(world, popups, tmp_path):
    """The same persons live the same month."""
    for name in ("one", "other"):
        month_after(world, np.arange(5), popups[:5], popups, 2, tmp_path / name)

    one, other = (pq.read_table(tmp_path / name / "events.parquet") for name in ("one", "other"))
    assert one.equals(other)
