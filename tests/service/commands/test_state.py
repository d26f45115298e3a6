"""The command `slotwise person rebuild`: what differs is named, and the status says so."""

import orjson
from typer.testing import CliRunner

from service.commands import state
from service.commands.person import commands
from service.settings import Settings
from service.stores.database import Database
from service.stores.events import Events, NewEvent
from service.stores.states import States
from slotwise import person
from slotwise.events import Event


def run(folder, *arguments):
    """The command on a data folder: its status and its JSON document."""
    found = CliRunner().invoke(commands, ["rebuild", "--data-dir", str(folder), "--json", *arguments])
    return found.exit_code, orjson.loads(found.stdout)


def test_a_wrong_state_is_found_and_put_right(tmp_path):
    """Status 1 and the person's name with --check; after a rebuild everything is right."""
    database = Database(Settings(data_dir=tmp_path).database_url)
    database.prepare()
    states = States(database)
    Events(database, states).add([NewEvent(Event("a", 5, "p", "click", "x"), 9)])
    assert run(tmp_path, "--check") == (0, {"persons": 1, "events": 1, "differing": 0, "named": []})
    with database.write() as connection:
        states.put(connection, [person.empty("p")])
    status, document = run(tmp_path, "--check")

    assert status == 1
    assert [each["person"] for each in document["named"]] == ["p"]
    assert run(tmp_path)[0] == 0
    assert run(tmp_path, "--check")[0] == 0
    assert states.get("p").known
    database.close()


def test_without_json_it_says_it_in_words(tmp_path):
    """How many persons and events, and what became of the states."""
    found = CliRunner().invoke(commands, ["rebuild", "--data-dir", str(tmp_path)])

    assert found.exit_code == 0
    assert "0 persons, 0 events: 0 states were put right" in found.stdout


def test_its_earlier_name_is_the_same(tmp_path):
    """`slotwise state rebuild`, which was confused with `slotwise states`."""
    found = CliRunner().invoke(state.commands, ["rebuild", "--data-dir", str(tmp_path)])

    assert (found.exit_code, "0 persons" in found.stdout) == (0, True)
