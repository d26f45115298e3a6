"""Telling: dataset.json says what lies beside it."""

import json


def test_what_is_returned_is_what_is_written(log):
    """Rows by part, also of days that were written by an earlier run."""
    log.event("a", 0.5)
    log.export()
    log.event("b", 1.5)
    told = log.export()

    assert json.loads((log.folder / "dataset.json").read_text()) == told
    assert (told["rows"]["events"], told["days_written"]) == (2, 1)
