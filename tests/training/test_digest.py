"""The digest names exactly the data."""

from training.digest import digest


def test_the_digest_follows_names_and_bytes(tmp_path):
    """It changes with a byte or a name, and not with anything but the Parquet files."""
    (tmp_path / "events.parquet").write_bytes(b"abc")
    first = digest(tmp_path)
    (tmp_path / "notes.txt").write_bytes(b"anything")

    assert digest(tmp_path) == first
    assert len(first) == 64
    (tmp_path / "events.parquet").write_bytes(b"abd")
    second = digest(tmp_path)
    (tmp_path / "events.parquet").rename(tmp_path / "other.parquet")
    assert len({first, second, digest(tmp_path)}) == 3


def test_days_belong_to_the_digest(tmp_path):
    """A log that is kept by day is part of the data, under its folder's name."""
    (tmp_path / "events.parquet").write_bytes(b"abc")
    before = digest(tmp_path)
    (tmp_path / "decisions").mkdir()
    (tmp_path / "decisions" / "day=2024-10-04.parquet").write_bytes(b"abc")

    assert digest(tmp_path) != before
