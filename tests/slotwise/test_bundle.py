"""Bundles: plain files, each with its checksum; a single changed byte is refused."""

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise import bundle
from slotwise.errors import BundleError

DOCUMENTS = {"model": {"b": [1, None, "深圳"], "a": 1.5}}
ARRAYS = {"part/one": np.arange(6.0).reshape(2, 3), "empty": np.zeros(0, np.int32), "flags": np.array([True, False])}


@pytest.fixture
def folder(tmp_path):
    """A written bundle."""
    bundle.write(tmp_path / "b", DOCUMENTS, ARRAYS, {"ranker": "tree\n"})
    return tmp_path / "b"


def test_what_is_written_is_read(folder):
    """Documents and arrays come back, arrays mapped and read-only; texts are not for serving."""
    bundle.verify(folder)
    documents, arrays = bundle.read(folder)

    assert documents == DOCUMENTS
    assert set(arrays) == set(ARRAYS)
    for name, array in ARRAYS.items():
        assert np.array_equal(arrays[name], array)
        assert arrays[name].dtype == array.dtype
        assert not arrays[name].flags.writeable


def test_writing_twice_gives_the_same_bytes(folder, tmp_path):
    """The order in which documents and arrays are handed over plays no part."""
    turned = {name: ARRAYS[name] for name in reversed(ARRAYS)}
    digest = bundle.write(tmp_path / "c", {"model": {"a": 1.5, "b": [1, None, "深圳"]}}, turned, {"ranker": "tree\n"})

    assert digest == bundle.digest(folder)
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for name, content in files.items():
        assert (tmp_path / "c" / name).read_bytes() == content


def test_every_changed_byte_is_refused(folder):
    """A bit of a byte of any file, the manifest included, at sixty places of each."""
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        content = path.read_bytes()
        for place in sorted({*range(0, len(content), max(1, len(content) // 60)), len(content) - 1}):
            path.write_bytes(content[:place] + bytes([content[place] ^ 1 << place % 8]) + content[place + 1 :])
            with pytest.raises(BundleError):
                bundle.verify(folder)
        path.write_bytes(content)
    bundle.verify(folder)


@settings(max_examples=100)
@given(st.data())
def test_every_changed_byte_of_the_manifest_is_refused(manifest, data):
    """The manifest guards the others and itself: white space, order and names."""
    folder, content = manifest
    place = data.draw(st.integers(0, len(content) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda each: each != content[place]))
    (folder / bundle.MANIFEST).write_bytes(content[:place] + bytes([byte]) + content[place + 1 :])
    with pytest.raises(BundleError):
        bundle.verify(folder)


@pytest.fixture(scope="module")
def manifest(tmp_path_factory):
    """A bundle and the bytes of its manifest."""
    folder = tmp_path_factory.mktemp("bundle") / "b"
    bundle.write(folder, DOCUMENTS, ARRAYS, {})
    return folder, (folder / bundle.MANIFEST).read_bytes()


def test_truncated_missing_and_strange_files_are_refused(folder):
    """Each file must be there whole, and no other."""
    path = folder / "part/one.npy"
    content = path.read_bytes()
    for part in (content[:-1], content + b"\0", b""):
        path.write_bytes(part)
        with pytest.raises(BundleError):
            bundle.verify(folder)
    path.unlink()
    with pytest.raises(BundleError):
        bundle.verify(folder)
    path.write_bytes(content)
    (folder / "strange.npy").write_bytes(content)
    with pytest.raises(BundleError):
        bundle.verify(folder)


def test_damaged_files_cannot_be_read(folder):
    """Also without verifying, a file that is no array or no document is an error with a code."""
    for name, content in (("part/one.npy", b""), ("part/one.npy", b"nonsense"), ("model.json", b"{")):
        before = (folder / name).read_bytes()
        (folder / name).write_bytes(content)
        with pytest.raises(BundleError):
            bundle.read(folder)
        (folder / name).write_bytes(before)


def test_objects_are_neither_written_nor_read(folder, tmp_path):
    """Arrays of objects would need pickle: they cannot be saved, and one put there by hand is not loaded."""
    with pytest.raises(ValueError, match=r"pickle|object"):
        bundle.write(tmp_path / "o", {}, {"x": np.array([object()])}, {})
    np.save(folder / "flags.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(BundleError):
        bundle.read(folder)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"format": 2, "files": {}}', b'{"format": 1, "files": []}'])
def test_other_manifests_are_refused(folder, content):
    """No manifest, another format or another shape is an error with a code."""
    (folder / bundle.MANIFEST).write_bytes(content)
    for action in (bundle.verify, bundle.read):
        with pytest.raises(BundleError):
            action(folder)


def test_no_folder_no_bundle(tmp_path):
    """A folder that is not there is an error with a code, and one with files is not written over."""
    with pytest.raises(BundleError):
        bundle.verify(tmp_path / "nowhere")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("x")
    with pytest.raises(BundleError):
        bundle.write(tmp_path / "full", {}, {}, {})


def test_the_digest_is_that_of_the_manifest(folder):
    """The digest names the content: it changes with any file."""
    files = orjson.loads((folder / bundle.MANIFEST).read_bytes())["files"]

    assert set(files) == {"model.json", "ranker.txt", "part/one.npy", "empty.npy", "flags.npy"}
    assert len(bundle.digest(folder)) == 64
