"""A bundle in a data scientist's hands."""

import pandas
import pytest

from slotwise import packing
from training.pyfunc import _load_pyfunc


@pytest.fixture(scope="module")
def loaded(judged_world, tmp_path_factory):
    """The model as MLflow would open it."""
    folder = tmp_path_factory.mktemp("pyfunc") / "bundle"
    packing.save(judged_world[0].model, folder)
    return _load_pyfunc(str(folder))


def test_a_row_becomes_placements(loaded):
    """Slots in order, products of the side that the history speaks of, scores and propensities."""
    placed = loaded.predict([{"touchpoint": "home", "slots": 3, "history": ["p02", "p04", "p06"], "seed": "a"}])

    assert placed["slot"].tolist() == [1, 2, 3]
    assert placed["touchpoint"].tolist() == ["home"] * 3
    assert {int(each[1:]) % 2 for each in placed["product_id"]} == {0}
    assert ((placed["propensity"] > 0) & (placed["propensity"] <= 1)).all()
    assert set(placed["level"]) == {"ranker"}


def test_a_frame_is_a_list_of_rows(loaded):
    """A pandas frame with missing cells answers like the rows without them; rows keep their numbers."""
    rows = [
        {"touchpoint": "home", "slots": 2, "context.time": "night", "context.load": 0.5},
        {"touchpoint": "page", "person.city": "south", "scene": "late"},
    ]
    by_rows, by_frame = loaded.predict(rows), loaded.predict(pandas.DataFrame(rows).drop(columns=["slots"]))

    assert by_frame["row"].tolist() == [0] * 10 + [1] * 10
    assert by_rows[by_rows.row == 1]["product_id"].tolist() == by_frame[by_frame.row == 1]["product_id"].tolist()


def test_nothing_known_is_enough(loaded):
    """A touchpoint alone gives an answer; one that is not known gives none."""
    assert len(loaded.predict([{"touchpoint": "home"}])) == 10
    assert len(loaded.predict([{"touchpoint": "nowhere"}])) == 0
