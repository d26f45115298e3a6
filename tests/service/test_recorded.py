"""Recorded: what is told of a logged decision."""

from pathlib import Path

import numpy as np
import orjson
import pytest

from service.recorded import recorded
from service.stores.database import Database
from service.stores.decisions import Decisions, FeatureNames, Logged

NAMES = orjson.dumps({"request": ["hour"], "product": ["price", "age"], "match": ["rank"]}).decode()


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """An empty store."""
    made = Database(f"sqlite:///{tmp_path / 'log.db'}")
    made.prepare()
    return made


def test_features_are_told_by_name(database):
    """Each placement has the request's, its product's and its own, without those that are missing."""
    values = np.array([9.0, 5.0, np.nan, 1.0, 6.0, 2.5, 2.0], "<f4").tobytes()
    entries = [
        {"touchpoint": "a", "features": False, "placements": [{"slot": 1}]},
        {"touchpoint": "b", "features": True, "placements": [{"slot": 1}, {"slot": 2}]},
    ]
    record = orjson.dumps({"touchpoints": entries})
    decisions = Decisions(database)
    decisions.add([Logged("d", 1, "p", record, features=values, named=FeatureNames("f", NAMES))])
    told = orjson.loads(recorded(decisions, "d"))["touchpoints"]

    assert "features" not in told[0]["placements"][0]
    assert told[1]["placements"][0]["features"] == {"hour": 9.0, "price": 5.0, "rank": 1.0}
    assert told[1]["placements"][1]["features"] == {"hour": 9.0, "price": 6.0, "age": 2.5, "rank": 2.0}


def test_a_record_without_features_is_told_as_it_is(database):
    """So are decisions from before features were logged; an unknown one is None."""
    decisions = Decisions(database)
    decisions.add([Logged("d", 1, "p", b'{"touchpoints":[]}')])

    assert recorded(decisions, "d") == b'{"touchpoints":[]}'
    assert recorded(decisions, "x") is None
