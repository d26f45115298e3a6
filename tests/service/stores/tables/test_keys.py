"""Keys' tables: no column could hold a key itself in the open."""

from service.stores.tables import KEYS, NONCES


def test_keys_are_kept_as_digests():
    """What identifies a key is a text, what proves it is bytes; a nonce belongs to one key."""
    assert KEYS.c.digest.type.python_type is bytes
    assert [column.name for column in NONCES.primary_key] == ["key_id", "nonce"]
