"""A copy of the keys' rows, for a start while the database is away."""

from service.keys_copy import KeysCopy
from service.stores.keys import StoredKey

KEY = StoredKey("abc", "secret", "crm", b"d" * 32, b"s" * 32, ("log",), ("https://a.example",), 1_000, rate=2.0)


def test_the_rows_come_back(tmp_path):
    """Every field but the last use, and only their owner can read them."""
    KeysCopy(tmp_path / "keys").keep([KEY])

    assert KeysCopy(tmp_path / "keys").read() == [KEY]
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0


def test_what_is_the_same_is_not_written_again(tmp_path):
    """The file stays as it is until a key changes."""
    copy = KeysCopy(tmp_path / "keys")
    copy.keep([KEY])
    before = (tmp_path / "keys").stat().st_mtime_ns, (tmp_path / "keys").stat().st_ino
    copy.keep([KEY])

    assert ((tmp_path / "keys").stat().st_mtime_ns, (tmp_path / "keys").stat().st_ino) == before


def test_without_a_good_copy_there_is_none(tmp_path):
    """Missing or damaged; a folder that cannot be written is no reason to fail."""
    (tmp_path / "damaged").write_text('[{"key_id": 1}]')

    assert KeysCopy(tmp_path / "missing").read() is None
    assert KeysCopy(tmp_path / "damaged").read() is None
    KeysCopy(tmp_path / "nowhere" / "keys").keep([KEY])
