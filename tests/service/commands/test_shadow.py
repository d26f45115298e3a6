"""The command `slotwise shadow`."""

import json

from typer.testing import CliRunner

from service.commands.shadow import commands
from service.settings import settings_of
from service.shadow.process import KIND
from service.stores.opening import opened
from service.stores.results import Results, Span

FOUND = {
    "model": {"name": "checkerboard", "version": "1"},
    "answers": 9,
    "cpu_share": 0.05,
    "touchpoints": {
        "home": {
            "answers": 9,
            "same_first": 0.5,
            "overlap": None,
            "rank_correlation": 0.25,
            "score_drift": {"psi": 0.1, "ks": None},
        }
    },
}


def run(*words):
    """Run a command and return its JSON document."""
    done = CliRunner().invoke(commands, [*words, "--json"])
    assert done.exit_code == 0, (done.output, done.exception)
    return json.loads(done.stdout)


def test_a_shadow_is_begun_shown_and_ended(data_dir_of_test):
    """The version is pinned; what was found stays after the end."""
    place = ("--data-dir", str(data_dir_of_test))
    begun = run("start", "champion", "--budget", "0.2", "--author", "ann", *place)
    with opened(settings_of(data_dir_of_test)) as database:
        Results(database).write(KIND, {"1": FOUND}, Span(1, 1, 2))
    status = run("status", *place)
    ended = run("stop", *place)

    assert (begun["pinned"]["version"], begun["budget"]) == ("1", 0.2)
    assert (status["shadow"]["version"], status["found"]["answers"]) == ("1", 9)
    assert ended == {"stopped": "1"}
    assert "25" in CliRunner().invoke(commands, ["status", *place]).stdout
    assert run("stop", *place) == {"stopped": None}
    assert run("status", *place)["shadow"] is None
