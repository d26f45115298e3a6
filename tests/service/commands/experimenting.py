"""The command `slotwise experiment` for tests: an installation with a dictionary, a draft, and whom it met."""

import json
import time

import pytest
from typer.testing import CliRunner

from service.commands.experiment import commands
from service.configuration.by_hand import by_hand
from service.configuration.edits import replaced
from service.settings import Settings
from service.stores.database import Database
from tests.experiment_logs import METRICS, A, B, document, event, write
from tests.experiment_logs import assigned as assigned_row
from tests.service.experiments.living import CTR, assigned, fill
from tests.service.experiments.living import event as new_event

DRAFT = {
    "experiment": "hero", "hypothesis": "bolder is better", "control": "control", "primary": {"metric": "ctr"},
    "variants": [{"variant": "control", "weight": 0.5}, {"variant": "bold", "weight": 0.5}], "share": 0.05,
}  # fmt: skip
WHY = ("--reason", "to see", "--author", "lin")
DAY = 86_400_000


@pytest.fixture
def run(tmp_path):
    """Runs `slotwise experiment ...` on a data folder with a dictionary of metrics and without a model."""

    def runs(*arguments, error=None, text=False, given=None):
        options = ["--data-dir", str(tmp_path), *([] if text else ["--json"])]
        done = CliRunner().invoke(commands, [*arguments, *options], input=given)
        if error is not None:
            assert isinstance(done.exception, error), done.output
            return done.exception
        assert done.exit_code == 0, done.output or done.exception
        return done.output if text else json.loads(done.stdout)

    with by_hand(tmp_path) as found:
        found.changing.apply(replaced({"metrics": [CTR]}), "lin", "the dictionary")
    return runs


@pytest.fixture
def hero(run):
    """A draft."""
    return run("create", "-", *WHY, given=json.dumps(DRAFT))["experiment"]


def meet(folder, started, persons=400):
    """Persons who were assigned and did something, before the start for planning, and after it."""
    now, rows, events = int(time.time() * 1_000), [], []
    for number in range(persons):
        person, arm = f"p{number}", ("control", "bold")[number % 2]
        if started:
            rows.append(assigned(person, now - 1_000 + number, arm))
        at = now - 500 + number if started else now - (1 + number % 3) * DAY
        events += [new_event(person, at + place, kind) for place, kind in enumerate(["exposure"] * 3)]
        events += [new_event(person, at + 5, "click")] if number % 3 == 0 else []
    database = Database(Settings(data_dir=folder).database_url)
    fill(database, rows, events)
    database.close()


def started(phases=None, **more):
    """The document of an experiment on one touchpoint, in its first phase unless others are given."""
    lived = {} if phases is None else {"phases": phases}
    return document(touchpoints=["home"], **lived, **more)


def defined(folder, *experiments):
    """Write a folder of definitions: experiments, and the dictionary by which they are judged."""
    folder.mkdir(exist_ok=True)
    for kind, entries in (("experiments", experiments), ("metrics", METRICS)):
        (folder / f"{kind}.json").write_text(json.dumps(entries))
    return folder


def logged(folder, experiments=("e",), persons=200, until=14 * DAY):
    """Write a log in which each variant of experiments met so many persons, who clicked once or twice."""
    sides = [(side, number) for side in (A, B) for number in range(persons)]
    rows = [assigned_row(f"{side}{n}", side, n, experiment=name) for name in experiments for side, n in sides]
    events = [
        event(f"{side}{n}", kind, 1_000 + n) for side, n in sides for kind in ["exposure"] + ["click"] * (1 + n % 2)
    ]
    return write(folder, until, assignments=rows, events=events)
