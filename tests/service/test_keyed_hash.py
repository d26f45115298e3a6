"""The keyed hash is the library's HMAC."""

import hmac

from hypothesis import given
from hypothesis import strategies as st

from service.keyed_hash import KeyedHash


@given(st.binary(max_size=64), st.lists(st.binary(max_size=200), max_size=3))
def test_it_is_hmac(key: bytes, messages: list[bytes]) -> None:
    """The same bytes for any key and any messages, one after the other."""
    keyed = KeyedHash(key)
    assert [keyed.digest(each) for each in messages] == [hmac.digest(key, each, "sha256") for each in messages]
