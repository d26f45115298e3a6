"""A data set is loaded as a whole, and always the same."""

from dataclasses import fields

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from slotwise.analysis.folder import NEEDED
from training.dataset import load
from training.sources.importing import import_dataset


def test_everything_of_the_folder_is_there(small):
    """Scenes and description come along; warnings say what was left out."""
    data = load(small)

    assert [scene["scene"] for scene in data.scenes] == ["s"]
    assert data.info == {"name": "small", "warnings": []}
    assert [field.name for field in data.facets.fields] == ["context.os", "person.city", "touchpoint"][
        : len(data.facets.fields)
    ]


def test_without_decisions_nothing_is_known_of_what_was_shown(write):
    """Then there are no impressions."""
    assert load(write(events=(["occurred_at", "person_id", "type"], [(1, "a", "view")]))).impressions is None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "events", "persons", "clicked"),
    [
        ("movielens_small", 100_004, 671, None),
        ("globo", 304_201, 47_147, None),
        ("complete_journey", 75_000, 2_377, None),
        ("in_vehicle_coupon", 12_684 + 7_210, 12_684, 7_210),
        ("open_bandit", 20_000 + 92, 20_000, 92),
    ],
)
def test_real_sets_are_loaded_whole(data_dir, tmp_path, name, events, persons, clicked):
    """Every event finds its person and product, in the order of time and inside the tables; twice is the same."""
    import_dataset(name, data_dir / name, tmp_path / "set")
    data, again = load(tmp_path / "set"), load(tmp_path / "set")
    log = data.interactions

    assert (len(log), len(data.persons)) == (events, persons)
    assert np.all(np.diff(log.time) >= 0)
    assert (log.person.min(), log.person.max()) == (0, persons - 1)
    assert log.product.min() >= 0
    assert log.product.max() < len(data.catalog.products)
    assert log.facets.max(initial=-1) < data.facets.size
    assert (data.impressions is None) == (clicked is None)
    assert data.impressions is None or data.impressions.clicked.sum() == clicked
    for field in fields(log):
        np.testing.assert_array_equal(getattr(log, field.name), getattr(again.interactions, field.name))


def test_days_give_what_one_file_gives(small, tmp_path_factory):
    """However a log is cut into days, every column of the data set is the same."""
    days = tmp_path_factory.mktemp("days")
    for path in small.iterdir():
        if path.name in ("events.parquet", "decisions.parquet"):
            table, time = pq.read_table(path), "occurred_at" if path.name.startswith("e") else "decided_at"
            (days / path.stem).mkdir()
            for day in sorted(set(table[time].to_pylist())):
                rows = table.filter(pc.equal(table[time], day))
                kept = [name for name in rows.column_names if name == time or rows[name].null_count < len(rows)]
                kept += [name for name in NEEDED[path.name] if name not in kept]
                pq.write_table(rows.select(kept), days / path.stem / f"day={day:012}.parquet")
        elif path.is_file():
            (days / path.name).write_bytes(path.read_bytes())
    whole, parts = load(small), load(days)

    for one, other in ((whole.interactions, parts.interactions), (whole.impressions, parts.impressions)):
        for name, column in vars(one).items():
            assert np.array_equal(column, getattr(other, name), equal_nan=column.dtype.kind == "f"), name
    assert whole.facets == parts.facets
    assert list(whole.persons) == list(parts.persons)
    assert whole.catalog.touchpoints == parts.catalog.touchpoints
