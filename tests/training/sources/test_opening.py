"""Opening: folders as they are, exports of the log with what is known up to their end."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from slotwise.errors import ConfigError
from training.sources.opening import opened

DAY = 86_400_000


@pytest.fixture
def folder(tmp_path):
    """One placement, without a click, an hour before the end of the log."""
    events = {"occurred_at": [9 * DAY], "person_id": ["a"], "type": ["view"]}
    pq.write_table(pa.table(events), tmp_path / "events.parquet")
    decided = {"decision_id": ["d"], "decided_at": [9 * DAY], "person_id": ["a"], "content_id": ["c"]}
    pq.write_table(pa.table(decided), tmp_path / "decisions.parquet")
    return tmp_path


def test_a_folder_is_read_as_it_is(folder):
    """Its outcomes are complete, unless a cut is given."""
    assert len(opened(folder)[1].impressions) == 1
    assert len(opened(folder, labels_until="1970-01-10T01:00")[1].impressions) == 0


def test_an_export_knows_until_when_it_goes(folder):
    """Whether it was exported just now or before."""
    document = {"source": "the live log", "until": 9 * DAY + 3_600_000}
    (folder / "dataset.json").write_text(json.dumps(document))

    assert len(opened(folder)[1].impressions) == 0
    assert len(opened(folder, "log", export=False)[1].impressions) == 0
    assert len(opened(folder, labels_until="1970-01-12")[1].impressions) == 1


def test_nothing_named_is_nothing_to_train_on():
    """The message says what can be named."""
    with pytest.raises(ConfigError):
        opened(None)
