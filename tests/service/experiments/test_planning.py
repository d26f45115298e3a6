"""Plans come from a command of its own, and what cannot be reached is refused with the way out."""

import orjson
import pytest

from service import of_its_own
from service.experiments.planning import plan, refuse_hopeless
from slotwise.errors import ConfigurationError, ExperimentError
from tests.service.experiments.living import experiment
from tests.service.experiments.test_conducting import DRAFT


def test_the_document_is_given_to_the_command(tmp_path, monkeypatch):
    """On its standard input, with the share that is asked about."""
    seen = []

    def run(data_dir, *words, given=None, longest=None):
        seen.append((words, orjson.loads(given)))
        return b'{"reachable": true}'

    monkeypatch.setattr(of_its_own, "run", run)
    assert plan(tmp_path, DRAFT, 0.5) == {"reachable": True}
    assert plan(tmp_path, DRAFT) == {"reachable": True}
    assert [words for words, _ in seen] == [
        ("experiment", "power", "--draft", "-", "--share", "0.5"),
        ("experiment", "power", "--draft", "-"),
    ]
    assert seen[0][1] == DRAFT
    with pytest.raises(ConfigurationError):
        plan(tmp_path, {"experiment": "hero"})
    assert len(seen) == 2


def test_what_cannot_be_reached_is_refused():
    """With the days that it would take."""
    refuse_hopeless(experiment(), {"reachable": True})
    with pytest.raises(ExperimentError, match="takes 90 days") as refused:
        refuse_hopeless(experiment(), {"reachable": False, "text": "it takes 90 days", "days_needed": 90.0})

    assert (refused.value.given, refused.value.expected) == (90.0, "at most 14 days")
