"""A key as it is told."""

import time
from dataclasses import replace

from service.keys_told import status, told
from service.stores.keys import StoredKey

KEY = StoredKey("abc", "secret", "crm", b"digest", b"sealed", ("log",), (), 1_000)


def test_nothing_that_makes_it_a_key_is_told():
    """Neither digest nor what is sealed."""
    document = told(KEY)

    assert document["id"] == "abc"
    assert document["created"] == "1970-01-01T00:00:01.000Z"
    assert b"digest" not in document.values()
    assert b"sealed" not in document.values()


def test_the_status_is_that_of_now():
    """Revoked before expired before valid."""
    now = time.time() * 1_000
    ended = replace(KEY, expires_at=5)

    assert [status(each, now) for each in (KEY, ended, replace(ended, revoked_at=1))] == ["valid", "expired", "revoked"]
