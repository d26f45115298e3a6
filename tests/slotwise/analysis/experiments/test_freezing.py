"""A frozen report can be told from one that was changed."""

import json

from slotwise.analysis.experiments.freezing import digest, freeze, intact
from tests.experiment_logs import A, B, assigned, document

REPORT = {"experiment": "e", "as_of": "2026-06-01T00:00:00.000Z", "units": {"a": 1, "b": 2}}


def test_the_seal_tells_what_it_was_made_of():
    """The order of keys and a way through a file make no difference; any other change does."""
    frozen = freeze(REPORT)
    again = json.loads(json.dumps(dict(reversed(frozen.items()))))

    assert frozen["frozen"] == {"digest": digest(REPORT), "as_of": REPORT["as_of"]}
    assert (intact(frozen), intact(again)) == (True, True)
    assert not intact(frozen | {"units": {"a": 1, "b": 3}})
    assert not intact(REPORT)


def test_what_is_frozen_stays():
    """Freezing it again changes nothing."""
    assert freeze(freeze(REPORT)) == freeze(REPORT)


def test_a_report_is_the_same_each_time(reported):
    """The same log and the same moment give the same digest."""
    rows = [assigned(f"{side}{each}", side, each) for side in (A, B) for each in range(200)]

    assert len({digest(reported(document(), assignments=rows)) for _ in range(3)}) == 1
