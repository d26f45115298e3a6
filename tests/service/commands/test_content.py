"""The command `slotwise content`."""

import json

import pytest
from typer.testing import CliRunner

from service.commands.content import commands
from service.content_reviews import ContentReviews
from service.settings import Settings
from service.stores.opening import opened
from service.stores.results import Results
from slotwise.cli import main
from slotwise.errors import ConfigError, NotMeasuredError
from tests.exposures import STRONG, WEAK, write_log
from tests.reviews import review


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    """A log whose weak content is known."""
    return write_log(tmp_path_factory.mktemp("content") / "log")


@pytest.fixture
def run(data_dir_of_test):
    """Runs `slotwise content ...` on the folder of an installation."""

    def runs(*arguments, status=0, text=False):
        options = ["--data-dir", str(data_dir_of_test), *([] if text else ["--json"])]
        done = CliRunner().invoke(commands, [*map(str, arguments), *options], env={"COLUMNS": "200"})
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == status, done.output
        return done.stdout if text else json.loads(done.stdout)

    return runs


def test_a_log_is_reviewed(run, log):
    """Only what is asked for is told; the table names what to replace and with what."""
    found = run("review", log, "--touchpoint", "home", "--verdict", "replace")
    shown = run("review", log, text=True)

    assert [each["touchpoint"] for each in found["touchpoints"]] == ["home"]
    assert [row["content_id"] for row in found["touchpoints"][0]["contents"]] == [WEAK]
    assert WEAK in shown
    assert STRONG in shown


def test_touchpoints_are_told_by_their_worth(run, log):
    """By segment, if one is asked for."""
    found = run("touchpoints", log, "--segment", "person.tier")

    assert {each["touchpoint"] for each in found["data"]} == {"home", "bill"}
    assert set(found["data"][0]["worth_by_segment"]["person.tier"]) == {"basic", "gold"}
    assert "the most to gain first" in run("touchpoints", log, text=True)


def test_a_review_is_stored_when_asked(run, log, data_dir_of_test):
    """The installation tells it from then on."""
    run("review", log, "--write")
    with opened(Settings(data_dir=data_dir_of_test)) as database:
        told = ContentReviews(Results(database)).of("home", "replace").document

    assert [each["content_id"] for each in told["contents"]] == [WEAK]


def test_an_installation_without_a_log_has_nothing_to_review(run):
    """Its export is made, and says that nothing is known of what was shown."""
    with pytest.raises(Exception) as caught:
        run("review")

    assert getattr(caught.value, "code", "") == "dataset_invalid"


def test_bad_input_is_told(run, log, capsys):
    """A moment that is none, and a segment that the log does not have, on the command line itself."""
    with pytest.raises(ConfigError):
        run("review", log, "--labels-until", "tomorrow")
    with pytest.raises(SystemExit) as caught:
        main(["content", "review", str(log), "--segment", "person.shoe_size"])

    assert caught.value.code == 2
    assert "person.tier" in capsys.readouterr().err


def test_replacing_is_proposed_and_then_made(run, data_dir_of_test):
    """Without --apply it is checked only; what is unknown to the review has to be named."""
    with pytest.raises(NotMeasuredError):
        run("replace", "home", "c1")
    with opened(Settings(data_dir=data_dir_of_test)) as database:
        ContentReviews(Results(database)).write(review(), 1)
    proposed = run("replace", "home", "c<1>")
    made = run("replace", "home", "c<1>", "--apply", "--author", "lin")

    assert proposed["replacement"] == "c2"
    assert (proposed["revision"], made["revision"]) != (made["revision"], None)
