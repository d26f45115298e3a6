"""Issuing keys."""

import pytest

from service.keys_issued import Issuing
from service.keys_sealed import Sealer
from service.stores.database import Database
from service.stores.keys import Keys
from slotwise.errors import ConfigError

HOUR = 3_600_000


@pytest.fixture
def issuing(tmp_path):
    """What makes keys, in a database of the test's own."""
    database = Database(f"sqlite:///{tmp_path / 'store.db'}")
    database.prepare()
    yield Issuing(Keys(database), Sealer(b"secret"), lambda: 1_000.0)
    database.close()


def test_the_key_itself_is_kept_nowhere(issuing, tmp_path):
    """Not a byte of its secret part is in the database's files."""
    made = issuing.create("secret", "crm", ["persons"])
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    assert made.stored.key_id.encode() in written
    assert made.key.rpartition("_")[2].encode() not in written


@pytest.mark.parametrize(
    ("kind", "scopes", "options"),
    [
        ("secret", [], {}),
        ("secret", ["everything"], {}),
        ("publishable", ["persons"], {}),
        ("publishable", ["decide", "admin"], {}),
        ("publishable", [], {"signed_only": True}),
        ("publishable", [], {"origins": ["shop.example"]}),
        ("publishable", [], {"origins": ["https://shop.example/path"]}),
        ("publishable", [], {"origins": ["null"]}),
    ],
)
def test_a_key_that_makes_no_sense_is_not_made(issuing, kind, scopes, options):
    """Unknown scopes, too much for a published key, origins that are none."""
    with pytest.raises(ConfigError):
        issuing.create(kind, "", scopes, **options)
    assert issuing.keys.all() == []


def test_origins_are_kept_as_browsers_send_them(issuing):
    """Lower case, without a slash at the end."""
    made = issuing.create("publishable", origins=["https://Shop.Example/", "http://localhost:8080", "*"])

    assert made.stored.origins == ("https://shop.example", "http://localhost:8080", "*")


def test_a_rotated_key_has_a_successor_that_may_do_the_same(issuing):
    """Both work until the time of grace is over; the old one's own end holds if it is earlier."""
    old = issuing.create("secret", "crm", ["persons", "log"], rate=3.0)
    new, ended = issuing.rotate(old.stored.key_id, 2)

    assert new.key != old.key
    assert (new.stored.scopes, new.stored.name, new.stored.rate) == (("persons", "log"), "crm", 3.0)
    assert ended.expires_at == 1_000_000 + 2 * HOUR
    assert issuing.keys.get(old.stored.key_id).successor == new.stored.key_id


def test_a_key_that_has_ended_is_not_rotated(issuing):
    """There is nothing to replace."""
    old = issuing.create("secret", "crm", ["log"])
    issuing.revoke(old.stored.key_id)
    with pytest.raises(ConfigError):
        issuing.rotate(old.stored.key_id, 2)
