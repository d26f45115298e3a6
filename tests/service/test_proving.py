"""Proving: once a bundle for all workers, and checksums every time."""

import pytest

from service.proving import Proving
from slotwise.errors import BundleError


def test_what_is_proven_is_not_probed_again(published, bundle_folder, tmp_path):
    """The digest is remembered: without time for a probe a proven bundle passes, and an unknown one does not."""
    (tmp_path / "proven.json").write_bytes((published / "proven.json").read_bytes())
    Proving(tmp_path, 0.001).prove(bundle_folder)
    with pytest.raises(BundleError, match="did not answer"):
        Proving(tmp_path / "new", 0.001).prove(bundle_folder)


def test_a_proven_bundle_that_was_changed_is_refused(published, bundle_folder, tmp_path):
    """Remembering does not spare the checksums."""
    import shutil

    copy = shutil.copytree(bundle_folder, tmp_path / "copy")
    (tmp_path / "proven.json").write_bytes((published / "proven.json").read_bytes())
    path = copy / "blend" / "weights.npy"
    path.write_bytes(path.read_bytes()[:-1] + b"\xff")
    with pytest.raises(BundleError, match="damaged"):
        Proving(tmp_path, 120.0).prove(copy)


@pytest.mark.slow
def test_a_bundle_that_crashes_its_process_is_refused(bundle_folder, tmp_path, monkeypatch):
    """Whatever happens in the child, the parent gets an error with what the child said last."""
    monkeypatch.setenv("PYTHONMALLOC", "no such allocator")
    with pytest.raises(BundleError, match="ended with status"):
        Proving(tmp_path, 120.0).prove(bundle_folder)


def test_a_damaged_memory_is_no_memory(tmp_path, bundle_folder):
    """A file of proven bundles that cannot be read means that nothing is proven."""
    (tmp_path / "proven.json").write_text("{")

    assert Proving(tmp_path, 1.0)._proven() == []
