"""A document is read of a file or of standard input, and what is none is told."""

import io
import sys
from types import SimpleNamespace

import pytest

from service.commands.experiment_given import document
from slotwise.errors import ConfigurationError


def test_a_document_is_read(tmp_path, monkeypatch):
    """Of either."""
    (tmp_path / "e.json").write_text('{"experiment": "hero"}')
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b'{"experiment": "other"}')))

    assert document(str(tmp_path / "e.json")) == {"experiment": "hero"}
    assert document("-") == {"experiment": "other"}


@pytest.mark.parametrize("text", ["", "{", "[]", '"a"'])
def test_what_is_no_document_is_told(tmp_path, text):
    """No JSON, or no object; a file that is not there."""
    (tmp_path / "e.json").write_text(text)
    with pytest.raises(ConfigurationError):
        document(str(tmp_path / "e.json"))
    with pytest.raises(ConfigurationError, match="cannot be read"):
        document(str(tmp_path / "none.json"))
