"""The keyring: who calls, out of memory."""

import pytest

from service.keyring import Keyring
from service.keys_copy import KeysCopy
from service.keys_issued import Issuing
from service.keys_sealed import Sealer
from service.stores.database import Database
from service.stores.keys import Keys
from service.stores.nonces import Nonces
from slotwise.errors import KeyExpiredError, KeyRefusedError, KeyRevokedError, SignatureError, StoreError

NOW = 1_800_000_000.0


class Clock:
    """Seconds UTC that a test moves."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    """A clock of the test's own."""
    return Clock()


@pytest.fixture
def database(tmp_path):
    """An SQLite database in a file."""
    made = Database(f"sqlite:///{tmp_path / 'store.db'}")
    made.prepare()
    yield made
    made.close()


@pytest.fixture
def keyring(database, clock):
    """An empty keyring."""
    return Keyring(Keys(database), Nonces(database), Sealer(b"secret"), clock)


@pytest.fixture
def issuing(keyring, clock):
    """What makes keys for it."""
    return Issuing(keyring.keys, keyring.sealer, clock)


def test_a_key_is_known_after_the_next_look(keyring, issuing):
    """It is found by its id, with what it may do."""
    made = issuing.create("secret", "crm", ["persons"])
    with pytest.raises(KeyRefusedError):
        keyring.find(made.key)
    keyring.refresh()

    assert keyring.find(made.key).principal.scopes == {"persons"}
    assert keyring.find(made.key).principal.key_id == made.stored.key_id


def test_a_key_that_was_changed_is_none(keyring, issuing):
    """The right id with another secret, or another kind, is refused."""
    made = issuing.create("secret", "crm", ["persons"])
    keyring.refresh()
    for wrong in (made.key[:-1] + ("a" if made.key[-1] != "a" else "b"), "pk" + made.key[2:], "", "nonsense"):
        with pytest.raises(KeyRefusedError):
            keyring.find(wrong)


def test_a_revoked_and_an_expired_key_are_refused(keyring, issuing, clock):
    """Each says what it is."""
    lasting, short = issuing.create("secret", "", ["log"]), issuing.create("secret", "", ["log"], days=1)
    issuing.revoke(lasting.stored.key_id)
    keyring.refresh()
    clock.now += 86_401
    with pytest.raises(KeyRevokedError):
        keyring.find(lasting.key)
    with pytest.raises(KeyExpiredError):
        keyring.find(short.key)


def test_the_last_known_keys_hold_while_the_database_is_away(keyring, issuing, monkeypatch):
    """Nothing is forgotten because it cannot be looked up."""
    made = issuing.create("publishable")
    keyring.refresh()

    def broken():
        raise StoreError("gone")

    monkeypatch.setattr(keyring.keys, "all", broken)
    keyring.tick()

    assert keyring.find(made.key).principal.kind == "publishable"


def test_a_publishable_key_is_never_allowed_more(keyring, issuing, database):
    """Not even when its row says so."""
    made = issuing.create("publishable")
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE keys SET scopes = 'decide admin persons'")
    keyring.refresh()

    assert keyring.find(made.key).principal.scopes == {"decide"}


def test_a_key_that_only_signs_is_not_taken_as_it_is(keyring, issuing):
    """Whoever finds it in a log of headers cannot be there."""
    made = issuing.create("secret", "", ["log"], signed_only=True)
    keyring.refresh()
    with pytest.raises(SignatureError):
        keyring.find(made.key)


def test_last_use_is_recorded_by_the_hour_and_not_by_the_request(keyring, issuing, clock):
    """Requests write nothing; the thread writes once an hour."""
    made = issuing.create("secret", "", ["log"])
    keyring.refresh()
    keyring.find(made.key)
    assert keyring.keys.get(made.stored.key_id).used_at is None
    keyring.tick()
    clock.now += 60
    keyring.find(made.key)
    keyring.tick()

    assert keyring.keys.get(made.stored.key_id).used_at == int(NOW) // 3_600 * 3_600_000


def test_the_origins_of_all_keys_are_known(keyring, issuing):
    """A revoked key brings none."""
    ended = issuing.create("publishable", origins=["https://old.example"])
    issuing.create("publishable", origins=["https://shop.example"])
    issuing.revoke(ended.stored.key_id)
    keyring.refresh()

    assert keyring.allows("https://shop.example")
    assert not keyring.allows("https://old.example")


def test_a_start_while_the_database_is_away(keyring, issuing, clock, tmp_path, monkeypatch):
    """The keys are those of the copy that the last start left, until the database is back."""
    keyring.copy = KeysCopy(tmp_path / "keyring.json")
    made = issuing.create("secret", "", ["log"])
    keyring.refresh()
    again = Keyring(keyring.keys, keyring.nonces, keyring.sealer, clock, KeysCopy(tmp_path / "keyring.json"))

    def broken():
        raise StoreError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(keyring.keys, "all", broken)
        again.refresh()
        assert again.find(made.key).principal.scopes == {"log"}
    issuing.revoke(made.stored.key_id)
    again.refresh()
    with pytest.raises(KeyRevokedError):
        again.find(made.key)
