"""The copy beside the service: what was in effect last, or nothing."""

import pytest

from service.configuration.copy import Copy
from service.in_effect import InEffect
from slotwise.configuration import Configuration

FACTS = Configuration.read({"facts": [{"fact": "person.b", "type": "number"}]})


def test_what_is_kept_is_read_again(tmp_path):
    """Revision and documents survive."""
    copy = Copy(tmp_path / "configuration.json")
    assert copy.read() is None
    copy.keep(InEffect(7, FACTS))

    assert copy.read() == InEffect(7, FACTS)
    assert [each.name for each in tmp_path.iterdir()] == ["configuration.json"]


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"revision":1,"documents":{"x":[]}}', b'{"revision":"x"}'])
def test_what_cannot_be_read_is_nothing(tmp_path, body):
    """A damaged copy is as good as none."""
    (tmp_path / "copy.json").write_bytes(body)

    assert Copy(tmp_path / "copy.json").read() is None


def test_a_folder_that_cannot_be_written(tmp_path):
    """The copy is a precaution: without it the service goes on."""
    Copy(tmp_path / "missing" / "copy.json").keep(InEffect(1, FACTS))
