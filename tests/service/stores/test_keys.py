"""Keys in the database."""

from dataclasses import replace

import pytest

from service.stores.keys import Keys, StoredKey
from slotwise.errors import StoreError, UnknownKeyError

KEY = StoredKey("abc", "secret", "crm", b"d" * 32, b"s" * 32, ("persons", "log"), ("https://a.example",), 1_000)


@pytest.fixture
def keys(database):
    """The table of keys."""
    return Keys(database)


def test_a_key_comes_back_as_it_was_stored(keys):
    """Every field, also those that may be empty."""
    other = replace(KEY, key_id="def", rate=2.5, expires_at=5, signed_only=True, origins=(), created_at=2_000)
    keys.add(KEY)
    keys.add(other)

    assert keys.all() == [KEY, other]
    assert keys.get("def") == other


def test_an_unknown_key_is_an_error(keys):
    """It is said so, for reading and for revoking."""
    with pytest.raises(UnknownKeyError):
        keys.get("nobody")
    with pytest.raises(UnknownKeyError):
        keys.revoke("nobody", 1)


def test_an_id_is_given_once(keys):
    """A second key of the same id is refused and the first one stays."""
    keys.add(KEY)
    with pytest.raises(StoreError):
        keys.add(replace(KEY, name="another"))

    assert keys.get("abc").name == "crm"


def test_a_key_is_revoked_once(keys):
    """The first moment counts."""
    keys.add(KEY)

    assert keys.revoke("abc", 10).revoked_at == 10
    assert keys.revoke("abc", 20).revoked_at == 10


def test_a_successor_ends_the_key_before_it(keys):
    """Both are there; the old one expires when it is told to, or earlier if it would have anyway."""
    keys.add(KEY)
    keys.supersede(KEY, replace(KEY, key_id="new"), 5_000)
    keys.supersede(keys.get("abc"), replace(KEY, key_id="newer"), 9_000)

    assert (keys.get("abc").expires_at, keys.get("abc").successor) == (5_000, "newer")
    assert keys.get("new").expires_at is None


def test_last_use_only_moves_on(keys):
    """A worker that comes late does not turn the clock back."""
    keys.add(KEY)
    keys.used({"abc": 50})
    keys.used({"abc": 20, "nobody": 1})
    keys.used({})

    assert keys.get("abc").used_at == 50
