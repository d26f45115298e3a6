"""The output folder appears as a whole or not at all."""

import pytest

from slotwise.errors import SourceError
from training.sources.folder import new_folder


def test_the_folder_appears_when_it_is_complete(tmp_path):
    """Before the end nothing is there; afterwards the files are, and the scratch files are gone."""
    out = tmp_path / "deep" / "set"
    with new_folder(out) as (target, scratch):
        (target / "dataset.json").write_text("{}")
        (scratch / "big").touch()
        assert not out.exists()

    assert [path.name for path in out.iterdir()] == ["dataset.json"]
    assert list(out.parent.iterdir()) == [out]


def test_an_error_leaves_the_old_folder_as_it_was(tmp_path):
    """A data set that is there is replaced only by a complete one."""
    out = tmp_path / "set"
    out.mkdir()
    (out / "dataset.json").write_text("old")
    with pytest.raises(FileNotFoundError), new_folder(out) as (target, _):
        (target / "no such folder" / "dataset.json").write_text("new")

    assert (out / "dataset.json").read_text() == "old"
    with new_folder(out) as (target, _):
        (target / "dataset.json").write_text("new")
    assert (out / "dataset.json").read_text() == "new"


def test_what_is_not_a_data_set_is_never_replaced(tmp_path):
    """A folder with other files, or a file, stops the import."""
    (tmp_path / "thesis.doc").touch()
    for out in (tmp_path, tmp_path / "thesis.doc"):
        with pytest.raises(SourceError), new_folder(out):
            raise AssertionError("must not begin")
