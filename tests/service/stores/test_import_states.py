"""States from a file: all of them, in the form that training writes."""

import gzip

import pytest

from service.secret import find_secret
from service.settings import Settings
from service.stores.copies import Copies
from service.stores.database import Database
from service.stores.import_states import import_states
from service.stores.redis import Redis
from service.stores.states import States
from service.stores.tombstones import Tombstones
from slotwise import person
from slotwise.errors import StateError
from slotwise.person_packing import pack
from tests.worlds import make_state


def write(path, *lines):
    """A file of states."""
    with gzip.open(path, "wb") as file:
        file.writelines(line + b"\n" for line in lines)
    return path


def test_every_state_is_stored(tmp_path):
    """More than one batch of them; one that was there before is replaced."""
    settings = Settings(data_dir=tmp_path)
    states = [make_state(f"p{number}", ["a", "b"], 10**12) for number in range(2_500)]
    write(tmp_path / "states.gz", *map(pack, states))

    assert import_states(settings, tmp_path / "states.gz") == 2_500
    write(tmp_path / "more.gz", pack(make_state("p7", ["c"], 10**12)))
    assert import_states(settings, tmp_path / "more.gz") == 1
    database = Database(settings.database_url)
    assert States(database).get("p2499") == states[2499]
    assert States(database).get("p7") == make_state("p7", ["c"], 10**12)


def test_a_file_that_is_none_is_an_error(tmp_path):
    """Not there, not gzip, cut off, no state, nobody's state: an error that says what to do, never a traceback."""
    settings = Settings(data_dir=tmp_path)
    (tmp_path / "plain").write_bytes(b"hello")
    whole = write(tmp_path / "whole.gz", *[pack(person.empty(f"p{n}" * 50)) for n in range(500)]).read_bytes()
    (tmp_path / "cut.gz").write_bytes(whole[: len(whole) // 2])
    write(tmp_path / "nobody.gz", pack(person.empty("")))
    write(tmp_path / "other.gz", b'{"state": 1}')
    for name in ("absent", "plain", "cut.gz", "nobody.gz", "other.gz"):
        with pytest.raises(StateError):
            import_states(settings, tmp_path / name)


def test_copies_in_redis_follow(tmp_path, redis_server):
    """What is read first is what was loaded, also where there was a copy of another state."""
    settings = Settings(data_dir=tmp_path, states=redis_server)
    for product in ("a", "b"):
        write(tmp_path / "states.gz", pack(make_state("p", [product], 10**12)))
        import_states(settings, tmp_path / "states.gz")
        database = Database(settings.database_url)
        copies = Copies(database, Redis(redis_server))
        assert [each.product for each in States(database, copies).get("p").history] == [product]
        copies.close()
        database.close()


def test_nobody_who_was_erased_is_loaded(tmp_path):
    """A file that was written before does not bring them back."""
    settings = Settings(data_dir=tmp_path)
    database = Database(settings.database_url)
    database.prepare()
    with database.write() as connection:
        Tombstones(database, find_secret(settings)).bury(connection, ["gone"], 1, "er_1")
    write(tmp_path / "states.gz", *(pack(make_state(name, ["a"], 10**12)) for name in ("gone", "there")))

    assert import_states(settings, tmp_path / "states.gz") == 1
    assert States(database).some(5) == ["there"]
    database.close()
