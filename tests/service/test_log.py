"""Logging: one JSON object a line, and nothing below the level."""

import io
import json

from service.log import configure, logger


def test_a_line_is_a_json_object(capsys):
    """With level, time and part, and whatever else was said, paths and errors included."""
    configure("info")
    try:
        raise ValueError("中文")
    except ValueError as error:
        logger("test").error("failed", path=object, exc_info=error)
    line = json.loads(capsys.readouterr().err)

    assert (line["event"], line["level"], line["part"]) == ("failed", "error", "test")
    assert "ValueError: 中文" in line["exception"]


def test_what_is_below_the_level_is_not_written(capsys):
    """Quiet is quiet."""
    configure("error")
    logger("test").warning("nothing")

    assert capsys.readouterr().err == ""


def test_what_standard_error_is_may_change(monkeypatch):
    """A line goes to what standard error is when it is written, not to what it was when logging was set up."""
    closed, now = io.StringIO(), io.StringIO()
    monkeypatch.setattr("sys.stderr", closed)
    configure("info")
    closed.close()
    monkeypatch.setattr("sys.stderr", now)
    logger("test").info("still here")

    assert "still here" in now.getvalue()
