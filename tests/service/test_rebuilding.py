"""Rebuilding: the stores of a data folder, opened and closed."""

from service.rebuilding import rebuilding


def test_a_new_folder_has_nothing_to_rebuild(tmp_path):
    """Its database is made first."""
    with rebuilding(tmp_path) as rebuild:
        assert rebuild.run().persons == 0

    assert (tmp_path / "slotwise.db").is_file()
